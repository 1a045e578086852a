"""Mark task instances: a person says how they ended. Their processes, if they have any, are ended."""

from __future__ import annotations

from collections.abc import Collection

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.actions.clearing import clear_tasks, downstream_of, resume_run
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.selecting import FAILED, RunPart, Selection, select
from couture_scheduler.actions.task_details import TaskDetails, details
from couture_scheduler.engine.transitions import allowed_from
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.store import task_instances, tries
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskChange, TaskInstanceRecord

MARKS = frozenset({TaskInstanceState.SUCCESS, TaskInstanceState.FAILED, TaskInstanceState.SKIPPED})
_BEGUN = frozenset(
    {
        TaskInstanceState.QUEUED,
        TaskInstanceState.RUNNING,
        TaskInstanceState.DEFERRED,
        TaskInstanceState.UP_FOR_RESCHEDULE,
    }
)


@needs("runs:edit")
def mark_selected(
    ctx: ActionContext, dag_id: str, wanted: Selection, state: TaskInstanceState, *, dry_run: bool = False
) -> list[TaskDetails]:
    """Mark the selected task instances as ``success``, ``failed`` or ``skipped``.

    What stands downstream of them and failed runs again: it may have failed for their sake. Runs that had ended go on.
    Returns those that change their state so, as they were before; with ``dry_run`` nothing is changed.
    """
    if state not in MARKS:
        raise InvalidInputError.at("new_state", "A task can be marked as success, failed or skipped.")
    with ctx.store.reading() if dry_run else ctx.store.transaction() as tx:
        parts = select(tx, dag_id, wanted, latest=False, with_setups=False, lock=not dry_run)
        concerned = [(part, [task for task in part.chosen if task.state is not state]) for part in parts]
        told = [each for part, tasks in concerned if tasks for each in details(tx, part.run, tasks)]
        if not dry_run:
            for part, tasks in concerned:
                if tasks:
                    _mark_part(ctx, tx, part, tasks, state)
    if not dry_run:
        ctx.tell(*_changes(ctx, concerned, state))
    return told


def _mark_part(
    ctx: ActionContext, tx: Transaction, part: RunPart, tasks: list[TaskInstanceRecord], state: TaskInstanceState
) -> None:
    because = f"Marked as {state} by {ctx.actor.name}."
    _apply(ctx, tx, tasks, state, because)
    marked = {task.id for task in tasks}
    below = downstream_of(part.spec, {task.task_id for task in tasks})
    broken = [each for each in part.found if each.task_id in below and each.state in FAILED and each.id not in marked]
    clear_tasks(ctx, tx, part.run, part.spec, broken)
    resume_run(tx, part.run, because, ctx.clock())
    for task in tasks:
        ctx.audit(
            tx,
            "mark_task_instance",
            dag_id=part.run.dag_id,
            run_id=part.run.run_id,
            task_id=task.task_id,
            map_index=task.map_index,
            details={"state": state.value},
        )


def _apply(
    ctx: ActionContext,
    tx: Transaction,
    tasks: Collection[TaskInstanceRecord],
    state: TaskInstanceState,
    because: str,
) -> None:
    now = ctx.clock()
    values = {"because": because, "ended_at": now, **dict.fromkeys(("retry_at", "error", "error_name"))}
    values |= task_instances.ENDED
    if state is TaskInstanceState.FAILED:
        values["error"] = because
    allowed = allowed_from(state, by_person=True)
    changes = [TaskChange(task.id, state, frozenset({task.state}) & allowed, values) for task in tasks]
    if any(not change.allowed_from for change in changes) or task_instances.apply(tx, changes):
        raise ConflictError("The tasks changed meanwhile. Look at the run again.")
    begun = [task for task in tasks if task.state in _BEGUN]
    tries.record_end(
        tx,
        [
            {
                "task_instance_id": task.id,
                "try_number": task.try_number,
                "state": state,
                "ended_at": now,
                "started_at": task.began_at,
                "launch": task.launch,
            }
            for task in begun
        ],
    )


def _changes(
    ctx: ActionContext, concerned: list[tuple[RunPart, list[TaskInstanceRecord]]], state: TaskInstanceState
) -> list[Change]:
    return [
        Change(
            "task_instance",
            dag_id=part.run.dag_id,
            run_id=part.run.run_id,
            task_id=task.task_id,
            map_index=task.map_index,
            try_number=task.try_number,
            state=state,
            user=ctx.actor.name,
        )
        for part, tasks in concerned
        for task in tasks
    ]
