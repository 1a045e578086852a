"""A run at each of some named moments: matches, holidays, releases."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from couture_jupyter.arguments import moment as aware
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.airflow_protocol import AnswersAirflow
from couture_jupyter.timetables.contract import TimetableRun, Window


class EventsTimetable(AnswersAirflow):
    """A run at each of ``event_dates``; the event is its logical date.

    Args:
        event_dates: moments with a time zone, in any order; doubles count once.
        restrict_to_events: a run by hand is for the newest event that is past (the first one when none is), not for
            the moment at which it is started.
        presorted: taken, as Airflow has it; they are sorted anyway.
        description: the schedule in words.
    """

    kind: ClassVar[str] = "events"
    __slots__ = ("description", "event_dates", "restrict_to_events")

    def __init__(
        self,
        event_dates: Iterable[datetime],
        restrict_to_events: bool = False,
        presorted: bool = False,
        description: str | None = None,
    ) -> None:
        self.event_dates = tuple(sorted({_event(each) for each in event_dates}))
        self.restrict_to_events = bool(restrict_to_events)
        self.description = description

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first event after ``last``."""
        coming = self.event_dates if last is None else self.event_dates[bisect_right(self.event_dates, last) :]
        return next((_run(event) for event in coming if window.allows(event)), None)

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest event that has come."""
        past = reversed(self.event_dates[: bisect_right(self.event_dates, moment)])
        return next((_run(event) for event in past if window.allows(event)), None)

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The moment itself, or the event that it is restricted to."""
        if self.restrict_to_events and self.event_dates:
            moment = self.event_dates[max(0, bisect_right(self.event_dates, moment) - 1)]
        return (moment, moment)

    def summary(self) -> str:
        """A phrase."""
        if self.description is not None:
            return self.description
        if len(self.event_dates) == 1:
            return f"Once, at {self.event_dates[0]:%Y-%m-%d %H:%M} UTC"
        if not self.event_dates:
            return "No events"
        first, last = self.event_dates[0], self.event_dates[-1]
        return f"{len(self.event_dates)} events between {first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M} UTC"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {
            "kind": self.kind,
            "event_dates": [event.isoformat() for event in self.event_dates],
            "restrict_to_events": self.restrict_to_events,
            "description": self.description,
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """The timetable that ``to_json`` wrote."""
        dates = [datetime.fromisoformat(event) for event in document["event_dates"]]
        return cls(dates, document["restrict_to_events"], description=document["description"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EventsTimetable) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.event_dates, self.restrict_to_events, self.description))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({[event.isoformat() for event in self.event_dates]!r})"


def _event(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TimetableError(f"An event needs a time zone, and {value.isoformat()} has none.")
    found = aware("An event of the schedule", value)
    if found is None:
        raise TimetableError("An event is a moment, not None.")
    return found.astimezone(UTC)


def _run(event: datetime) -> TimetableRun:
    return TimetableRun(event, (event, event), event)
