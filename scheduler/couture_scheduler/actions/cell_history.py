"""What a person may ask about the cells of a notebook: what each took, what is usual, how long a run still takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.comparing.cell_times import Estimate, Usual, estimate, slow_down, usual
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.cells import SUCCESS, TAKEN_OVER, CellRun, Journal, PlannedCell, read_journal
from couture_scheduler.store import cell_runs
from couture_scheduler.store.cell_runs import CellRecord, RunOfTask
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord

RUNS = 20  # earlier runs that are looked at


@dataclass(frozen=True, slots=True)
class CellPoint:
    """One cell in one earlier run."""

    run_id: str
    try_number: int
    cell: CellRun


@dataclass(frozen=True, slots=True)
class CellOfRun:
    """One cell of the run that is looked at, and what it took in earlier ones.

    ``number`` counts the code cells from 1. ``state`` is ``success``, ``failed``, ``taken_over``, ``running`` or
    ``waiting``; ``ran_in_try`` is the try in which it really ran. ``slow`` is a sentence when it has become slow.
    """

    number: int
    planned: PlannedCell
    state: str
    run: CellRun | None
    ran_in_try: int | None
    usual: Usual | None
    slow: str
    earlier: list[CellPoint]


@dataclass(frozen=True, slots=True)
class RunEstimate:
    """When a running task or run is expected to end; ``at_least`` where something is to come that never ran before."""

    ends_at: datetime
    seconds_left: float
    at_least: bool


@dataclass(frozen=True, slots=True)
class CellHistory:
    """The cells of a task in one run, by their place, with the runs before it (the oldest first)."""

    dag_id: str
    task_id: str
    run_id: str
    try_number: int
    cells: list[CellOfRun]
    earlier_runs: list[RunOfTask]
    estimate: RunEstimate | None


@needs("runs:read")
def history(
    ctx: ActionContext,
    dag_id: str,
    task_id: str,
    *,
    run_id: str | None = None,
    try_number: int | None = None,
    map_index: int = -1,
    limit: int = RUNS,
) -> CellHistory:
    """What the cells took in a run (by default the newest one that has any) and in at most ``limit`` before it.
    ``NotFoundError`` when no cell of this task has ever run."""
    with ctx.store.reading() as tx:
        run, task = _one(tx, dag_id, task_id, run_id, map_index)
        number = try_number or task.try_number
        stored = cell_runs.of_task_instance(tx, task.id)
        before = cell_runs.newest_runs(tx, dag_id, task_id, limit, map_index, run.sort_at)[::-1]
        records = cell_runs.of_task_instances(tx, [each.task_instance_id for each in before])
    journal = _journal(ctx, run, task, number, stored)
    cells = _cells(journal, stored, number, _points(before, records))
    is_at_work = task.state is TaskInstanceState.RUNNING and number == task.try_number
    left = _left(journal, cells, ctx.clock()) if is_at_work else None
    return CellHistory(dag_id, task_id, run.run_id, number, cells, before, left)


@needs("runs:read")
def estimate_run(ctx: ActionContext, dag_id: str, run_id: str) -> RunEstimate | None:
    """When a run is expected to end, judged by its running notebooks; ``None`` when nothing is known of them."""
    from couture_scheduler.store import task_instances

    with ctx.store.reading() as tx:
        tasks = task_instances.of_run(tx, find.run(tx, dag_id, run_id).id)
    found = [
        each
        for task in tasks
        if task.state is TaskInstanceState.RUNNING and task.progress
        if (each := history(ctx, dag_id, task.task_id, run_id=run_id, map_index=task.map_index).estimate)
    ]
    if not found:
        return None
    last = max(found, key=lambda each: each.ends_at)
    more = any(task.ended_at is None and task.state is not TaskInstanceState.RUNNING for task in tasks)
    return RunEstimate(last.ends_at, last.seconds_left, more or any(each.at_least for each in found))


def _one(
    tx: Transaction, dag_id: str, task_id: str, run_id: str | None, map_index: int
) -> tuple[DagRunRecord, TaskInstanceRecord]:
    if run_id is None:
        find.dag(tx, dag_id)
        newest = cell_runs.newest_runs(tx, dag_id, task_id, 1, map_index)
        if not newest:
            raise NotFoundError(f"No cell of the task {task_id!r} of {dag_id!r} has run yet.")
        run_id = newest[0].run_id
    run = find.run(tx, dag_id, run_id)
    return run, find.task(tx, run, task_id, map_index)


def _journal(
    ctx: ActionContext, run: DagRunRecord, task: TaskInstanceRecord, number: int, stored: Sequence[CellRecord]
) -> Journal:
    """The try's own file, which is there first; without it what the store has."""
    place = (run.dag_id, run.run_id, task.task_id, task.map_index, number)
    journal = read_journal(layout.try_folder(ctx.settings.runs_folder, *place))
    if journal.plan or journal.runs:
        return journal
    runs = tuple(each.cell for each in stored if each.try_number == number)
    return Journal(tuple(PlannedCell(each.index, each.cell_id, each.key, each.source_hash, "") for each in runs), runs)


