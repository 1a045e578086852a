"""The SQLite file: where it is, how it is made (only its owner may read it) and how a connection is set up."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL
from sqlalchemy.pool import QueuePool

from couture_scheduler.errors import DatabaseUnavailableError, DiskFullError

POOL = QueuePool
BUSY_SECONDS = 10.0

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an acknowledged transaction survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",  # KiB
)


def path_of(url: URL) -> Path:
    """The database's file."""
    if not url.database or url.database == ":memory:":
        raise DatabaseUnavailableError("A SQLite database must be a file: several processes share it.")
    return Path(url.database)


def exists(url: URL) -> bool:
    """Whether the file is there."""
    return path_of(url).exists()


def create(url: URL) -> None:
    """Make the file (mode 0600) and its folder (0700) unless they are there."""
    path = path_of(url)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        kind = DiskFullError if error.errno == 28 else DatabaseUnavailableError
        raise kind(f"The database {path} cannot be created: {error.strerror}.") from error


def connect(url: URL, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection to the existing file; it leaves BEGIN to us."""
    uri = f"file:{quote(str(path_of(url)))}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


def copy(url: URL, to: Path) -> None:
    """Copy the database as it is at this moment into a new file, while others write on."""
    os.close(os.open(to, os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.closing(connect(url)) as source, contextlib.closing(sqlite3.connect(to)) as target:
        source.backup(target)
