"""A hand-over as a file in the try's folder, for a process that is not forked from one that knows it already."""

from __future__ import annotations

import json
import os
from pathlib import Path

from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.regular import NotRegularError, open_regular


def launch_file(launch: Launch, name: str = "queued") -> Path:
    """Where the launch is, or would be, as a file; ``name`` tells it from others."""
    return Path(launch.folder) / f".launch-{launch.launch}.{name}.json"


def place_of(file: Path) -> tuple[Path, int]:
    """The try's folder and the number of the launch that ``launch_file`` named so: what its claim is found by, also
    where the file is gone or another version wrote it. Raises ``ValueError`` for another name."""
    return file.parent, int(file.name.removeprefix(".launch-").partition(".")[0])


def write_launch(launch: Launch, name: str = "queued") -> Path:
    """Write the launch as a file that only we can read, for it holds the try's token. Raises ``OSError`` or
    ``DiskFullError``."""
    path = launch_file(launch, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(launch.to_json()), mode=0o600)
    return path


def read_launch(path: Path) -> Launch:
    """The launch in ``path``. Raises ``OSError`` when there is none or somebody else made it, ``ValueError`` when it
    is none."""
    with open_regular(path) as file:
        if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
            raise NotRegularError(f"{path} belongs to another user")
        try:
            return Launch.from_json(json.load(file))
        except (TypeError, AttributeError) as error:
            raise ValueError(f"{path} holds no launch") from error
