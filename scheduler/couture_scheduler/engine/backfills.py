"""Backfills: which runs lie between two dates, and what becomes of each.

A *backfill* makes the runs of a DAG whose logical dates lie between two dates, both included, whether or not the
schedule ever made them: the start and end date of the DAG do not bound it. Only what is over is made: a data interval
that ends in the future waits for the schedule.

*Days* are the logical dates of a backfill, in the order in which they run; most schedules have one a day. Where a run
exists already, ``Reprocess`` decides.

Source: the chapter on backfills of Airflow's documentation (3.x).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import FINISHED_RUN_STATES, DagRunState
from couture_jupyter.timetables import EPOCH, DeltaTrigger, Interval, Timetable, TimetableRun, Window
from couture_jupyter.timetables.lengths import approximate, later

MOST_DAYS = 10_000
MOST_AT_ONCE = 1_000
AT_ONCE = 10
_TICK = timedelta(microseconds=1)
_PARTITIONED = ("partitioned_assets", "partitioned_at_runtime")
_NO_DAYS = frozenset({"none", "once", "continuous", "file", "after", "assets", *_PARTITIONED})


class Reprocess(StrEnum):
    """What happens where a run exists that has ended."""

    NONE = "none"  # it stays as it is
    FAILED = "failed"  # it runs again if it failed
    COMPLETED = "completed"  # it runs again


class DayProblem(StrEnum):
    """Why a day gets no run."""

    IN_FLIGHT = "in flight"  # a run of that date is queued or running
    ALREADY_EXISTS = "already exists"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"  # it could not be made


def has_days(timetable: Timetable) -> bool:
    """Whether a schedule names moments in advance; those that follow events, and none, do not."""
    return timetable.kind not in _NO_DAYS


def days(
    spec: DagSpec, timetable: Timetable, from_date: datetime, to_date: datetime, now: datetime, *, most: int = MOST_DAYS
) -> list[TimetableRun]:
    """The runs from ``from_date`` to ``to_date`` whose data interval is over, the oldest first; one more than ``most``
    when there are more."""
    return list(islice(_days(spec, timetable, from_date, to_date, now), most + 1))


def _days(
    spec: DagSpec, timetable: Timetable, from_date: datetime, to_date: datetime, now: datetime
) -> Iterator[TimetableRun]:
    window = _window(spec, timetable, from_date)
    run = timetable.next_run(from_date - _TICK, window)
    while run is not None and run.logical_date <= to_date and max(run.data_interval[1], run.run_after) <= now:
        if run.logical_date >= from_date:
            yield run
        run = timetable.next_run(run.logical_date, window)


def _window(spec: DagSpec, timetable: Timetable, from_date: datetime) -> Window:
    """Without the DAG's dates. Multiples of a length are counted from the start date, also backwards."""
    if not isinstance(timetable, Interval | DeltaTrigger):
        return Window()
    every = timetable.delta
    anchor = spec.start_date or EPOCH
    back = max(0, -((from_date - anchor) // approximate(every)))
    while back and later(anchor, every, -back) > from_date:
        back += 1
    return Window(later(anchor, every, -back))


def problem_of(existing: DagRunState | None, reprocess: Reprocess) -> DayProblem | None:
    """Why a day whose run is in this state gets none; ``None``: it gets one, or its run runs again."""
    if existing is None:
        return None
    if existing not in FINISHED_RUN_STATES:
        return DayProblem.IN_FLIGHT
    again = reprocess is Reprocess.COMPLETED or (reprocess is Reprocess.FAILED and existing is DagRunState.FAILED)
    return None if again else DayProblem.ALREADY_EXISTS


def looks_back(spec: DagSpec) -> bool:
    """Whether a task of the DAG depends on the run before."""
    return any(task.depends_on_past or task.wait_for_downstream for task in spec.tasks)


def room(max_active_runs: int, active: int, waiting: int) -> int:
    """How many of the waiting days may begin while ``active`` runs of the backfill have not ended."""
    return max(0, min(waiting, max_active_runs - active))
