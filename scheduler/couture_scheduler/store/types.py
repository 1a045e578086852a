"""Column types that mean the same on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, String, Text
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Id = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up by itself only for INTEGER
LONG_TEXT = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
SECONDS = DateTime(timezone=False).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

NAME = 250  # longest DAG id, run id, task id, as in Airflow
PATH = 700  # longest file path that is a key: MariaDB's keys have at most 3,072 bytes, 4 a character


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC to the microsecond."""

    impl = SECONDS
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes: nobody knows what they mean."""
        if value is None:
            return None
        if value.tzinfo is UTC:
            return value.replace(tzinfo=None)
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Aware again. In place of ``process_result_value``, which costs a further call for each value."""
        if dialect.name == "sqlite":  # a text: read with its zone, in a seventh of the time that adding one takes
            return lambda value: None if value is None else datetime.fromisoformat(value + "+00:00")
        return lambda value: None if value is None else value.replace(tzinfo=UTC)


class LongText(TypeDecorator[str]):
    """Text of any length. What no database can hold (NUL, half surrogates) becomes U+FFFD or ``?``."""

    impl = LONG_TEXT
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean what people's programs print."""
        if value is None or (value.isascii() and "\x00" not in value):
            return value
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


class JsonText(TypeDecorator[Any]):
    """JSON kept as text: read and written whole, never searched. ``None`` is NULL."""

    impl = LONG_TEXT
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Compact and pure ASCII: safe in every database."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value again."""
        return None if value is None else json.loads(value)


class Word(TypeDecorator[StrEnum]):
    """A member of a string enum, stored as its word."""

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum
        self._members: dict[str | None, StrEnum | None] = {None: None, **{member.value: member for member in enum}}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """A plain ``str``: drivers treat enums differently."""
        return None if value is None else str.__str__(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], StrEnum | None]:
        """The member again; ``KeyError`` for a word that this version does not know."""
        return self._members.__getitem__

    def __repr__(self) -> str:
        return f"Word({self.enum.__name__})"
