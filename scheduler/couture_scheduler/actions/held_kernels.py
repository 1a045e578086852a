"""What a person may ask about kernels that are kept after a failure: look, open, prolong, let go."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.actions import find, live_copies
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.held_mirror import change_of, mirror
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError, SchedulerError
from couture_scheduler.files import kernel_notes, layout, resume_points
from couture_scheduler.files.notebooks import read_notebook
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.pool_client import pool_of
from couture_scheduler.store import held_kernels, tries
from couture_scheduler.store.held_kernels import HeldKernelRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord

LONGEST = 604_800.0  # seconds
AT_WORK = timedelta(minutes=15)  # who opens a kernel has at least so long with it
_ENDED = (TaskInstanceState.SUCCESS, TaskInstanceState.FAILED, TaskInstanceState.SKIPPED)


@dataclass(frozen=True, slots=True)
class TryKernel:
    """What is left of a try's kernel: ``state`` is ``held``, ``ended`` or ``none``, ``because`` says it in a sentence.
    ``failed_cell`` of ``cells`` (counted from 1) is where its notebook would go on; ``original`` is that notebook, and
    ``copy`` the editable copy that somebody has opened on the kernel, if so."""

    state: str
    because: str
    try_number: int
    record: HeldKernelRecord | None = None
    failed_cell: int | None = None
    cells: int | None = None
    original: Path | None = None
    copy: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenedKernel:
    """A held kernel, the address of its pool, and the notebook (an absolute path in the workspace) that is to be opened
    on it."""

    record: HeldKernelRecord
    pool: Path
    notebook: Path


@needs("kernels:read")
def list_held(
    ctx: ActionContext, *, dag_id: str | None = None, run_id: str | None = None, only_held: bool = True
) -> list[HeldKernelRecord]:
    """The kernels that are kept now, or also those that were; the newest first."""
    with ctx.store.reading() as tx:
        return held_kernels.listing(tx, dag_id=dag_id, run_id=run_id, only_held=only_held)


@needs("kernels:read")
def get(ctx: ActionContext, id: int) -> HeldKernelRecord:  # noqa: A002
    """One of them."""
    with ctx.store.reading() as tx:
        return _find(tx, id)


@needs("kernels:read")
def of_try(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    map_index: int = -1,
    try_number: int | None = None,
) -> TryKernel:
    """What is left of the kernel of a try (default: the newest), and why. When the newest try has left none, as when it
    could not begin, that of the newest try before it that is still kept."""
    with ctx.store.reading() as tx:
        task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
        number = try_number or task.try_number
        record = held_kernels.of_try(tx, task.id, number)
        if record is None and number == task.try_number:
            record = held_kernels.newest_held(tx, task.id)
        because = "" if record else _why_none(ctx, tx, dag_id, run_id, task, number)
    number = record.try_number if record else number
    folder = layout.try_folder(ctx.settings.runs_folder, dag_id, run_id, task_id, map_index, number)
    copy = live_copies.copy_of(ctx, folder, run_id, task_id, number)
    more = (*_place(folder), live_copies.original_of(ctx, folder), copy if copy.is_file() else None)
    if record is None:
        return TryKernel("none", because, number, None, *more)
    if record.ended_at is not None:
        return TryKernel("ended", record.because or "", number, record, *more)
    return TryKernel("held", "It is kept since the notebook failed.", number, record, *more)


@needs("kernels:use")
def prolong(ctx: ActionContext, id: int, seconds: float) -> HeldKernelRecord:  # noqa: A002
    """Keep it for at least so many seconds from now: never shorter than it is kept already. Raises ``ConflictError``
    when it is gone."""
    if not 0 < seconds <= LONGEST:
        raise InvalidInputError.at("seconds", "A kernel is kept for at most a week: give 1 to 604800 seconds.")
    record = _held(ctx, id)
    until = _prolong(ctx, record, max(record.held_until, ctx.clock() + timedelta(seconds=seconds)))
    with ctx.store.transaction() as tx:
        held_kernels.set_until(tx, id, until)
        _audit(ctx, tx, "prolong_held_kernel", record, {"seconds": seconds})
        changed = _find(tx, id)
    ctx.tell(change_of(changed, user=ctx.actor.name))
    return changed


@needs("kernels:use")
def let_go(ctx: ActionContext, id: int) -> HeldKernelRecord:  # noqa: A002
    """End it now. Nothing happens to one that is gone already."""
    record = get(ctx, id)
    if record.ended_at is not None:
        return record
    _require_here(record)
    because = f"{ctx.actor.name} let it go."
    held_client.let_go(_pool(ctx, record), record.kernel_id, because)
    with ctx.store.transaction() as tx:
        held_kernels.end(tx, id, ctx.clock(), because)
        _audit(ctx, tx, "release_held_kernel", record)
        changed = _find(tx, id)
    ctx.tell(change_of(changed, "deleted", user=ctx.actor.name))
    return changed


@needs("kernels:use")
def open_notebook(ctx: ActionContext, id: int, document: str = "copy") -> OpenedKernel:  # noqa: A002
    """Choose the notebook to open on the kernel: a ``copy`` of the executed one, which is made now, or the ``original``
    beside it. The kernel is kept for at least a quarter of an hour from now.

    Raises ``ForbiddenError`` where it is in the pool of somebody else: to open it is to run code as them.
    """
    record = get(ctx, id)
    if record.account is not None and record.account != ctx.actor.name:
        raise ForbiddenError(not_yours(record.account))
    record = _held(ctx, id)
    notebook = _notebook(ctx, record, document)
    until = max(record.held_until, ctx.clock() + AT_WORK)
    until = _prolong(ctx, record, until)
    with ctx.store.transaction() as tx:
        held_kernels.set_until(tx, id, until)
        _audit(ctx, tx, "attach_held_kernel", record, {"document": document})
        changed = _find(tx, id)
    ctx.tell(change_of(changed, user=ctx.actor.name))
    return OpenedKernel(changed, _pool(ctx, changed), notebook)


def not_yours(account: str) -> str:
    """Why somebody else may not open it."""
    return (
        f"This kernel ran as {account}, and whoever opens it runs code as {account}: only {account} can. Others can "
        "look at the executed notebook, and resume the run if they may edit runs."
    )


def _find(tx: Transaction, id: int) -> HeldKernelRecord:  # noqa: A002
    found = held_kernels.get(tx, id)
    if found is None:
        raise NotFoundError(f"There is no kept kernel {id}.")
    return found


def _held(ctx: ActionContext, id: int) -> HeldKernelRecord:  # noqa: A002
    record = get(ctx, id)
    if record.ended_at is not None:
        raise ConflictError(f"The kernel is gone. {record.because}")
    _require_here(record)
    return record


def _require_here(record: HeldKernelRecord) -> None:
    """The pool of another machine cannot be reached."""
    if record.host != socket.gethostname():
        raise ConflictError(f"The kernel is on the machine {record.host!r}: only there it can be opened or let go.")


def _notebook(ctx: ActionContext, record: HeldKernelRecord, document: str) -> Path:
    folder = _folder(ctx, record)
    if document == "copy":
        copy = live_copies.copy_of(ctx, folder, record.run_id, record.task_id, record.try_number)
        live_copies.make_copy(folder, copy, record, _pool(ctx, record))
        return copy
    original = live_copies.original_of(ctx, folder)
    if original is None:
        raise ConflictError("The notebook that ran is not in the workspace any more. Open a copy instead.")
    if original.suffix != live_copies.ENDING:
        raise ConflictError(f"{original.name} is a notebook as text, which has no cells to run. Open a copy instead.")
    return original


def _pool(ctx: ActionContext, record: HeldKernelRecord) -> Path:
    return pool_of(ctx.settings.home, record.account)


def _prolong(ctx: ActionContext, record: HeldKernelRecord, until: datetime) -> datetime:
    """Have the pool keep it; when the pool has it no more, the table is made to say why."""
    kept = held_client.prolong(_pool(ctx, record), record.kernel_id, until.timestamp())
    if kept is None:
        ctx.tell(*mirror(ctx.store, ctx.settings.home, ctx.clock(), record.account))
        raise ConflictError(f"The kernel is gone. {get(ctx, record.id).because or ''}".strip())
    return datetime.fromtimestamp(kept.until, UTC)


def _why_none(
    ctx: ActionContext, tx: Transaction, dag_id: str, run_id: str, task: TaskInstanceRecord, number: int
) -> str:
    folder = layout.try_folder(ctx.settings.runs_folder, dag_id, run_id, task.task_id, task.map_index, number)
    note = kernel_notes.read_kernel_note(folder)
    if note is not None:
        return note.because
    found = tries.get(tx, task.id, number)
    if found is None or found.state not in _ENDED:
        return "The try has not ended."
    if found.state is not TaskInstanceState.FAILED:
        return "The notebook did not fail: its kernel ended with it."
    return f"{found.error or 'The try failed.'} Nothing of the kernel is left."


def _place(folder: Path) -> tuple[int | None, int | None]:
    """Where the notebook would go on."""
    try:
        executed = read_notebook(folder / layout.NOTEBOOK_NAME)
    except SchedulerError:
        return None, None
    cells = len(resume_points.runnable(executed))
    done = len(resume_points.done_before(executed))
    return (None, cells) if done == cells else (done + 1, cells)


def _folder(ctx: ActionContext, record: HeldKernelRecord) -> Path:
    return layout.try_folder(
        ctx.settings.runs_folder, record.dag_id, record.run_id, record.task_id, record.map_index, record.try_number
    )


def _audit(
    ctx: ActionContext, tx: Transaction, event: str, record: HeldKernelRecord, details: dict[str, Any] | None = None
) -> None:
    ctx.audit(
        tx,
        event,
        dag_id=record.dag_id,
        run_id=record.run_id,
        task_id=record.task_id,
        map_index=record.map_index,
        details={"try_number": record.try_number, **(details or {})},
    )
