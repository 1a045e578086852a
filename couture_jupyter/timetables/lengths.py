"""Lengths of time in schedules: a ``timedelta``, or a ``relativedelta`` such as a month, not always equally long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from dateutil.relativedelta import relativedelta, weekday

from couture_jupyter.exceptions import TimetableError

LENGTHS = (timedelta, relativedelta)
Length: TypeAlias = timedelta | relativedelta
_PLUS = ("years", "months", "days", "leapdays", "hours", "minutes", "seconds", "microseconds")
_AT = ("year", "month", "day", "hour", "minute", "second", "microsecond")
_SECONDS = {"years": 31556952, "months": 2629746, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def check(what: str, length: Any, *, may_be_nothing: bool = False) -> Length:
    """``length`` if it is one; ``TimetableError`` when it is not, or does not lead on."""
    if not isinstance(length, LENGTHS):
        raise TimetableError(f"{what} is a timedelta or a relativedelta, not {length!r}.")
    if getattr(length, "year", None) is not None:
        raise TimetableError(f"{what} cannot name a year, as {length} does: it comes again and again.")
    shortest = approximate(length)
    if shortest < timedelta(0) or (not shortest and not may_be_nothing):
        raise TimetableError(f"{what} must be longer than nothing, and {length} is not.")
    checked: Length = length
    return checked


def approximate(length: Length) -> timedelta:
    """About how long it is; a month is a twelfth of a year."""
    if isinstance(length, timedelta):
        return length
    return timedelta(seconds=sum(float(getattr(length, name)) * each for name, each in _SECONDS.items()))


def later(moment: datetime, length: Length, times: int = 1) -> datetime:
    """So many lengths after ``moment``, counted in UTC: the second month after January 31st is March 31st."""
    return moment + length * times


def earlier(moment: datetime, length: Length) -> datetime:
    """One length before ``moment``."""
    return moment - length


def end_of(begin: datetime, length: Length) -> datetime:
    """A moment at or before each one that comes one length after ``begin`` or later, close to the first of them: what
    is a month before February 28th and March 28th can be the same day."""
    if isinstance(length, timedelta):
        return begin + length
    end: datetime = begin + length - timedelta(days=4)
    return max(begin, end)


def to_json(length: Length) -> float | dict[str, Any]:
    """Seconds; a dict of the parts of a ``relativedelta``."""
    if isinstance(length, timedelta):
        return length.total_seconds()
    parts: dict[str, Any] = {name: getattr(length, name) for name in _PLUS if getattr(length, name)}
    parts |= {name: getattr(length, name) for name in _AT if getattr(length, name) is not None}
    if length.weekday is not None:
        parts["weekday"] = [length.weekday.weekday, length.weekday.n]
    return parts


def from_json(document: float | dict[str, Any]) -> Length:
    """What ``to_json`` wrote."""
    if not isinstance(document, dict):
        return timedelta(seconds=document)
    parts = dict(document)
    day = parts.pop("weekday", None)
    return relativedelta(**parts, weekday=weekday(*day) if day else None)


def in_words(length: Length) -> str:
    """A phrase such as "2 hours 30 minutes"."""
    if isinstance(length, timedelta):
        return _words(length)
    months = _counted(length.years, "year") + _counted(length.months, "month")
    rest = timedelta(
        days=length.days, hours=length.hours, minutes=length.minutes, seconds=length.seconds + length.microseconds / 1e6
    )
    words = " ".join([*months, *([_words(rest)] if rest else [])])
    at = [f"{name} {getattr(length, name)}" for name in _AT if getattr(length, name) is not None]
    if length.weekday is not None:
        at.append(f"{(_SOME_DAY + relativedelta(weekday=length.weekday)):%A}")
    return f"{words}, at {', '.join(at)}" if at else words


def _words(length: timedelta) -> str:
    parts, rest = [], length.total_seconds()
    for seconds, unit in _UNITS:
        count, rest = divmod(rest, seconds)
        parts += _counted(count, unit)
    if rest:
        parts.append(f"{rest * 1000:g} milliseconds")
    return " ".join(parts)


def _counted(count: float, unit: str) -> list[str]:
    return [f"{count:g} {unit}{'s' if count != 1 else ''}"] if count else []
