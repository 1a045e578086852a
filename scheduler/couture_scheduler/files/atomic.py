"""Files that appear whole or not at all: written under another name, then renamed into place."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from couture_scheduler.errors import DiskFullError

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_numbers = count()


def write_atomically(
    path: Path,
    content: bytes | str | Iterable[bytes],
    *,
    durable: bool = False,
    mode: int = 0o666,
    is_new: bool = False,
) -> None:
    """Replace ``path`` by ``content``; a reader sees the old file or the new one, never a part.

    ``durable`` also waits until the content is on the disk, for files that must survive a power cut.
    Raises ``DiskFullError`` when there is no space; the old file is then untouched. With ``is_new`` raises
    ``FileExistsError`` when there is such a file by now.
    """
    try:
        handle, draft = _new_draft(path, mode)
    except OSError as error:
        raise_if_full(error, path)
        raise
    try:
        _write(handle, content, durable=durable)
        if is_new:
            _put_new(draft, path)
        else:
            os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise_if_full(error, path)
        raise


def _put_new(draft: Path, path: Path) -> None:
    """A second name, which must be free, then without the first."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there is such a file", str(path)) from None
        os.replace(draft, path)
    else:
        draft.unlink()


def raise_if_full(error: OSError, path: Path) -> None:
    """Turn "no space left" into a ``DiskFullError``; leave other errors alone."""
    if error.errno in _FULL:
        raise DiskFullError(f"The disk is full: {path.name} could not be written. Free some space.") from error


def _new_draft(path: Path, mode: int) -> tuple[int, Path]:
    """A file that nobody has made before us: in a folder that others can write its name may be a link of theirs."""
    while True:
        draft = path.with_name(f".{path.name}.{os.getpid()}-{next(_numbers)}")
        with suppress(FileExistsError):
            return os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), draft


def _write(handle: int, content: bytes | str | Iterable[bytes], *, durable: bool) -> None:
    with open(handle, "wb") as file:
        if isinstance(content, str):
            file.write(content.encode())
        elif isinstance(content, bytes):
            file.write(content)
        else:
            file.writelines(content)
        if durable:
            file.flush()
            os.fsync(handle)
