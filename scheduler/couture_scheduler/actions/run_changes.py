"""Changing runs by hand: stop, mark, note, delete, and many at once. Every move is a guarded update."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from couture_jupyter.states import ACTIVE_TASK_STATES, FINISHED_RUN_STATES, DagRunState, TaskInstanceState
from couture_scheduler.actions import find
from couture_scheduler.actions.clearing import resume_run, retry
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.dags import remove_files
from couture_scheduler.actions.task_details import TaskDetails, details
from couture_scheduler.engine.transitions import run_allowed_from
from couture_scheduler.errors import ConflictError, InvalidInputError, SchedulerError
from couture_scheduler.events import Change
from couture_scheduler.store import dag_runs, task_instances, tries, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskChange, TaskInstanceRecord

_DONE = frozenset({TaskInstanceState.SUCCESS, TaskInstanceState.SKIPPED, TaskInstanceState.REMOVED})
_ENDED = _DONE | {TaskInstanceState.FAILED, TaskInstanceState.UPSTREAM_FAILED}
_HELD = ACTIVE_TASK_STATES | {
    TaskInstanceState.RESTARTING,
    TaskInstanceState.DEFERRED,  # its try has begun, though it has no process now
    TaskInstanceState.UP_FOR_RESCHEDULE,
}
_WAITING = frozenset({None, *TaskInstanceState}) - _ENDED - _HELD


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one run: ``detail`` is a sentence when it was not ``ok``."""

    dag_id: str
    run_id: str
    ok: bool
    detail: str = ""


@needs("runs:edit")
def stop(ctx: ActionContext, dag_id: str, run_id: str) -> DagRunRecord:
    """End an active run: running tasks fail and their processes are ended, waiting ones are skipped.

    Raises ``ConflictError`` when it has ended already.
    """
    because = f"Stopped by {ctx.actor.name}."
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        if run.state in FINISHED_RUN_STATES:
            raise ConflictError(f"The run {run_id!r} has ended already.")
        found = task_instances.of_run(tx, run.id, lock=True)
        _end(tx, found, _ends(found, DagRunState.FAILED, ()), because, ctx.clock())
        changed = _move(tx, run, DagRunState.FAILED, because, ctx.clock())
        ctx.audit(tx, "stop_dag_run", dag_id=dag_id, run_id=run_id)
    ctx.tell(_change(changed, ctx))
    return changed


@needs("runs:edit")
def mark(ctx: ActionContext, dag_id: str, run_id: str, state: DagRunState) -> DagRunRecord:
    """Set the run to ``success`` (all its tasks that did not succeed or skip become success) or ``failed`` (what runs
    fails, what waits is skipped).

    Teardowns of what was set up still run; until they have ended the run stays active.
    """
    _require_end(state)
    because = f"Marked as {state} by {ctx.actor.name}."
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        if run.state == state:
            return run
        found = task_instances.of_run(tx, run.id, lock=True)
        kept = _needed_teardowns(tx, run, found)
        _end(tx, found, _ends(found, state, kept), because, ctx.clock())
        if kept:
            resume_run(tx, run, because, ctx.clock())
        else:
            _move(tx, run, state, because, ctx.clock())
        ctx.audit(tx, "mark_dag_run", dag_id=dag_id, run_id=run_id, details={"state": state.value})
        changed = find.run(tx, dag_id, run_id)
    ctx.tell(_change(changed, ctx))
    return changed


@needs("runs:edit")
def preview_mark(ctx: ActionContext, dag_id: str, run_id: str, state: DagRunState) -> list[TaskDetails]:
    """The task instances that ``mark`` would change, as they are."""
    _require_end(state)
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        if run.state == state:
            return []
        found = task_instances.of_run(tx, run.id)
        ends = _ends(found, state, _needed_teardowns(tx, run, found))
        return details(tx, run, [task for task in found if task.id in ends])


@needs("runs:edit")
def set_note(ctx: ActionContext, dag_id: str, run_id: str, note: str | None) -> DagRunRecord:
    """Write a note on the run; an empty one removes it."""
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        dag_runs.set_note(tx, run.id, note)
        ctx.audit(tx, "note_dag_run", dag_id=dag_id, run_id=run_id)
        changed = find.run(tx, dag_id, run_id)
    ctx.tell(_change(changed, ctx))
    return changed


@needs("runs:edit")
def keep(ctx: ActionContext, dag_id: str, run_id: str, *, is_kept: bool = True) -> DagRunRecord:
    """Have the run stay, whatever the limits for keeping runs are; with ``is_kept`` false they hold for it again.
    People may still delete it."""
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        if is_kept != (run.kept_at is not None):
            dag_runs.set_kept(tx, run.id, ctx.clock() if is_kept else None)
            ctx.audit(tx, "keep_dag_run" if is_kept else "unkeep_dag_run", dag_id=dag_id, run_id=run_id)
        changed = find.run(tx, dag_id, run_id)
    ctx.tell(_change(changed, ctx))
    return changed


