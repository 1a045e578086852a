"""A folder that the worker and the owner of a notebook share for one try, where they are different users.

What the owner puts there is read with suspicion: whatever it is by now, it must be an ordinary file.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from couture_jupyter.recording import RECORDS_NAME
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.access_lists import let_in
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.kernels.account_pools import user_named
from couture_scheduler.kernels.sockets import private_folder

LARGEST = 100_000_000  # bytes that are taken of what a script recorded

log = logging.getLogger("couture.script")


@contextmanager
def desk(launch: Launch) -> Iterator[Path]:
    """The folder; what was recorded there is taken into the try's folder in the end."""
    folder = private_folder()
    try:
        let_in(folder, user_named(launch.account))
        yield folder
    finally:
        _keep_records(folder / RECORDS_NAME, Path(launch.folder, RECORDS_NAME))
        shutil.rmtree(folder, ignore_errors=True)


def lay(folder: Path, source: Path) -> Path:
    """Put a copy of ``source`` there for the owner to read. Raises ``FileExistsError`` when the owner has put something
    in its place: a link there would have us write elsewhere."""
    copy = folder / source.name
    with open(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
        file.write(source.read_bytes())
    return copy


def _keep_records(recorded: Path, kept: Path) -> None:
    try:
        write_atomically(kept, _content(recorded))
    except FileNotFoundError:
        return  # nothing was recorded
    except OSError as error:
        log.warning("What the script recorded is not kept: %s.", error)


def _content(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("it is no ordinary file")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(f"it is larger than {LARGEST} bytes")
    return content
