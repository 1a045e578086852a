"""Checks and conversions of what authors pass to DAGs and operators."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from couture_jupyter.exceptions import DagError, TimetableError

_KEY = re.compile(r"[\w.-]+")
_MAX_KEY = 250


def refuse_unknown(owner: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise ``DagError`` for the first name in ``given`` that is not in ``known``, with the nearest known
    one."""
    names = set(known)
    for name in given:
        if name not in names:
            raise DagError(f'{owner} has no argument "{name}".{_nearest(name, names)}')


def _nearest(name: str, known: set[str]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, sorted(known), n=1)
    return f' Did you mean "{found[0]}"?' if found else ""


def check_key(what: str, key: Any) -> str:
    """``key`` if it can be an id: letters, digits, ``_``, ``-`` and ``.``, at most 250 characters."""
    if not isinstance(key, str):
        raise DagError(f"A {what} is text, not {type(key).__name__}: {key!r}.")
    if not _KEY.fullmatch(key) or len(key) > _MAX_KEY:
        raise DagError(
            f'"{key}" cannot be a {what}: it takes letters, digits, "_", "-" and ".", '
            f"at least 1 and at most {_MAX_KEY}."
        )
    return key


def seconds(what: str, value: Any) -> float | None:
    """A duration in seconds, from a ``timedelta`` or a number of seconds."""
    if value is None:
        return None
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise DagError(f"{what} is a timedelta or a number of seconds, not {value!r}.")


def duration(what: str, value: Any) -> timedelta | None:
    """The same as a ``timedelta``."""
    length = seconds(what, value)
    return None if length is None else timedelta(seconds=length)


def moment(what: str, value: Any) -> datetime | None:
    """An aware datetime, its zone kept; without a zone it is UTC. Takes datetimes, dates and ISO 8601
    text."""
    if value is None:
        return None
    if isinstance(value, str):
        value = _parse(what, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        raise DagError(f"{what} is a datetime, not {value!r}.")
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _parse(what: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise DagError(f'{what} cannot be "{text}": a date looks like 2026-01-31 or 2026-01-31T09:00.') from error


def utc(value: datetime | None) -> datetime | None:
    """The moment as a plain datetime in UTC (whatever class it had)."""
    if value is None:
        return None
    plain = datetime.fromtimestamp(value.timestamp(), UTC)
    return plain.replace(microsecond=value.microsecond)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA time zone called ``name``; ``TimetableError`` when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TimetableError(
            f'There is no time zone "{name}". Use an IANA name such as "Europe/Helsinki" or "UTC".'
        ) from error


def zone_name(zone: tzinfo | str | None) -> str:
    """The IANA name of a time zone object; "UTC" for none. Whole hours from UTC become ``Etc/GMT…``."""
    if zone is None or zone is UTC:
        return "UTC"
    if isinstance(zone, str):
        return zone
    name = getattr(zone, "key", None) or getattr(zone, "zone", None) or getattr(zone, "name", None)
    if isinstance(name, str) and not isinstance(zone, timezone):
        return "UTC" if name in ("+00:00", "Z") else name
    return _fixed_zone_name(zone)


def _fixed_zone_name(zone: tzinfo) -> str:
    offset = zone.utcoffset(None)
    if offset is not None and not offset:
        return "UTC"
    if offset is None or offset % timedelta(hours=1):
        raise DagError(f"The time zone {zone} has no IANA name; use zoneinfo.ZoneInfo('Europe/Helsinki') or the like.")
    hours = round(offset / timedelta(hours=1))
    return f"Etc/GMT{-hours:+d}"
