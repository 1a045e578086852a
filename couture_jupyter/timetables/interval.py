"""The same stretch of time again and again: ``schedule=timedelta(hours=6)``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.contract import EPOCH, TimetableRun, Window

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True)
class Interval:
    """Logical dates are the start date plus whole multiples of ``every``, counted from the epoch where there
    is no start date. As in Airflow, a run starts when its data interval is over. Real time, no time zone: an
    interval of a day is always 24 hours."""

    every: timedelta
    kind: ClassVar[str] = "interval"

    def __post_init__(self) -> None:
        if self.every <= timedelta(0):
            raise TimetableError(f"The interval of a schedule must be longer than nothing, and {self.every} is not.")

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first multiple after ``last``."""
        anchor = window.start or EPOCH
        count = 0 if last is None or last < anchor else (last - anchor) // self.every + 1
        return self._run(anchor, count, window)

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest run whose interval is over, by division."""
        anchor = window.start or EPOCH
        newest = (moment - anchor) // self.every - 1
        if window.end is not None:
            newest = min(newest, (window.end - anchor) // self.every)
        return self._run(anchor, newest, window) if newest >= 0 else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The stretch of time that ends now."""
        return (moment - self.every, moment)

    def summary(self) -> str:
        """A phrase."""
        parts, rest = [], self.every.total_seconds()
        for seconds, unit in _UNITS:
            count, rest = divmod(rest, seconds)
            if count:
                parts.append(f"{count:g} {unit}{'s' if count != 1 else ''}")
        if rest:
            parts.append(f"{rest * 1000:g} milliseconds")
        words = " ".join(parts)
        return f"Every {words[2:] if len(parts) == 1 and words.startswith('1 ') else words}"

    def to_json(self) -> dict[str, Any]:
        """JSON; the interval in seconds."""
        return {"kind": self.kind, "seconds": self.every.total_seconds()}

    def _run(self, anchor: datetime, count: int, window: Window) -> TimetableRun | None:
        start = anchor + count * self.every
        if not window.allows(start):
            return None
        return TimetableRun(start, (start, start + self.every), start + self.every)
