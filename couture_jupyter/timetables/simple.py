"""Timetables without a rhythm: never, once, and always again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.airflow_protocol import AnswersAirflow
from couture_jupyter.timetables.contract import EPOCH, TimetableRun, Window

_TICK = timedelta(microseconds=1)


def _at(moment: datetime) -> TimetableRun:
    return TimetableRun(moment, (moment, moment), moment)


@dataclass(frozen=True, slots=True)
class Never(AnswersAirflow):
    """``schedule=None``: the DAG runs only when a person or another DAG starts it."""

    kind: ClassVar[str] = "none"

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """Always ``None``."""
        return None

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """Always ``None``."""
        return None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The moment itself."""
        return (moment, moment)

    def summary(self) -> str:
        """A phrase."""
        return "Only by hand"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind}


@dataclass(frozen=True, slots=True)
class Once(AnswersAirflow):
    """``schedule="@once"``: one run, at ``at`` or, where that is ``None``, at the start date."""

    kind: ClassVar[str] = "once"
    at: datetime | None = None

    def __post_init__(self) -> None:
        if self.at is not None and self.at.tzinfo is None:
            raise TimetableError(f"Once() needs a moment with a time zone, and {self.at.isoformat()} has none.")
        if self.at is not None:
            object.__setattr__(self, "at", self.at.astimezone(UTC))

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The one run, unless there was one."""
        moment = self.at or window.start or EPOCH
        if last is not None or not window.allows(moment):
            return None
        return _at(moment)

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The one run, when its time has come."""
        run = self.next_run(None, window)
        return run if run and run.run_after <= moment else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The moment itself."""
        return (moment, moment)

    def summary(self) -> str:
        """A phrase."""
        if self.at is None:
            return "Once"
        return f"Once, at {self.at:%Y-%m-%d %H:%M} UTC"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind, "at": self.at.isoformat() if self.at else None}


@dataclass(frozen=True, slots=True)
class Continuous(AnswersAirflow):
    """``schedule="@continuous"``: the next run is due as soon as the one before is finished.

    A pure timetable cannot know that moment: ``next_run`` answers with the earliest logical date that is
    still free, and the engine, which starts a run only when none is active, uses the present moment instead.
    """

    kind: ClassVar[str] = "continuous"

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """A run that is due at once."""
        start = window.start or EPOCH
        moment = start if last is None else max(start, last + _TICK)
        return _at(moment) if window.allows(moment) else None

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """A run at ``moment`` itself."""
        return _at(moment) if window.allows(moment) else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The moment itself."""
        return (moment, moment)

    def summary(self) -> str:
        """A phrase."""
        return "Again as soon as the last run is finished"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind}
