"""What the views of a DAG's page show: many runs side by side, the course of one run, the days of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState
from couture_scheduler.actions import find, next_runs
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.store import grid as grids
from couture_scheduler.store import run_days, run_listing, timelines, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.grid import GridCells, MappedCell
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.timelines import ManyInstances, TimelineTry

NEWEST_FIRST = "-run_after"
MOST_PLANNED = 1000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GridRun:
    """A run with the number of its DAG version and the cells of its tasks."""

    run: DagRunRecord
    version_number: int
    cells: GridCells


@dataclass(frozen=True, slots=True)
class Grid:
    """Runs, the newest first, with the cells of their tasks. ``has_more``: older runs that fit exist."""

    runs: list[GridRun]
    has_more: bool


@dataclass(frozen=True, slots=True)
class MappedGrid:
    """The mapped instances of a task in some runs."""

    runs: list[DagRunRecord]
    cells: list[MappedCell]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A run with its tries, and the DAG version that says what depends on what. ``many``: the tasks with so many mapped
    instances that not each has its tries."""

    run: DagRunRecord
    version_number: int
    spec: DagSpec
    tries: list[TimelineTry]
    many: list[ManyInstances]


@dataclass(frozen=True, slots=True)
class Calendar:
    """How many runs were due on the days of the DAG's time zone, by their states."""

    timezone: str
    days: dict[date, dict[DagRunState, int]]


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """How many runs are to come on the days of the DAG's time zone: while it is off, once it is on again.
    ``known_until``: so many are to come that they were counted only until then."""

    timezone: str
    is_paused: bool
    days: dict[date, int]
    known_until: datetime | None


@needs("runs:read")
def grid(
    ctx: ActionContext,
    wanted: RunFilter,
    limit: int,
    *,
    before: str | None = None,
    task_ids: Sequence[str] = (),
    with_tasks: bool = True,
) -> Grid:
    """The newest runs of a DAG (``wanted`` names one), or those before the run ``before``."""
    (dag_id,) = wanted.dag_ids
    with ctx.store.reading() as tx:
        find.dag(tx, dag_id)
        if before is not None:
            wanted = replace(wanted, due_before=find.run(tx, dag_id, before))
        found = run_listing.page(tx, wanted, NEWEST_FIRST, limit + 1, 0)
        runs = found[:limit]
        of_runs = grids.cells(tx, [run.id for run in runs], task_ids) if with_tasks else {}
        known = versions.summaries(tx, sorted({run.version_id for run in runs}))
        columns = [GridRun(run, known[run.version_id].number, of_runs.get(run.id, GridCells())) for run in runs]
        return Grid(columns, len(found) > limit)


@needs("runs:read")
def mapped_grid(ctx: ActionContext, dag_id: str, task_id: str, run_ids: Sequence[str]) -> MappedGrid:
    """The mapped instances of a task in these runs."""
    with ctx.store.reading() as tx:
        find.dag(tx, dag_id)
        wanted = RunFilter(dag_ids=(dag_id,), run_ids=tuple(run_ids))
        runs = run_listing.page(tx, wanted, NEWEST_FIRST, len(run_ids), 0)
        return MappedGrid(runs, grids.mapped_cells(tx, [run.id for run in runs], task_id))


@needs("runs:read")
def timeline(ctx: ActionContext, dag_id: str, run_id: str) -> Timeline:
    """The course of a run."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        version = versions.get_many(tx, [run.version_id])[run.version_id]
        tries, many = timelines.of_run(tx, run.id), timelines.many_of_run(tx, run.id)
        return Timeline(run, version.number, version.spec, tries, many)


@needs("runs:read")
def calendar(ctx: ActionContext, dag_id: str, first: date, last: date) -> Calendar:
    """The runs that were due from one day to another."""
    with ctx.store.reading() as tx:
        record = find.dag(tx, dag_id)
        zone = ZoneInfo(record.timezone)
        counted = run_days.counts(tx, dag_id, _midnight(first, zone), _midnight(last + _DAY, zone))
    days: dict[date, dict[DagRunState, int]] = {}
    for each in counted:
        of_day = days.setdefault(each.since.astimezone(zone).date(), {})
        of_day[each.state] = of_day.get(each.state, 0) + each.number
    return Calendar(record.timezone, days)


@needs("dags:read")
def planned_days(ctx: ActionContext, dag_id: str, first: date, last: date) -> PlannedDays:
    """The runs that are to come from one day to another."""
    with ctx.store.reading() as tx:
        record = find.dag(tx, dag_id)
    zone, now = ZoneInfo(record.timezone), ctx.clock()
    begin, end = _midnight(first, zone), _midnight(last + _DAY, zone)
    found = next_runs.get(ctx, dag_id, MOST_PLANNED, end)
    days: dict[date, int] = {}
    for run in found.runs:
        if run.run_after >= max(begin, now):
            day = run.run_after.astimezone(zone).date()
            days[day] = days.get(day, 0) + 1
    return PlannedDays(record.timezone, record.is_paused, days, found.runs[-1].run_after if found.is_cut else None)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
