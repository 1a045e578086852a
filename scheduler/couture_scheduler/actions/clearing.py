"""Clear: task instances get no state again and run anew, and so does their run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import (
    ACTIVE_TASK_STATES,
    FINISHED_RUN_STATES,
    FINISHED_TASK_STATES,
    DagRunState,
    TaskInstanceState,
)
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.engine.transitions import run_allowed_from
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files import kernel_notes, layout
from couture_scheduler.store import dag_runs, task_instances, versions, xcoms
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskChange, TaskInstanceRecord

_FAILED = frozenset({TaskInstanceState.FAILED, TaskInstanceState.UPSTREAM_FAILED})
_RESET: dict[str, None] = task_instances.ENDED | dict.fromkeys(
    ("retry_at", "queued_at", "started_at", "ended_at", "pid", "process_started", "progress", "error", "error_name")
)


@needs("runs:edit")
def clear(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    *,
    task_ids: Collection[str] | None = None,
    only_failed: bool = False,
    upstream: bool = False,
    downstream: bool = True,
    on_latest_version: bool = False,
    note: str | None = None,
    dry_run: bool = False,
) -> list[TaskInstanceRecord]:
    """Run tasks of a run again: the named ones (all when none are named; only the failed ones of these with
    ``only_failed``), with what stands upstream or downstream of them. A running one is ended first.

    Returns the task instances concerned, as they were before; with ``dry_run`` nothing is changed.
    """
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        spec = _spec(tx, run, latest=on_latest_version)
        found = task_instances.of_run(tx, run.id, lock=not dry_run)
        choosable = [task for task in found if not only_failed or _failed_in(run, task)]
        chosen = _choose(spec, found, choosable, task_ids, upstream=upstream, downstream=downstream)
        wanted = {task.task_id for task in spec.tasks}
        concerned = [t for t in found if t.task_id in chosen and t.task_id in wanted and t.state is not None]
        if dry_run:
            return concerned
        if on_latest_version:
            _move_to_latest(tx, run, spec, found)
        clear_tasks(ctx, tx, run, spec, concerned)
        if note is not None:
            dag_runs.set_note(tx, run.id, note)
        names = sorted({task.task_id for task in concerned})
        ctx.audit(tx, "clear_dag_run", dag_id=dag_id, run_id=run_id, details={"task_ids": names[:100]})
    ctx.tell(Change("dag_run", dag_id=dag_id, run_id=run_id, user=ctx.actor.name))
    return concerned


@needs("runs:edit")
def retry(ctx: ActionContext, dag_id: str, run_id: str) -> list[TaskInstanceRecord]:
    """Run what failed, and all that stands downstream of it, again; of a stopped run also what was skipped with it.

    Raises ``ConflictError`` when nothing failed.
    """
    cleared = clear(ctx, dag_id, run_id, only_failed=True)
    if not cleared:
        raise ConflictError(f"In the run {run_id!r} nothing failed: there is nothing to retry.")
    return cleared


def clear_tasks(
    ctx: ActionContext,
    tx: Transaction,
    run: DagRunRecord,
    spec: DagSpec,
    tasks: Collection[TaskInstanceRecord],
) -> None:
    """Clear these task instances and have their run go on."""
    if not tasks:
        return
    because = f"Cleared by {ctx.actor.name}."
    specs = {task.task_id: task for task in spec.tasks}
    changes = [_cleared(task, specs.get(task.task_id), because) for task in tasks]
    if task_instances.apply(tx, changes):
        raise ConflictError("Its tasks changed meanwhile. Look at the run again.")
    for task in tasks:  # they start over, though somebody may have asked before to go on from an earlier try
        kernel_notes.forget_resume_note(
            layout.try_folder(
                ctx.settings.runs_folder, run.dag_id, run.run_id, task.task_id, task.map_index, task.try_number + 1
            )
        )
    for first in range(0, len(changes), 500):
        xcoms.clear(tx, [change.id for change in changes[first : first + 500]])
    resume_run(tx, run, because, ctx.clock())


def resume_run(tx: Transaction, run: DagRunRecord, because: str, now: datetime) -> None:
    """Queue the run again if it has ended, so that the engine looks at its tasks."""
    if run.state in FINISHED_RUN_STATES:
        allowed = run_allowed_from(DagRunState.QUEUED, by_person=True)
        dag_runs.set_state(tx, run.id, DagRunState.QUEUED, allowed=allowed, at=now, because=because)


def downstream_of(spec: DagSpec, task_ids: Iterable[str]) -> set[str]:
    """All tasks that stand downstream of these, and these."""
    return _reach({task.task_id: task.downstream for task in spec.tasks}, task_ids)


def _cleared(task: TaskInstanceRecord, spec: TaskSpec | None, because: str) -> TaskChange:
    guard = frozenset({task.state})
    if task.state in ACTIVE_TASK_STATES:
        return TaskChange(task.id, TaskInstanceState.RESTARTING, guard, {"because": because})
    more = task.try_number + (spec.retries if spec else 0)
    return TaskChange(task.id, None, guard, {**_RESET, "because": because, "max_tries": more})


def _failed_in(run: DagRunRecord, task: TaskInstanceRecord) -> bool:
    """Also what was skipped when a person stopped the run: then both have the same reason."""
    stopped = task.state is TaskInstanceState.SKIPPED and run.because is not None and task.because == run.because
    return task.state in _FAILED or (run.state is DagRunState.FAILED and stopped)


def _choose(
    spec: DagSpec,
    found: Collection[TaskInstanceRecord],
    choosable: Collection[TaskInstanceRecord],
    task_ids: Collection[str] | None,
    *,
    upstream: bool,
    downstream: bool,
) -> set[str]:
    known = {task.task_id for task in found} | {task.task_id for task in spec.tasks}
    unknown = sorted(set(task_ids or ()) - known)
    if unknown:
        raise InvalidInputError.at("task_ids", f"The run has no task {', '.join(unknown)}.")
    chosen = {task.task_id for task in choosable if task_ids is None or task.task_id in task_ids}
    below = downstream_of(spec, chosen) if downstream else set()
    above = _reach({task.task_id: task.upstream for task in spec.tasks}, chosen) if upstream else set()
    return chosen | below | above


def _reach(edges: dict[str, tuple[str, ...]], start: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        task_id = waiting.pop()
        if task_id not in reached:
            reached.add(task_id)
            waiting.extend(edges.get(task_id, ()))
    return reached


def _spec(tx: Transaction, run: DagRunRecord, *, latest: bool) -> DagSpec:
    return find.version(tx, run.dag_id).spec if latest else versions.get(tx, run.version_id).spec


def _move_to_latest(tx: Transaction, run: DagRunRecord, spec: DagSpec, found: Collection[TaskInstanceRecord]) -> None:
    """The run gets the newest version: its new tasks are added, those that are gone become removed."""
    known = {task.task_id for task in found}
    task_instances.insert_tasks(tx, run.id, [task for task in spec.tasks if task.task_id not in known])
    wanted = {task.task_id for task in spec.tasks}
    gone = [
        TaskChange(task.id, TaskInstanceState.REMOVED, frozenset({task.state}))
        for task in found
        if task.task_id not in wanted and (task.state is None or task.state not in FINISHED_TASK_STATES)
    ]
    task_instances.apply(tx, gone)
    dag_runs.set_version(tx, run.id, find.version(tx, run.dag_id).id)
