"""What the database's errors mean, in our words."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from couture_scheduler.errors import (
    ConflictError,
    DatabaseUnavailableError,
    DiskFullError,
    InvalidInputError,
    SchedulerError,
)

_DISK_FULL = {sqlite3.SQLITE_FULL, "53100", 1021, 1114}  # SQLite; PostgreSQL disk_full; MariaDB disk and table full
_DEADLOCK = {"40P01", 1213}  # PostgreSQL; MariaDB
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def translate(error: SQLAlchemyError) -> SchedulerError:
    """The error of ours that says what happened and what to do."""
    if not isinstance(error, DBAPIError):
        return DatabaseUnavailableError(f"The database is busy: {error}. Try again in a moment.")
    error = _first(error)
    if isinstance(error, IntegrityError):
        return ConflictError(f"That exists already, or something it needs is gone: {error.orig}.")
    if isinstance(error, DataError):
        return InvalidInputError.at("", f"The database cannot hold this value: {error.orig}.")
    code = _code(error.orig)
    if code in _DISK_FULL or "No space left" in str(error.orig):
        return DiskFullError("The disk of the database is full. Free some space; nothing that was saved is lost.")
    return DatabaseUnavailableError(_sentence(error, code))


def _first(error: DBAPIError) -> DBAPIError:
    """The error that began it: on a full disk SQLite rolls back by itself, and leaving a savepoint fails after that."""
    first, cause = error, error.__context__
    while cause is not None:
        if isinstance(cause, DBAPIError):
            first = cause
        cause = cause.__context__
    return first


def _sentence(error: DBAPIError, code: object) -> str:
    message = str(error.orig)
    if code in _BUSY:
        return "The database is locked by another program. Try again in a moment."
    if code in _DEADLOCK:
        return "Somebody else changed the same thing at the same moment. Try again."
    if "unable to open database file" in message:
        return "The database is not there or may not be opened. Run: couture db upgrade"
    if "no such table" in message or "no such column" in message or code in ("42P01", "42703", 1146, 1054):
        return f"The database needs an upgrade ({message}). Run: couture db upgrade"
    return f"The database does not answer: {message}"


def _code(cause: BaseException | None) -> object:
    if isinstance(cause, sqlite3.Error):
        extended = getattr(cause, "sqlite_errorcode", None)
        return None if extended is None else extended & 0xFF
    number = cause.args[0] if cause is not None and cause.args else None
    return number if isinstance(number, int) else getattr(cause, "sqlstate", None)
