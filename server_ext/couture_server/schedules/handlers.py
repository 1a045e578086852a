"""Routes of notebook schedules."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.schedules.bodies import (
    DuplicateBody,
    NotebookSchedule,
    NotebookScheduleBody,
    NotebookScheduleCollection,
    NotebookSchedulePatch,
    NotebookScheduleQuery,
    RunNowBody,
    ScheduleDeletion,
    ScheduleRun,
    ScheduleValidation,
    ValidateQuery,
)

routes = Routes("Notebook Schedule")


@routes.get("notebookSchedules", "notebooks:read")
def get_notebook_schedules(ctx: ActionContext, query: NotebookScheduleQuery) -> NotebookScheduleCollection:
    """List notebook schedules."""


@routes.post("notebookSchedules", "notebooks:schedule", status=201)
def create_notebook_schedule(ctx: ActionContext, body: NotebookScheduleBody) -> NotebookSchedule:
    """Save a new schedule: it becomes a DAG; `now` starts its run at once."""


@routes.post("notebookSchedules/validate", "notebooks:schedule")
def validate_notebook_schedule(
    ctx: ActionContext, body: NotebookScheduleBody, query: ValidateQuery
) -> ScheduleValidation:
    """Check the form without saving: every wrong field at once."""


@routes.get("notebookSchedules/{dag_id}", "notebooks:read")
def get_notebook_schedule(ctx: ActionContext, dag_id: str) -> NotebookSchedule:
    """One notebook schedule."""


@routes.put("notebookSchedules/{dag_id}", "notebooks:schedule")
def replace_notebook_schedule(ctx: ActionContext, dag_id: str, body: NotebookScheduleBody) -> NotebookSchedule:
    """Save the whole form anew."""


@routes.patch("notebookSchedules/{dag_id}", "notebooks:schedule")
def patch_notebook_schedule(ctx: ActionContext, dag_id: str, body: NotebookSchedulePatch) -> NotebookSchedule:
    """Change some fields of a schedule."""


@routes.delete("notebookSchedules/{dag_id}", "notebooks:schedule")
def delete_notebook_schedule(ctx: ActionContext, dag_id: str) -> None:
    """Delete a schedule with its runs; the notebook and the outputs stay."""


@routes.get("notebookSchedules/{dag_id}/deletion", "notebooks:read")
def preview_notebook_schedule_deletion(ctx: ActionContext, dag_id: str) -> ScheduleDeletion:
    """What goes and what stays when the schedule is deleted."""


@routes.post("notebookSchedules/{dag_id}/duplicate", "notebooks:schedule", status=201)
def duplicate_notebook_schedule(ctx: ActionContext, dag_id: str, body: DuplicateBody | None) -> NotebookSchedule:
    """Make a copy of a schedule, paused, under another name."""


@routes.post("notebookSchedules/{dag_id}/run", "runs:trigger")
def run_notebook_schedule(ctx: ActionContext, dag_id: str, body: RunNowBody | None) -> ScheduleRun:
    """Run the notebook now."""
