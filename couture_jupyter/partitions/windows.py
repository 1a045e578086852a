"""Windows: the parts that make up one period, or a fixed set of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions.arguments import MadeOfArguments


class Window(MadeOfArguments):
    """A stretch of partitions that go together: those that begin with the one that names it, or end with it."""

    class Direction(StrEnum):
        """Whether it begins or ends with the partition that names it."""

        FORWARD = "forward"
        BACKWARD = "backward"

    expected_decoded_type: ClassVar[type] = str

    def __init__(self, *, direction: Direction | str = Direction.FORWARD) -> None:
        self.direction = self.Direction(direction)

    def to_upstream(self, decoded_downstream: Any) -> Iterable[Any]:
        """The parts of what is decoded from a key."""
        raise NotImplementedError

    def arguments(self) -> dict[str, Any]:
        """How to make it anew, JSON."""
        return {"direction": self.direction.value}


class _Steps(Window):
    """So many steps of one length, on the wall clock."""

    expected_decoded_type: ClassVar[type] = datetime
    count: ClassVar[int]
    step: ClassVar[timedelta]

    def to_upstream(self, decoded_downstream: datetime) -> Iterable[datetime]:
        """The begin of each part."""
        return self._walk(decoded_downstream, lambda number: decoded_downstream + number * self.step)

    def _walk(self, start: datetime, at: Callable[[int], datetime]) -> list[datetime]:
        first = 1 - self.count if self.direction is self.Direction.BACKWARD else 0
        return [at(number) for number in range(first, first + self.count)]


class HourWindow(_Steps):
    """The 60 minutes of an hour."""

    count, step = 60, timedelta(minutes=1)


class DayWindow(_Steps):
    """The 24 hours of a day."""

    count, step = 24, timedelta(hours=1)


class WeekWindow(_Steps):
    """The seven days of a week."""

    count, step = 7, timedelta(days=1)


class _Months(_Steps):
    """So many months."""

    def to_upstream(self, decoded_downstream: datetime) -> Iterable[datetime]:
        """The first day of each month."""
        first = _first_of_month(decoded_downstream, self)
        return self._walk(first, lambda number: months_later(first, number))


class QuarterWindow(_Months):
    """The three months of a quarter."""

    count = 3


class YearWindow(_Months):
    """The twelve months of a year."""

    count = 12


class MonthWindow(Window):
    """The days of a month; backward: those after the first of the month before, up to this one's first."""

    expected_decoded_type: ClassVar[type] = datetime

    def to_upstream(self, decoded_downstream: datetime) -> Iterable[datetime]:
        """Midnight of each day."""
        first = _first_of_month(decoded_downstream, self)
        if self.direction is self.Direction.BACKWARD:
            before = months_later(first, -1)
            return [before + timedelta(days=number + 1) for number in range((first - before).days)]
        return [first + timedelta(days=number) for number in range((months_later(first, 1) - first).days)]


class SegmentWindow(Window):
    """A fixed set of keys, such as regions, whatever the key of the run is."""

    def __init__(self, segments: Iterable[str]) -> None:
        super().__init__()
        self.segments = tuple(sorted(set(segments))) if not isinstance(segments, str) else (segments,)
        if not self.segments or not all(isinstance(each, str) and each for each in self.segments):
            raise TimetableError("SegmentWindow takes one or more keys that are not empty.")

    def to_upstream(self, decoded_downstream: Any) -> Iterable[str]:
        """The keys."""
        return self.segments

    def arguments(self) -> dict[str, Any]:
        """The keys."""
        return {"segments": list(self.segments)}


def months_later(first: datetime, number: int) -> datetime:
    """The first of the month so many months later."""
    total = first.year * 12 + first.month - 1 + number
    return first.replace(year=total // 12, month=total % 12 + 1)


def _first_of_month(moment: datetime, window: Window) -> datetime:
    if moment.day != 1:
        raise ValueError(f"{type(window).__name__} begins on the first of a month, not on {moment.date()}.")
    return moment
