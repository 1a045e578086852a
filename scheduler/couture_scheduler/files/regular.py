"""Opening files that other people's code may have put in place of ours."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class NotRegularError(OSError):
    """A link, a pipe, a device or a socket where a file was expected."""


def open_regular(path: Path) -> IO[bytes]:
    """``path`` for reading. Raises ``NotRegularError`` for a link at its end (it may lead elsewhere than it did when
    the path was checked) and for a pipe (nobody may ever write into it), ``IsADirectoryError`` for a folder."""
    return _open(path, None)


def open_resolved(path: Path) -> IO[bytes]:
    """The same for a path that has no links, as ``inside`` gives it, in a folder that other people can write: also a
    folder on the way that somebody has exchanged for a link since is refused. Raises ``OSError``."""
    if not hasattr(os, "O_PATH"):  # only on Linux does one service work for several users of the system
        return open_regular(path)
    handle = _folder(path.parent)
    try:
        return _open(Path(path.name), handle)
    finally:
        os.close(handle)


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """A path by which this folder can be written, and that goes on leading to it, whatever is put in its place, or in
    the place of one above it. For a folder as ``open_resolved`` has it for files. Raises ``OSError``."""
    if not hasattr(os, "O_PATH"):
        yield folder
        return
    handle = _folder(folder)
    try:
        yield Path(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)


def _folder(path: Path) -> int:
    """A handle of the folder, on the way to which there is no link."""
    handle = os.open(path.anchor, os.O_PATH | os.O_DIRECTORY)
    for each in path.parts[1:]:
        above = handle
        try:
            handle = os.open(each, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
        finally:
            os.close(above)
    return handle


def _open(path: Path, folder: int | None) -> IO[bytes]:
    extra = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, os.O_RDONLY | extra, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link; a socket
            raise NotRegularError(error.errno, "it is not an ordinary file", str(path)) from error
        raise
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return open(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    raise NotRegularError(errno.EINVAL, "it is not an ordinary file", str(path))
