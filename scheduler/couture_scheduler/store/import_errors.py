"""What is wrong with DAG files that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import import_error


@dataclass(frozen=True, slots=True)
class ImportErrorRecord:
    """One broken file: a sentence, the line in it (from 1) and the traceback."""

    file: str
    message: str
    line: int | None
    traceback: str | None
    at: datetime


def put(tx: Connection, file: str, message: str, line: int | None, traceback: str | None, now: datetime) -> None:
    """The file cannot be read; an earlier error of it is replaced."""
    row = {"file": file, "message": message, "line": line, "traceback": traceback, "at": now}
    upsert(tx, import_error, [row])


def clear(tx: Connection, file: str) -> bool:
    """The file can be read, or is gone; whether it had an error."""
    return tx.execute(delete(import_error).where(import_error.c.file == file)).rowcount > 0


def get(tx: Connection, file: str) -> ImportErrorRecord | None:
    """What is wrong with this file."""
    row = tx.execute(select(import_error).where(import_error.c.file == file)).first()
    return None if row is None else ImportErrorRecord(**row._mapping)


def listing(tx: Connection, limit: int = 100, offset: int = 0) -> list[ImportErrorRecord]:
    """Broken files by their path."""
    found = select(import_error).order_by(import_error.c.file).limit(limit).offset(offset)
    return [ImportErrorRecord(**row._mapping) for row in tx.execute(found)]


def count(tx: Connection) -> int:
    """How many files are broken."""
    return int(tx.execute(select(func.count()).select_from(import_error)).scalar_one())


def files(tx: Connection) -> frozenset[str]:
    """The paths of all broken files."""
    return frozenset(tx.execute(select(import_error.c.file)).scalars())
