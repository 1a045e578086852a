"""The same stretch of time again and again: ``schedule=timedelta(hours=6)``, and a trigger at such a rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from couture_jupyter.timetables import lengths
from couture_jupyter.timetables.airflow_protocol import AnswersAirflow
from couture_jupyter.timetables.contract import EPOCH, TimetableRun, Window
from couture_jupyter.timetables.lengths import Length


def _count_after(anchor: datetime, every: Length, moment: datetime) -> int:
    """How many times ``every`` must pass from ``anchor`` until it is later than ``moment``; none before ``anchor``."""
    if moment < anchor:
        return 0
    if isinstance(every, timedelta):
        return (moment - anchor) // every + 1
    low = 0  # not later than ``moment``; the months differ in length, so the count is searched for
    high = max(1, int((moment - anchor) / lengths.approximate(every)))
    while lengths.later(anchor, every, high) <= moment:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if lengths.later(anchor, every, middle) <= moment:
            low = middle
        else:
            high = middle
    return high


@dataclass(frozen=True, slots=True)
class Interval(AnswersAirflow):
    """Logical dates are the start date plus whole multiples of ``delta``, counted from the epoch where there
    is no start date. As in Airflow, a run starts when its data interval is over. Real time, no time zone: an
    interval of a day is always 24 hours. ``delta`` may be a ``relativedelta`` such as a month."""

    delta: Length
    kind: ClassVar[str] = "interval"

    def __post_init__(self) -> None:
        lengths.check("The interval of a schedule", self.delta)

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first multiple after ``last``."""
        anchor = window.start or EPOCH
        return self._run(anchor, 0 if last is None else _count_after(anchor, self.delta, last), window)

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest run whose interval is over, without a walk."""
        anchor = window.start or EPOCH
        newest = _count_after(anchor, self.delta, moment) - 2
        if window.end is not None:
            newest = min(newest, _count_after(anchor, self.delta, window.end) - 1)
        return self._run(anchor, newest, window) if newest >= 0 else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The stretch of time that ends now."""
        return (lengths.earlier(moment, self.delta), moment)

    def summary(self) -> str:
        """A phrase."""
        return _every(self.delta)

    def to_json(self) -> dict[str, Any]:
        """JSON; the interval in seconds, or in its parts."""
        return {"kind": self.kind, "seconds": lengths.to_json(self.delta)}

    def _run(self, anchor: datetime, count: int, window: Window) -> TimetableRun | None:
        start = lengths.later(anchor, self.delta, count)
        if not window.allows(start):
            return None
        end = lengths.later(anchor, self.delta, _count_after(anchor, self.delta, start))
        return TimetableRun(start, (start, end), end)


@dataclass(frozen=True, slots=True)
class DeltaTrigger(AnswersAirflow):
    """A run starts at the start date and each time that ``delta`` has passed since (counted from the epoch where there
    is no start date). ``interval`` is the length of the data interval that ends there, none by default; the logical
    date is its begin."""

    delta: Length
    interval: Length = timedelta(0)
    kind: ClassVar[str] = "delta_trigger"

    def __post_init__(self) -> None:
        lengths.check("The delta of a schedule", self.delta)
        lengths.check("The data interval of a schedule", self.interval, may_be_nothing=True)

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first run with a logical date after ``last``."""
        anchor = window.start or EPOCH
        if last is None:
            return self._run(anchor, 0, window)
        count = _count_after(anchor, self.delta, lengths.end_of(last, self.interval))
        while (run := self._run(anchor, count, window)) and run.logical_date <= last:
            count += 1
        return run

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest run that has come."""
        anchor = window.start or EPOCH
        latest = moment if window.end is None else min(moment, window.end)
        count = _count_after(anchor, self.delta, latest) - 1
        return self._run(anchor, count, window) if count >= 0 else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The stretch of time that ends now."""
        return (lengths.earlier(moment, self.interval), moment)

    def summary(self) -> str:
        """A phrase."""
        return _every(self.delta)

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind, "delta": lengths.to_json(self.delta), "interval": lengths.to_json(self.interval)}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """The timetable that ``to_json`` wrote."""
        return cls(lengths.from_json(document["delta"]), lengths.from_json(document["interval"]))

    def _run(self, anchor: datetime, count: int, window: Window) -> TimetableRun | None:
        moment = lengths.later(anchor, self.delta, count)
        if not window.allows(moment):
            return None
        begin = lengths.earlier(moment, self.interval)
        return TimetableRun(begin, (begin, moment), moment)


def _every(length: Length) -> str:
    words = lengths.in_words(length)
    is_one = words.startswith("1 ") and words.count(" ") == 1
    return f"Every {words[2:] if is_one else words}"
