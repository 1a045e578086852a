"""A folder that the worker and the owner of a notebook share for one try, where they are different users.

What the owner puts there is read with suspicion: whatever it is by now, it must be an ordinary file.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from couture_jupyter.recording import RECORDS_NAME
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.access_lists import let_in
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.kernels.account_pools import user_named
from couture_scheduler.kernels.sockets import private_folder

LARGEST = 100_000_000  # bytes that are taken of what a script recorded


@contextmanager
def desk(launch: Launch) -> Iterator[Path]:
    """The folder; what was recorded there is taken into the try's folder in the end."""
    folder = private_folder()
    try:
        let_in(folder, user_named(launch.account))
        yield folder
        with suppress(OSError):
            write_atomically(Path(launch.folder, RECORDS_NAME), _content(folder / RECORDS_NAME))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lay(folder: Path, source: Path) -> Path:
    """Put a copy of ``source`` there for the owner to read."""
    copy = folder / source.name
    copy.write_bytes(source.read_bytes())
    copy.chmod(0o640)
    return copy


def _content(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("it is no ordinary file")
        return file.read(LARGEST)