def _cells(
    journal: Journal, stored: Sequence[CellRecord], number: int, points: dict[str, list[CellPoint]]
) -> list[CellOfRun]:
    ran = {each.index: each for each in journal.runs}
    taken = [each for each in ran.values() if all(each.index != plan.index for plan in journal.plan)]
    planned = [
        *journal.plan,
        *(PlannedCell(each.index, each.cell_id, each.key, each.source_hash, "") for each in taken),
    ]
    found = []
    for place, plan in enumerate(sorted(planned, key=lambda each: each.index), 1):
        run = ran.get(plan.index)
        earlier = points.get(plan.key) or points.get(plan.source_hash, [])
        same = usual([each.cell.seconds for each in earlier if each.cell.source_hash == plan.source_hash])
        slow = slow_down(run.seconds, same) if run and run.state == SUCCESS else ""
        state = run.state if run else "running" if journal.running == plan.index else "waiting"
        tried = _ran_in(run, stored, number)
        found.append(CellOfRun(place, plan, state, run, tried, same, slow, earlier))
    return found


def _ran_in(run: CellRun | None, stored: Sequence[CellRecord], number: int) -> int | None:
    """The try in which the cell really ran: one that was taken over has the start of the earlier one."""
    if run is None or run.state != TAKEN_OVER:
        return number if run else None
    return next(
        (
            each.try_number
            for each in stored
            if each.cell.key == run.key and each.cell.started_at == run.started_at and each.cell.state != TAKEN_OVER
        ),
        None,
    )


def _points(runs: Sequence[RunOfTask], records: Sequence[CellRecord]) -> dict[str, list[CellPoint]]:
    """By key, and by source for a notebook that was written anew; the oldest first. Of each run the try in which the
    cell last succeeded."""
    by_id = {run.task_instance_id: run for run in runs}
    ran = [each for each in records if each.cell.state == SUCCESS and each.task_instance_id in by_id]
    newest = {(each.task_instance_id, name): each for each in ran for name in (each.cell.key, each.cell.source_hash)}
    order = {run.task_instance_id: place for place, run in enumerate(runs)}
    found: dict[str, list[CellPoint]] = {}
    for (instance, name), record in sorted(newest.items(), key=lambda each: order[each[0][0]]):
        found.setdefault(name, []).append(CellPoint(by_id[instance].run_id, record.try_number, record.cell))
    return found


def _left(journal: Journal, cells: Sequence[CellOfRun], now: datetime) -> RunEstimate | None:
    usually = {each.planned.key: known for each in cells if (known := _expected(each)) is not None}
    done = {each.planned.key: each.run.seconds for each in cells if each.run and each.state == SUCCESS}
    to_come = [each.planned.key for each in cells if each.state == "waiting"]
    running = next((each.planned.key for each in cells if each.state == "running"), None)
    since = max(0.0, (now - journal.running_since).total_seconds()) if journal.running_since else 0.0
    found: Estimate | None = estimate(to_come, done, usually, (running, since) if running else None)
    if found is None:
        return None
    return RunEstimate(now + timedelta(seconds=found.seconds), found.seconds, found.at_least)


def _expected(cell: CellOfRun) -> float | None:
    """What the cell usually takes; one whose source is new is judged by its older source."""
    known = cell.usual or usual([each.cell.seconds for each in cell.earlier])
    return known.seconds if known else None
