"""Time zones as stretches of time with one offset from UTC each, so that a search never meets a clock
change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` up to (not including) ``end``, both UTC, the wall clock is UTC + ``offset``. A stretch
    ends with a clock change or with the year."""

    start: datetime
    end: datetime
    offset: timedelta

    def moment(self, wall: datetime) -> datetime:
        """The moment in UTC at which the wall clock shows ``wall``."""
        return (wall - self.offset).replace(tzinfo=UTC)


def stretches_after(place: ZoneInfo, moment: datetime) -> Iterator[Stretch]:
    """The stretch that holds ``moment`` and those that follow it."""
    for year in range(moment.year, 9998):
        yield from (each for each in _stretches(place, year) if each.end > moment)


def stretches_before(place: ZoneInfo, moment: datetime) -> Iterator[Stretch]:
    """The stretch that holds ``moment`` and those before it, backwards."""
    for year in range(moment.year, 1, -1):
        yield from (each for each in reversed(_stretches(place, year)) if each.start <= moment)


@lru_cache(maxsize=4096)
def _stretches(place: ZoneInfo, year: int) -> tuple[Stretch, ...]:
    """The stretches of one year (in UTC), found by comparing the offset from day to day."""
    stretches = []
    start = day = datetime(year, 1, 1, tzinfo=UTC)
    end = datetime(year + 1, 1, 1, tzinfo=UTC)
    offset = _offset(place, start)
    while day < end:
        tomorrow = min(day + _DAY, end)
        new = _offset(place, tomorrow)
        if new != offset:
            change = _change(place, day, tomorrow)
            stretches.append(Stretch(start, change, offset))
            start, offset = change, new
        day = tomorrow
    if start < end:
        stretches.append(Stretch(start, end, offset))
    return tuple(stretches)


def _change(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second between the two with the offset of ``after``."""
    old = _offset(place, before)
    while after - before > _SECOND:
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(place, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(place: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(place).utcoffset() or timedelta(0)
