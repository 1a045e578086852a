"""Going on from the cell that failed: a new try of the same task instance that takes over what the earlier one did."""

from __future__ import annotations

import json
from pathlib import Path

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import TaskInstanceState
from couture_scheduler.actions import find
from couture_scheduler.actions.clearing import clear_tasks, downstream_of
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.held_mirror import mirror
from couture_scheduler.actions.live_copies import ENDING, copy_of, is_of
from couture_scheduler.actions.running_as import owning_schedule
from couture_scheduler.errors import ConflictError, InvalidInputError, SchedulerError
from couture_scheduler.events import Change
from couture_scheduler.files import kernel_notes, layout, resume_points
from couture_scheduler.files.kernel_notes import AS_RUN, COPY, CURRENT, FRESH, HELD, ResumeNote
from couture_scheduler.files.notebooks import read_notebook
from couture_scheduler.files.regular import open_resolved
from couture_scheduler.files.sources import read_source
from couture_scheduler.files.workspace import inside
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.pool_client import pool_of
from couture_scheduler.store import held_kernels, task_instances, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord

MOST_TOLD = 5  # changed cells that a sentence names
_RESUMABLE = (TaskInstanceState.FAILED, TaskInstanceState.UP_FOR_RETRY)


@needs("runs:edit")
def resume(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str | None = None,
    map_index: int = -1,
    *,
    kernel: str = HELD,
    notebook: str = CURRENT,
    accept_changes: bool = False,
) -> TaskInstanceRecord:
    """Begin a new try of a failed notebook task (default: the run's only one), and of what stands downstream of it.

    With the ``held_kernel`` it goes on at the cell that failed; in a ``fresh_kernel`` the cells before it run again.
    ``notebook`` is the ``current`` one, the one ``as_run``, or the ``copy`` that was opened on the kernel; with the
    held kernel the cells before the failed one must be as they ran, unless a person ``accept_changes``.

    Raises ``ConflictError`` with what to do when there is nothing to go on from, when the kernel is busy, or somebody
    was quicker; ``InvalidInputError`` at ``accept_changes`` that names the changed cells.
    """
    _check(kernel, notebook)
    account = _account(ctx, dag_id, run_id)
    ctx.tell(*mirror(ctx.store, ctx.settings.home, ctx.clock(), account))
    if kernel == HELD:
        _require_idle(ctx, dag_id, run_id, task_id, map_index)
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        found = task_instances.of_run(tx, run.id, lock=True)
        spec = versions.get(tx, run.version_id).spec
        task = _chosen(ctx, run, spec, found, task_id, map_index)
        from_try = _claim(ctx, tx, task) if kernel == HELD else task.try_number
        folder = _folder(ctx, run, task, from_try)
        copy = _copy(ctx, folder, task, run, from_try, account) if notebook == COPY else ""
        note = ResumeNote(from_try, kernel, notebook, accept_changes, ctx.actor.name, copy)
        _require_point(ctx, folder, note)
        below = downstream_of(spec, [task.task_id])
        concerned = [t for t in found if t.id == task.id or (t.task_id in below - {task.task_id} and t.state)]
        clear_tasks(ctx, tx, run, spec, concerned)
        _audit(ctx, tx, run, task, note)
        kernel_notes.write_resume_note(_folder(ctx, run, task, task.try_number + 1), note)
        changed = find.task(tx, run, task.task_id, task.map_index)
    ctx.tell(Change("dag_run", dag_id=dag_id, run_id=run_id, user=ctx.actor.name))
    return changed


def _check(kernel: str, notebook: str) -> None:
    if kernel not in (HELD, FRESH):
        raise InvalidInputError.at("with", f"Go on with the {HELD} or in a {FRESH}.")
    if notebook not in (CURRENT, AS_RUN, COPY):
        raise InvalidInputError.at("notebook", f"Go on in the {CURRENT} notebook, the one {AS_RUN}, or the {COPY}.")


def _account(ctx: ActionContext, dag_id: str, run_id: str) -> str | None:
    """As whom the run goes on; ``None``: as the engine."""
    with ctx.store.reading() as tx:
        schedule = owning_schedule(tx, versions.get(tx, find.run(tx, dag_id, run_id).version_id))
    return None if schedule is None else schedule.owner


