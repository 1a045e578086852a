"""The views of a DAG at the HTTP edge. What comes by the thousand comes in columns: lists of the same length."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState
from couture_server.http.models import Answer, Moment, Query, Several, Text, Words

MOST_RUNS = 200

Numbers = list[float | None]


class GridQuery(Query):
    """Which runs, the newest by ``run_after`` first. ``before``: only those that come after this run in the list.
    ``dag_run_id`` names runs, ``task_id`` narrows the cells to some tasks; ``with_tasks=false`` leaves cells out."""

    limit: Annotated[int, Field(ge=1, le=MOST_RUNS)] = 25
    before: Text | None = None
    state: Several[DagRunState] = Field(default_factory=list)
    run_type: Several[DagRunType] = Field(default_factory=list)
    dag_run_id: Annotated[Words, Field(max_length=MOST_RUNS)] = Field(default_factory=list)
    task_id: Annotated[Words, Field(max_length=MOST_RUNS)] = Field(default_factory=list)
    with_tasks: bool = True


class GridCells(Answer):
    """Task instances in columns. Each row of them is those instances of a task that are in the same state: one for a
    task that is not mapped. ``task`` and ``state`` count in the grid's ``task_ids`` and ``states``. ``mapped``: how
    many mapped instances, 0 for a task that is not mapped. ``queued``, ``start`` and ``end`` are seconds after the
    run's ``queued_at``: the last queueing, the first start, the last end; null for what has not happened."""

    task: list[int]
    state: list[int]
    mapped: list[int]
    try_number: list[int]
    queued: Numbers
    start: Numbers
    end: Numbers


class GridRun(Answer):
    """A run and its cells."""

    dag_run_id: str
    state: DagRunState
    run_type: DagRunType
    logical_date: Moment
    run_after: Moment
    queued_at: Moment
    start_date: Moment | None
    end_date: Moment | None
    version_number: int
    partition_key: str | None
    note: str | None
    cells: GridCells


class Grid(Answer):
    """Runs side by side, the newest first. ``has_more``: there are older ones that fit."""

    dag_id: str
    task_ids: list[str]
    states: list[TaskInstanceState | None]
    runs: list[GridRun]
    has_more: bool


class MappedGridQuery(Query):
    """In which runs."""

    dag_run_id: Annotated[Words, Field(max_length=MOST_RUNS)] = Field(default_factory=list)


class MappedCells(Answer):
    """The mapped instances of a task in a run, in columns; the times as in the grid's cells. ``label`` is the rendered
    ``map_index_template``."""

    dag_run_id: str
    map_index: list[int]
    label: list[str | None]
    state: list[TaskInstanceState | None]
    try_number: list[int]
    queued: Numbers
    start: Numbers
    end: Numbers


class MappedGrid(Answer):
    """The mapped instances of a task, run by run."""

    dag_id: str
    task_id: str
    runs: list[MappedCells]


class TimelineTry(Answer):
    """One try of a task instance; the number 0 is of one that was not tried yet."""

    task_id: str
    map_index: int
    label: str | None
    try_number: int
    state: TaskInstanceState | None
    queued_at: Moment | None
    start_date: Moment | None
    end_date: Moment | None


class TimelineTask(Answer):
    """A task of the run's DAG version, in the DAG's order."""

    task_id: str
    label: str
    task_group: str | None
    upstream: list[str]


class TimelineGroup(Answer):
    """A task group of the run's DAG version, outer groups before inner ones."""

    group_id: str
    label: str
    parent: str | None


class InstanceCount(Answer):
    """How many instances of a task are in a state."""

    state: TaskInstanceState | None
    count: int


class TimelineMany(Answer):
    """All mapped instances of a task together: when the first began and the last ended."""

    task_id: str
    counts: list[InstanceCount]
    queued_at: Moment | None
    start_date: Moment | None
    end_date: Moment | None


class Timeline(Answer):
    """The course of a run: the tries of its tasks, and what depends on what.

    Of a task with more than 200 mapped instances ``tries`` holds those of 200, first those that failed or run, then by
    their map index; ``many`` counts all of them.
    """

    dag_id: str
    dag_run_id: str
    state: DagRunState
    run_after: Moment
    queued_at: Moment
    start_date: Moment | None
    end_date: Moment | None
    version_number: int
    tasks: list[TimelineTask]
    task_groups: list[TimelineGroup]
    tries: list[TimelineTry]
    many: list[TimelineMany]


def _in_range(day: date) -> date:
    if not 1900 <= day.year <= 9000:
        raise ValueError("must be between the years 1900 and 9000")
    return day


Day = Annotated[date, AfterValidator(_in_range)]


class CalendarQuery(Query):
    """From which day to which, both with them; at most 400 days."""

    first: Day
    last: Day


class RunCount(Answer):
    """How many runs are in a state."""

    state: DagRunState
    count: int


class CalendarDay(Answer):
    """The runs that were due on a day."""

    day: date
    counts: list[RunCount]


class Calendar(Answer):
    """The days with runs, in the DAG's time zone."""

    dag_id: str
    timezone: str
    days: list[CalendarDay]


class PlannedDay(Answer):
    """How many runs are to come on a day."""

    day: date
    count: int


class PlannedDays(Answer):
    """The days with runs to come, in the DAG's time zone; while it is off (``is_paused``), as they come once it is on.
    ``known_until``: so many are to come that they were counted only until then."""

    dag_id: str
    timezone: str
    is_paused: bool
    days: list[PlannedDay]
    known_until: Moment | None
