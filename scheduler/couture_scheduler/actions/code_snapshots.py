"""Taking a new snapshot of the code that a schedule runs."""

from __future__ import annotations

import dataclasses

from couture_scheduler.actions import schedules
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.schedules import ScheduleDetails
from couture_scheduler.errors import ConflictError


@needs("notebooks:schedule")
def take(ctx: ActionContext, dag_id: str) -> ScheduleDetails:
    """Keep the notebook and its side files as they are now; runs use them from now on. ``ConflictError`` for a schedule
    that does not run a snapshot."""
    form = schedules.get(ctx, dag_id).form
    if form.code.kind != "snapshot":
        raise ConflictError(f"The schedule {dag_id!r} runs no snapshot: choose that in the form first.")
    wanted = dataclasses.replace(form.code, ref=None)
    return schedules.change(ctx, dag_id, {"code": wanted.to_json()})