def _require_idle(ctx: ActionContext, dag_id: str, run_id: str, task_id: str | None, map_index: int) -> None:
    """Nobody runs anything in the kernel now. It is asked before the transaction: the kernel may take seconds."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        found = task_instances.of_run(tx, run.id)
        kept = [held_kernels.newest_held(tx, task.id) for task in found if task_id in (None, task.task_id)]
    for record in kept:
        if record is not None and (task_id is None or record.map_index == map_index):
            pool = pool_of(ctx.settings.home, record.account)
            held_client.require_idle(pool, (record.task_instance_id, record.try_number))


def _chosen(
    ctx: ActionContext,
    run: DagRunRecord,
    spec: DagSpec,
    found: list[TaskInstanceRecord],
    task_id: str | None,
    map_index: int,
) -> TaskInstanceRecord:
    notebooks = {task.task_id for task in spec.tasks if task.is_notebook}
    if task_id is None:
        failed = [task for task in found if task.task_id in notebooks and task.state in _RESUMABLE]
        if len(failed) != 1:
            names = ", ".join(task.task_id for task in failed) or "none"
            raise ConflictError(f"Name the task to resume. Notebooks that failed in this run: {names}.")
        return failed[0]
    named = [task for task in found if (task.task_id, task.map_index) == (task_id, map_index)]
    if not named or task_id not in notebooks:
        raise ConflictError(f"The run has no notebook task {task_id!r} to resume.")
    task = named[0]
    if task.state not in _RESUMABLE:
        note = kernel_notes.read_resume_note(_folder(ctx, run, task, task.try_number))
        pending = kernel_notes.read_resume_note(_folder(ctx, run, task, task.try_number + 1))
        who = (pending or note or ResumeNote(0)).user
        by = f" {who} has resumed it." if who and task.state is not TaskInstanceState.SUCCESS else ""
        raise ConflictError(f"Only a failed task can be resumed, {task_id!r} is {task.state or 'waiting'}.{by}")
    return task


def _require_point(ctx: ActionContext, folder: Path, note: ResumeNote) -> None:
    """There is an executed notebook to go on from, and the one to go on in agrees with it."""
    try:
        executed = read_notebook(folder / layout.NOTEBOOK_NAME)
    except SchedulerError as error:
        raise ConflictError(
            f"Try {note.from_try} left no notebook to go on from ({error}). Retry the task instead."
        ) from error
    if note.kernel != HELD or note.notebook == AS_RUN or note.accept_changes:
        return
    current = (
        read_source(inside(ctx.settings.workspace, note.copy))[1] if note.copy else _current(ctx, folder, executed)
    )
    changed = resume_points.find(executed, current).changed if current else ()
    if changed:
        more = f" And {len(changed) - MOST_TOLD} more." if len(changed) > MOST_TOLD else ""
        raise InvalidInputError.at(
            "accept_changes",
            f"{' '.join(changed[:MOST_TOLD])}{more} The kept kernel has run the old cells. Resume in a fresh kernel, "
            "in the notebook as it ran, or accept the changes: then the cells before the failed one do not run again.",
        )


def _current(ctx: ActionContext, folder: Path, executed: dict[str, object]) -> dict[str, object] | None:
    """The notebook as it is now; ``None`` where only the worker can tell (a script, a snapshot, a Git ref)."""
    if _ran_a_copy(folder):
        return None
    metadata = executed.get("metadata")
    marks = metadata.get("papermill") if isinstance(metadata, dict) else None
    path = Path(str((marks or {}).get("input_path") or ""))
    if path.suffix != ENDING:
        return None
    try:
        return read_notebook(inside(ctx.settings.workspace, path), open_resolved)
    except SchedulerError as error:
        raise ConflictError(f"{error} Put it back, or resume in the notebook as it ran.") from error


def _ran_a_copy(folder: Path) -> bool:
    """Whether the try ran copied files: of a snapshot, or a Git ref."""
    try:
        return bool(json.loads((folder / layout.CODE_FACTS_NAME).read_bytes())["kind"] != "file")
    except (OSError, ValueError, KeyError):
        return False


def _copy(
    ctx: ActionContext, folder: Path, task: TaskInstanceRecord, run: DagRunRecord, from_try: int, account: str | None
) -> str:
    """The path, in the workspace, of the copy that was opened on the kernel. As somebody runs no copy but theirs."""
    copy = copy_of(ctx, folder, run.run_id, task.task_id, from_try)
    if not copy.is_file():
        raise ConflictError(f"There is no copy {copy.name}. Open one on the kernel, or resume in the current notebook.")
    if account and not is_of(copy, account):
        raise ConflictError(
            f"{copy.name} is not a file of {account}, as whom the run goes on. Mend the notebook itself, and resume in "
            "the current notebook."
        )
    return copy.relative_to(ctx.settings.workspace.resolve()).as_posix()


def _claim(ctx: ActionContext, tx: Transaction, task: TaskInstanceRecord) -> int:
    """Of the newest try that has left a kernel; the number of this try."""
    record = held_kernels.newest_held(tx, task.id) or held_kernels.of_try(tx, task.id, task.try_number)
    if record is None or record.ended_at is not None:
        because = record.because if record else "No kernel of this try was kept."
        raise ConflictError(f"There is no kernel to go on with. {because} Resume in a fresh kernel.")
    if not held_kernels.claim(tx, record.id, ctx.actor.name):
        raise ConflictError("The kernel ended just now. Resume in a fresh kernel.")
    return record.try_number


def _audit(ctx: ActionContext, tx: Transaction, run: DagRunRecord, task: TaskInstanceRecord, note: ResumeNote) -> None:
    details = {"with": note.kernel, "notebook": note.notebook, "from_try": note.from_try}
    if note.accept_changes:
        details["accept_changes"] = True
    ctx.audit(
        tx,
        "resume_task_instance",
        dag_id=run.dag_id,
        run_id=run.run_id,
        task_id=task.task_id,
        map_index=task.map_index,
        details=details,
    )


def _folder(ctx: ActionContext, run: DagRunRecord, task: TaskInstanceRecord, number: int) -> Path:
    runs = ctx.settings.runs_folder
    return layout.try_folder(runs, run.dag_id, run.run_id, task.task_id, task.map_index, number)
