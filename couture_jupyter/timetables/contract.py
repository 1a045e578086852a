"""What every timetable promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol, runtime_checkable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TimetableRun:
    """One run as a timetable proposes it. All moments are aware datetimes in UTC."""

    logical_date: datetime
    data_interval: tuple[datetime, datetime]
    run_after: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """The author's start and end date in UTC; logical dates lie within, both ends included; ``None`` is
    open."""

    start: datetime | None = None
    end: datetime | None = None

    def allows(self, moment: datetime) -> bool:
        """Whether ``moment`` may be a logical date."""
        return (self.start is None or moment >= self.start) and (self.end is None or moment <= self.end)


@runtime_checkable
class Timetable(Protocol):
    """Says when runs are due. Pure: the same question has the same answer at any time, in any process.

    Moments that go in and come out are aware datetimes in UTC.
    """

    kind: ClassVar[str]

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first run in ``window`` whose logical date is after ``last``, the logical date of the last
        automated run (``None``: there was none). ``None``: no run will come.

        A window without a start begins at the epoch: whoever plans decides what to do with runs that are long
        over.
        """

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest run in ``window`` that may have started at ``moment`` (``run_after <= moment``), found
        without walking through all the runs before it."""

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The data interval of a run that a person starts at ``moment``."""

    def summary(self) -> str:
        """The schedule as a readable phrase, e.g. "At 09:00 every day"; the time zone is not part of it."""

    def to_json(self) -> dict[str, Any]:
        """A JSON-safe dict that :func:`couture_jupyter.timetables.from_json` reads back."""
