"""Clear: task instances get no state again and run anew, and so does their run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.serialization.shape import tasks_of_run
from couture_jupyter.states import (
    ACTIVE_TASK_STATES,
    FINISHED_RUN_STATES,
    FINISHED_TASK_STATES,
    DagRunState,
    TaskInstanceState,
)
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.markers import follow_markers
from couture_scheduler.actions.selecting import FAILED, RunPart, Selection, TaskName, merged, select
from couture_scheduler.actions.task_details import TaskDetails, details
from couture_scheduler.actions.which_code import is_newest
from couture_scheduler.engine.subset import reach
from couture_scheduler.engine.transitions import run_allowed_from
from couture_scheduler.errors import ConflictError
from couture_scheduler.events import Change
from couture_scheduler.files import kernel_notes, layout
from couture_scheduler.store import dag_runs, task_instances, task_states, xcoms
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskChange, TaskInstanceRecord

FRESH: dict[str, None] = task_instances.ENDED | dict.fromkeys(
    ("retry_at", "queued_at", "started_at", "ended_at", "pid", "process_started", "progress", "error", "error_name")
)


@dataclass(frozen=True, slots=True)
class Clearing:
    """How to clear.

    Attributes:
        reset_runs: runs that have ended go on; without it only the task instances are reset.
        on_latest_version: the runs get the DAG's newest code first; ``None``: as the DAG says, else their own.
        prevent_running: refuse while one of them runs, instead of ending it.
        dependent_dags: follow ``ExternalTaskMarker`` into other DAGs.
        note: a note on each task instance.
        keep_task_state: what a task instance keeps in its state store stays; else it starts over without.
    """

    reset_runs: bool = True
    on_latest_version: bool | None = None
    prevent_running: bool = False
    dependent_dags: bool = True
    note: str | None = None
    keep_task_state: bool = False


_GO_ON = Clearing(dependent_dags=False, keep_task_state=True)  # a retry by hand is one more try


@needs("runs:edit")
def clear_selected(
    ctx: ActionContext, dag_id: str, wanted: Selection, how: Clearing | None = None, *, dry_run: bool = False
) -> list[TaskDetails]:
    """Run the selected task instances again, with the setups and teardowns that they need. What runs is ended first.

    Returns all concerned, as they were before; with ``dry_run`` nothing is changed.
    """
    with ctx.store.transaction() if not dry_run else ctx.store.reading() as tx:
        chosen = _decided(tx, dag_id, how or Clearing())
        parts = _parts(tx, dag_id, wanted, chosen, lock=not dry_run)
        for other in sorted({part.run.dag_id for part in parts}):
            ctx.require("runs:edit", other)
        concerned = [(part, [task for task in part.chosen if _is_clearable(part, task)]) for part in parts]
        if chosen.prevent_running:
            _refuse_running([task for _, tasks in concerned for task in tasks])
        told = [each for part, tasks in concerned if tasks for each in details(tx, part.run, tasks)]
        if not dry_run:
            for part, tasks in concerned:
                _clear_part(ctx, tx, part, tasks, chosen, is_asked=part.run.dag_id == dag_id)
    if not dry_run:
        ctx.tell(*(_change(part.run, ctx) for part, tasks in concerned if tasks or chosen.on_latest_version))
    return told


@needs("runs:edit")
def clear(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    *,
    task_ids: Collection[TaskName] | None = None,
    only_failed: bool = False,
    upstream: bool = False,
    downstream: bool = True,
    on_latest_version: bool | None = None,
    note: str | None = None,
    dry_run: bool = False,
) -> list[TaskInstanceRecord]:
    """Run tasks of one run again: the named ones (all when none are named) with what stands upstream or downstream of
    them; of all these only what failed with ``only_failed``. The note goes on the run."""
    names = None if task_ids is None else tuple(task_ids)
    wanted = Selection(run_id, names, upstream, downstream, only_failed=only_failed)
    told = clear_selected(ctx, dag_id, wanted, Clearing(on_latest_version=on_latest_version), dry_run=dry_run)
    if note is not None and not dry_run:
        with ctx.store.transaction() as tx:
            dag_runs.set_note(tx, find.run(tx, dag_id, run_id).id, note)
    return [each.task for each in told]


@needs("runs:edit")
def add_new_tasks(ctx: ActionContext, dag_id: str, run_id: str, *, dry_run: bool = False) -> list[TaskSpec]:
    """Move a run to the newest version of its DAG and run the tasks that are new there; the others stay as they are.
    The new tasks; with ``dry_run`` nothing is changed."""
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        spec = find.version(tx, dag_id).spec
        found = task_instances.of_run(tx, run.id, lock=not dry_run)
        known = {task.task_id for task in found}
        new = [each for each in tasks_of_run(spec, run.run_type, run.logical_date) if each.task_id not in known]
        if not dry_run:
            _move_to_latest(tx, run, spec, found)
            if new:
                resume_run(tx, run, f"Continued by {ctx.actor.name} with new tasks.", ctx.clock())
            ctx.audit(tx, "add_new_tasks", dag_id=dag_id, run_id=run_id, details=_names(task.task_id for task in new))
    if not dry_run:
        ctx.tell(_change(run, ctx))
    return new


@needs("runs:edit")
def retry(ctx: ActionContext, dag_id: str, run_id: str) -> list[TaskInstanceRecord]:
    """Run what failed, and all that stands downstream of it, again; of a stopped run also what was skipped with it.

    Raises ``ConflictError`` when nothing failed.
    """
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        failed = tuple(_key(task) for task in task_instances.of_run(tx, run.id) if _failed_in(run, task))
    if not failed:
        raise ConflictError(f"In the run {run_id!r} nothing failed: there is nothing to retry.")
    told = clear_selected(ctx, dag_id, Selection(run_id, failed, downstream=True), _GO_ON)
    return [each.task for each in told]


def clear_tasks(
    ctx: ActionContext,
    tx: Transaction,
    run: DagRunRecord,
    spec: DagSpec,
    tasks: Collection[TaskInstanceRecord],
    *,
    reset_run: bool = True,
    keep_task_state: bool = False,
) -> None:
    """Clear these task instances and have their run go on."""
    if not tasks:
        return
    because = f"Cleared by {ctx.actor.name}."
    specs = {task.task_id: task for task in spec.tasks}
    changes = [_cleared(task, specs.get(task.task_id), because) for task in tasks]
    if task_instances.apply(tx, changes):
        raise ConflictError("Its tasks changed meanwhile. Look at the run again.")
    forget_results(ctx, tx, run, tasks, keep_task_state=keep_task_state)
    if reset_run:
        resume_run(tx, run, because, ctx.clock())


def forget_results(
    ctx: ActionContext,
    tx: Transaction,
    run: DagRunRecord,
    tasks: Collection[TaskInstanceRecord],
    *,
    keep_task_state: bool = False,
) -> None:
    """What task instances that start over have left for other tasks and for themselves goes."""
    for task in tasks:  # they start over, though somebody may have asked before to go on from an earlier try
        kernel_notes.forget_resume_note(
            layout.try_folder(
                ctx.settings.runs_folder, run.dag_id, run.run_id, task.task_id, task.map_index, task.try_number + 1
            )
        )
    numbers = [task.id for task in tasks]
    for first in range(0, len(numbers), 500):
        ids = numbers[first : first + 500]
        xcoms.clear(tx, ids)
        if not keep_task_state:
            task_states.clear(tx, ids)


def resume_run(tx: Transaction, run: DagRunRecord, because: str, now: datetime) -> None:
    """Queue the run again if it has ended, so that the engine looks at its tasks."""
    if run.state in FINISHED_RUN_STATES:
        allowed = run_allowed_from(DagRunState.QUEUED, by_person=True)
        dag_runs.set_state(tx, run.id, DagRunState.QUEUED, allowed=allowed, at=now, because=because)


def downstream_of(spec: DagSpec, task_ids: Iterable[str]) -> set[str]:
    """All tasks that stand downstream of these, and these."""
    return reach({task.task_id: task.downstream for task in spec.tasks}, task_ids)


def _decided(tx: Transaction, dag_id: str, how: Clearing) -> Clearing:
    latest = is_newest(tx, dag_id, how.on_latest_version, usual=False)
    return replace(how, on_latest_version=latest)


def _parts(tx: Transaction, dag_id: str, wanted: Selection, how: Clearing, *, lock: bool) -> list[RunPart]:
    parts = select(tx, dag_id, wanted, latest=bool(how.on_latest_version), with_setups=True, lock=lock)
    return merged([*parts, *follow_markers(tx, parts, lock=lock)]) if how.dependent_dags else parts


def _is_clearable(part: RunPart, task: TaskInstanceRecord) -> bool:
    """What has no state would run anyway; what is gone from the DAG cannot."""
    return task.state is not None and any(each.task_id == task.task_id for each in part.spec.tasks)


def _refuse_running(tasks: Collection[TaskInstanceRecord]) -> None:
    running = sorted({task.task_id for task in tasks if task.state is TaskInstanceState.RUNNING})
    if running:
        raise ConflictError(f"These tasks run now: {', '.join(running[:10])}. Wait, or clear them without this check.")


def _clear_part(
    ctx: ActionContext,
    tx: Transaction,
    part: RunPart,
    tasks: list[TaskInstanceRecord],
    how: Clearing,
    *,
    is_asked: bool,
) -> None:
    latest = is_asked and how.on_latest_version
    if latest:
        _move_to_latest(tx, part.run, part.spec, part.found)
    clear_tasks(ctx, tx, part.run, part.spec, tasks, reset_run=how.reset_runs, keep_task_state=how.keep_task_state)
    if how.note is not None:
        for task in tasks:
            task_instances.set_note(tx, task.id, how.note)
    if tasks or latest:
        details = _names(task.task_id for task in tasks)
        ctx.audit(tx, "clear_dag_run", dag_id=part.run.dag_id, run_id=part.run.run_id, details=details)


def _names(task_ids: Iterable[str]) -> dict[str, list[str]]:
    return {"task_ids": sorted(set(task_ids))[:100]}


def _key(task: TaskInstanceRecord) -> tuple[str, int]:
    return task.task_id, task.map_index


def _change(run: DagRunRecord, ctx: ActionContext) -> Change:
    return Change("dag_run", dag_id=run.dag_id, run_id=run.run_id, user=ctx.actor.name)


def _cleared(task: TaskInstanceRecord, spec: TaskSpec | None, because: str) -> TaskChange:
    guard = frozenset({task.state})
    if task.state in ACTIVE_TASK_STATES:
        return TaskChange(task.id, TaskInstanceState.RESTARTING, guard, {"because": because})
    more = task.try_number + (spec.retries if spec else 0)
    return TaskChange(task.id, None, guard, {**FRESH, "because": because, "max_tries": more})


def _failed_in(run: DagRunRecord, task: TaskInstanceRecord) -> bool:
    """Also what was skipped when a person stopped the run: then both have the same reason."""
    stopped = task.state is TaskInstanceState.SKIPPED and run.because is not None and task.because == run.because
    return task.state in FAILED or (run.state is DagRunState.FAILED and stopped)


def _move_to_latest(tx: Transaction, run: DagRunRecord, spec: DagSpec, found: Collection[TaskInstanceRecord]) -> None:
    """The run gets the newest version: its new tasks are added, those that are gone become removed."""
    known = {task.task_id for task in found}
    there = tasks_of_run(spec, run.run_type, run.logical_date)
    task_instances.insert_tasks(tx, run.id, [task for task in there if task.task_id not in known])
    wanted = {task.task_id for task in spec.tasks}
    gone = [
        TaskChange(task.id, TaskInstanceState.REMOVED, frozenset({task.state}))
        for task in found
        if task.task_id not in wanted and (task.state is None or task.state not in FINISHED_TASK_STATES)
    ]
    task_instances.apply(tx, gone)
    dag_runs.set_version(tx, run.id, find.version(tx, run.dag_id).id)
