"""Routes of callbacks."""

from __future__ import annotations

from couture_scheduler.actions import callbacks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.callbacks import CallbackRecord

from couture_server.callbacks.bodies import Callback, CallbackCollection
from couture_server.http.paging import Page
from couture_server.http.routes import Routes
from couture_server.tasks import answers
from couture_server.tasks.file_bodies import LogQuery, LogWindow
from couture_server.tasks.paths import RUN

routes = Routes("Callback")


@routes.get(RUN + "/callbacks", "runs:read")
def get_callbacks(ctx: ActionContext, dag_id: str, dag_run_id: str, query: Page) -> CallbackCollection:
    """List the callbacks of a run that the engine had called. Those that a task called itself are in its log."""
    found = callbacks.list_callbacks(ctx, dag_id, dag_run_id, query.limit, query.offset)
    return CallbackCollection(callbacks=[_answer(each) for each in found.entries], total_entries=found.total)


@routes.get(RUN + "/callbacks/{callback_id}/logs", "runs:read")
def get_callback_log(ctx: ActionContext, dag_id: str, dag_run_id: str, callback_id: int, query: LogQuery) -> LogWindow:
    """A part of what a callback wrote, while it grows too."""
    chunk = callbacks.read_log(ctx, dag_id, dag_run_id, callback_id, offset=query.offset, limit=query.limit)
    return answers.log_window(chunk)


def _answer(found: CallbackRecord) -> Callback:
    return Callback(
        id=found.id,
        dag_id=found.dag_id,
        dag_run_id=found.run_id,
        kind=found.kind,
        task_id=found.details.get("task_id"),
        state=found.state,
        created_at=found.created_at,
        ended_at=found.ended_at,
        error=found.error,
    )
