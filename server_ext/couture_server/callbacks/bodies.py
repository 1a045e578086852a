"""Callbacks at the HTTP edge."""

from __future__ import annotations

from couture_scheduler.store.callbacks import CallbackState

from couture_server.http.models import Answer, Moment


class Callback(Answer):
    """A function of the DAG's author that the engine has called, or will. ``kind`` is ``success`` or ``failure`` (of
    the run), ``task_died``, ``sla_miss`` or ``deadline``; ``task_id`` names the task it is about; ``error`` is why it
    failed, which never changes the run."""

    id: int
    dag_id: str
    dag_run_id: str
    kind: str
    task_id: str | None
    state: CallbackState
    created_at: Moment
    ended_at: Moment | None
    error: str | None


class CallbackCollection(Answer):
    """A page of callbacks, the oldest first."""

    callbacks: list[Callback]
    total_entries: int
