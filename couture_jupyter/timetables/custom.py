"""Timetables of people's own: classes by Airflow's protocol.

Their code runs where people's code may: in the process that reads a DAG file, in a task, and in a process of its own
that the engine asks. Elsewhere only their name and their summary are known: ``AuthorsTimetable``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.airflow_protocol import (
    DagRunInfo,
    DataInterval,
    TimeRestriction,
    as_pendulum,
    run_of,
)
from couture_jupyter.timetables.contract import TimetableRun, Window

__all__ = ["AuthorsTimetable", "CustomTimetable", "DagRunInfo", "DataInterval", "TimeRestriction", "Timetable"]


class Timetable:
    """What a timetable of one's own derives from, with Airflow's methods.

    ``next_dagrun_info`` and ``infer_manual_data_interval`` must be written; moments go in and come out aware.
    ``serialize`` gives what tells two of them apart, as JSON: when it changes, the DAG is planned anew.
    """

    description: str = ""
    can_be_scheduled: bool = True  # without it there are only runs by hand

    @property
    def summary(self) -> str:
        """The schedule in a few words."""
        return self.description or type(self).__name__

    def infer_manual_data_interval(self, *, run_after: datetime) -> DataInterval:
        """The data interval of a run that a person starts at ``run_after``."""
        raise NotImplementedError(f"{type(self).__name__} must have infer_manual_data_interval(self, *, run_after).")

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """The run after the one with that data interval (``None``: there was none), or ``None``."""
        raise NotImplementedError(
            f"{type(self).__name__} must have next_dagrun_info(self, *, last_automated_data_interval, restriction)."
        )

    def serialize(self) -> dict[str, Any]:
        """What it was made with, as JSON."""
        return {}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> Self:
        """One that was made with this."""
        return cls()

    def validate(self) -> None:
        """Raise ``AirflowTimetableInvalid`` when it cannot be followed."""


@dataclass(frozen=True, slots=True)
class CustomTimetable:
    """An author's timetable behind our contract."""

    kind: ClassVar[str] = "custom"
    author: Any

    def __post_init__(self) -> None:
        if callable(getattr(self.author, "validate", None)):
            self.author.validate()

    def runs(self, last: DataInterval | None, restriction: TimeRestriction) -> Iterator[TimetableRun]:
        """The runs that it names one after the other, without an end.

        Raises ``TimetableError`` when one does not come after the one before."""
        before: TimetableRun | None = None
        while getattr(self.author, "can_be_scheduled", True):
            given = last and DataInterval(*map(as_pendulum, last))
            info = self.author.next_dagrun_info(last_automated_data_interval=given, restriction=_given(restriction))
            if info is None:
                return
            run = self._checked(info)
            if before is not None and run.logical_date <= before.logical_date:
                raise TimetableError(
                    f"{self.name} named {run.logical_date.isoformat()} after {before.logical_date.isoformat()}: "
                    "logical dates must grow."
                )
            yield run
            before, last = run, DataInterval(*run.data_interval)

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first run after ``last``."""
        interval = None if last is None else DataInterval.exact(last)
        restriction = TimeRestriction(window.start, window.end, catchup=True)
        return next((run for run in self.runs(interval, restriction) if last is None or run.logical_date > last), None)

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest run that may have started; there is no way but to walk there."""
        newest = None
        for run in self.runs(None, TimeRestriction(window.start, window.end, catchup=True)):
            if run.run_after > moment:
                break
            newest = run
        return newest

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """What the author says."""
        found = self.author.infer_manual_data_interval(run_after=as_pendulum(moment))
        return run_of(DagRunInfo(moment, found)).data_interval

    @property
    def name(self) -> str:
        """The name of the author's class."""
        return type(self.author).__name__

    def summary(self) -> str:
        """The author's description or summary."""
        found = getattr(self.author, "summary", None)
        text = found() if callable(found) else found
        return str(getattr(self.author, "description", "") or text or self.name)

    def to_json(self) -> dict[str, Any]:
        """JSON: what the engine knows of it."""
        data = self.author.serialize() if hasattr(self.author, "serialize") else {}
        try:
            data = json.loads(json.dumps(data))
        except (TypeError, ValueError) as error:
            raise TimetableError(f"{self.name}.serialize() must give JSON: {error}.") from error
        return {"kind": self.kind, "name": self.name, "summary": self.summary(), "data": data}

    def _checked(self, info: Any) -> TimetableRun:
        try:
            run = run_of(info)
        except (AttributeError, TypeError, ValueError) as error:
            raise TimetableError(f"{self.name}.next_dagrun_info() must give a DagRunInfo, not {info!r}.") from error
        if run.data_interval[0] > run.data_interval[1]:
            raise TimetableError(f"{self.name} named a data interval that ends before it begins: {info!r}.")
        return run


@dataclass(frozen=True, slots=True)
class AuthorsTimetable:
    """An author's timetable where its code is not."""

    kind: ClassVar[str] = "custom"
    document: dict[str, Any]

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """Raises ``TimetableError``."""
        self._refuse()

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """Raises ``TimetableError``."""
        self._refuse()

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """Raises ``TimetableError``."""
        self._refuse()

    def summary(self) -> str:
        """As the author wrote it."""
        return str(self.document["summary"])

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return dict(self.document)

    def _refuse(self) -> NoReturn:
        raise TimetableError(f"The timetable {self.document['name']} can only be asked in a process of its own.")


def _given(restriction: TimeRestriction) -> TimeRestriction:
    earliest, latest, catchup = restriction
    return TimeRestriction(earliest and as_pendulum(earliest), latest and as_pendulum(latest), catchup)
