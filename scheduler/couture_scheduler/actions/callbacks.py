"""What a person may ask about the callbacks of a run: which there were, what became of them, what they wrote."""

from __future__ import annotations

from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.task_files import LogChunk
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.logs import WINDOW, read_window
from couture_scheduler.store import callbacks as stored
from couture_scheduler.store.callbacks import UNFINISHED, CallbackRecord


@needs("runs:read")
def list_callbacks(
    ctx: ActionContext, dag_id: str, run_id: str, limit: int = 100, offset: int = 0
) -> Page[CallbackRecord]:
    """The callbacks of a run that the engine had called, the oldest first."""
    with ctx.store.reading() as tx:
        found, total = stored.of_run(tx, find.run(tx, dag_id, run_id).id, limit, offset)
        return Page(found, total)


@needs("runs:read")
def read_log(
    ctx: ActionContext, dag_id: str, run_id: str, callback_id: int, *, offset: int = 0, limit: int = WINDOW
) -> LogChunk:
    """At most ``limit`` bytes of what a callback wrote, from byte ``offset`` on (negative: from the end)."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        found = stored.get(tx, callback_id)
    if found is None or found.dag_run_id != run.id:
        raise NotFoundError(f"The run {run_id!r} of {dag_id!r} has no callback {callback_id}.")
    folder = layout.callback_folder(ctx.settings.runs_folder, dag_id, run_id, callback_id)
    window = read_window(folder / layout.LOG_NAME, offset, limit)
    is_over = found.state not in UNFINISHED and window.end >= window.size
    return LogChunk(window.text, window.start, window.end, window.size, is_over)
