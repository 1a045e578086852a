"""The words in which Airflow's timetables are asked and answer.

*data interval*      start and end of the stretch of time whose data a run works on; its start is the logical date.
*time restriction*   the DAG's start and end date, and whether runs that are long due are wanted (``catchup``).
*run info*           a run as a timetable proposes it: its data interval, and the moment from which on it may start.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from couture_jupyter.arguments import utc
from couture_jupyter.timetables.contract import TimetableRun, Window

if TYPE_CHECKING:
    from couture_jupyter.timetables.contract import Timetable


class DataInterval(NamedTuple):
    """A stretch of time."""

    start: datetime
    end: datetime

    @classmethod
    def exact(cls, at: datetime) -> DataInterval:
        """One of no length."""
        return cls(at, at)


class TimeRestriction(NamedTuple):
    """When runs may be; ``None`` is open, both ends are included."""

    earliest: datetime | None
    latest: datetime | None
    catchup: bool


class DagRunInfo(NamedTuple):
    """A run to make."""

    run_after: datetime
    data_interval: DataInterval

    @classmethod
    def exact(cls, at: datetime) -> DagRunInfo:
        """A run at a moment."""
        return cls(at, DataInterval.exact(at))

    @classmethod
    def interval(cls, start: datetime, end: datetime) -> DagRunInfo:
        """A run on a stretch of time, when it is over."""
        return cls(end, DataInterval(start, end))

    @property
    def logical_date(self) -> datetime:
        """The start of its data interval."""
        return self.data_interval.start


class AnswersAirflow:
    """Airflow's questions, answered by a timetable of ours: timetables of people's own may hold one and ask it."""

    __slots__ = ()

    def infer_manual_data_interval(self: Timetable, *, run_after: datetime) -> DataInterval:
        """The data interval of a run by hand."""
        return DataInterval(*map(as_pendulum, self.manual_interval(_known(run_after))))

    def next_dagrun_info(
        self: Timetable, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """The run after the last one; without ``catchup`` the newest that is due, if several are."""
        window = Window(utc(restriction.earliest), utc(restriction.latest))
        last = last_automated_data_interval
        run = self.next_run(_known(last.start) if last else None, window)
        if run is not None and not restriction.catchup:
            newest = self.last_run_before(datetime.now(UTC), window)
            if newest is not None and newest.logical_date > run.logical_date:
                run = newest
        return _info(run) if run else None


def as_pendulum(moment: datetime) -> Any:
    """The moment as Airflow gives it to people's code."""
    import pendulum

    return pendulum.instance(moment)


def run_of(info: DagRunInfo) -> TimetableRun:
    """A run as ours propose it."""
    start, end = (_known(each) for each in info.data_interval)
    return TimetableRun(start, (start, end), _known(info.run_after))


def _info(run: TimetableRun) -> DagRunInfo:
    return DagRunInfo(as_pendulum(run.run_after), DataInterval(*map(as_pendulum, run.data_interval)))


def _known(moment: datetime) -> datetime:
    found = utc(moment)
    assert found is not None
    return found