@needs("runs:delete")
def delete(ctx: ActionContext, dag_id: str, run_id: str) -> None:
    """Delete the run with its logs, XComs and executed notebooks. Outputs in the workspace stay.

    Raises ``ConflictError`` while it is active.
    """
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        if run.state not in FINISHED_RUN_STATES:
            raise ConflictError(f"The run {run_id!r} is {run.state}. Stop it first.")
        dag_runs.remove(tx, run.id)
        ctx.audit(tx, "delete_dag_run", dag_id=dag_id, run_id=run_id)
    remove_files(ctx, dag_id, run_id)
    ctx.tell(Change("dag_run", "deleted", dag_id=dag_id, run_id=run_id, user=ctx.actor.name))


def bulk(
    ctx: ActionContext, action: Literal["retry", "stop", "delete"], runs: Sequence[tuple[str, str]]
) -> list[BulkResult]:
    """Do the same to many runs (dag_id, run_id); one result for each, in their order. Needs what the single action
    needs."""
    return [_one_of_many(ctx, action, dag_id, run_id) for dag_id, run_id in runs]


def _one_of_many(
    ctx: ActionContext, action: Literal["retry", "stop", "delete"], dag_id: str, run_id: str
) -> BulkResult:
    try:
        match action:
            case "retry":
                retry(ctx, dag_id, run_id)
            case "stop":
                stop(ctx, dag_id, run_id)
            case "delete":
                delete(ctx, dag_id, run_id)
    except SchedulerError as error:
        return BulkResult(dag_id, run_id, False, str(error))
    return BulkResult(dag_id, run_id, True)


def _move(tx: Transaction, run: DagRunRecord, to: DagRunState, because: str, now: datetime) -> DagRunRecord:
    allowed = run_allowed_from(to, by_person=True)
    if not dag_runs.set_state(tx, run.id, to, allowed=allowed, at=now, because=because):
        raise ConflictError(f"The run {run.run_id!r} changed meanwhile. Look at it again.")
    return dag_runs.get_many(tx, [run.id])[run.id]


def _ends(found: list[TaskInstanceRecord], state: DagRunState, kept: Collection[int]) -> dict[int, TaskInstanceState]:
    """How each task instance ends when the run is set to ``state``; those in ``kept`` go on."""
    open_ones = [task for task in found if task.id not in kept]
    if state is DagRunState.SUCCESS:
        return {task.id: TaskInstanceState.SUCCESS for task in open_ones if task.state not in _DONE}
    held = {task.id: TaskInstanceState.FAILED for task in open_ones if task.state in _HELD}
    # Something must have failed when the teardowns end and the engine says how the run ended.
    waiting = TaskInstanceState.FAILED if kept and not held else TaskInstanceState.SKIPPED
    return held | {task.id: waiting for task in open_ones if task.state in _WAITING}


def _needed_teardowns(tx: Transaction, run: DagRunRecord, found: list[TaskInstanceRecord]) -> set[int]:
    """The teardowns that have not ended, of setups that have succeeded: what these made must be taken down."""
    tasks = {task.task_id: task for task in versions.get(tx, run.version_id).spec.tasks}
    made = {task.task_id for task in found if task.state is TaskInstanceState.SUCCESS}
    return {
        each.id
        for each in found
        if each.state in (_WAITING | _HELD)
        and each.task_id in tasks
        and tasks[each.task_id].is_teardown
        and any(above in made and tasks[above].is_setup for above in tasks[each.task_id].upstream)
    }


def _require_end(state: DagRunState) -> None:
    if state not in FINISHED_RUN_STATES:
        raise InvalidInputError.at("state", "A run can be marked as success or failed.")


def _end(
    tx: Transaction,
    found: list[TaskInstanceRecord],
    ends: dict[int, TaskInstanceState],
    because: str,
    now: datetime,
) -> None:
    ended = [task for task in found if task.id in ends]
    error = {TaskInstanceState.FAILED: because}
    _apply(tx, [_task_change(task, ends[task.id], because, now, error=error.get(ends[task.id])) for task in ended])
    held = [task for task in ended if task.state in _HELD]
    tries.record_end(tx, [_ended_try(task, ends[task.id], because, now) for task in held])


def _apply(tx: Transaction, changes: list[TaskChange]) -> None:
    if task_instances.apply(tx, changes):
        raise ConflictError("Its tasks changed meanwhile. Look at the run again.")


def _task_change(
    task: TaskInstanceRecord, to: TaskInstanceState, because: str, now: datetime, **more: str | None
) -> TaskChange:
    values = {"because": because, "ended_at": now, "retry_at": None, **task_instances.ENDED, **more}
    return TaskChange(task.id, to, frozenset({task.state}), values)


def _ended_try(task: TaskInstanceRecord, state: TaskInstanceState, because: str, now: datetime) -> dict[str, object]:
    return {
        "task_instance_id": task.id,
        "try_number": task.try_number,
        "launch": task.launch,
        "state": state,
        "queued_at": task.queued_at,
        "started_at": task.began_at,
        "ended_at": now,
        "error": because if state is TaskInstanceState.FAILED else None,
        "progress": task.progress,
    }


def _change(run: DagRunRecord, ctx: ActionContext) -> Change:
    return Change("dag_run", dag_id=run.dag_id, run_id=run.run_id, state=run.state, user=ctx.actor.name)
