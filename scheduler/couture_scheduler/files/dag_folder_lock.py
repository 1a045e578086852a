"""Only one of us changes the DAG folder at a time: threads of a server, and servers that share the folder.

Between the look at a file and its replacement nobody else of us writes. Editors and git know nothing of the lock.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_thread_lock = threading.Lock()


@contextmanager
def alone_in(folder: Path, home: Path) -> Iterator[None]:
    """Wait until nobody else is in such a block. ``home`` holds the lock where the folder itself cannot be locked: it
    is not there yet, or its file system does not lock folders."""
    with _thread_lock:
        handle = _locked(folder, home)
        try:
            yield
        finally:
            if handle is not None:
                os.close(handle)


def _locked(folder: Path, home: Path) -> int | None:
    """A handle that holds the lock until it is closed."""
    if sys.platform == "win32":
        return None
    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        _lock(handle)
        return handle
    except OSError:
        if handle is not None:
            os.close(handle)
    handle = os.open(home / "dag_folder.lock", os.O_RDWR | os.O_CREAT, 0o600)
    _lock(handle)
    return handle


def _lock(handle: int) -> None:
    import fcntl  # not everywhere

    fcntl.flock(handle, fcntl.LOCK_EX)
