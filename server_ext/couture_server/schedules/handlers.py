"""Routes of notebook schedules."""

from __future__ import annotations

from couture_scheduler.actions import code_snapshots, schedules
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedules import NotebookScheduleForm

from couture_server.http.routes import Routes
from couture_server.schedules import answers
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


@routes.get("notebookSchedules", "dags:read")
def get_notebook_schedules(ctx: ActionContext, query: NotebookScheduleQuery) -> NotebookScheduleCollection:
    """List notebook schedules."""
    found = schedules.list_schedules(
        ctx,
        text=query.search,
        notebook=query.notebook,
        order_by=query.order_by or "dag_id",
        limit=query.limit,
        offset=query.offset,
    )
    listed = [answers.notebook_schedule(each) for each in found.entries]
    return NotebookScheduleCollection(notebook_schedules=listed, total_entries=found.total)


@routes.post("notebookSchedules", "notebooks:schedule", status=201)
def create_notebook_schedule(ctx: ActionContext, body: NotebookScheduleBody) -> NotebookSchedule:
    """Save a new schedule: it becomes a DAG; `now` starts its run at once."""
    return answers.notebook_schedule(schedules.create(ctx, _form(body)))


@routes.post("notebookSchedules/validate", "notebooks:schedule")
def validate_notebook_schedule(
    ctx: ActionContext, body: NotebookScheduleBody, query: ValidateQuery
) -> ScheduleValidation:
    """Check the form without saving: every wrong field at once."""
    draft = schedules.validate(ctx, _form(body), query.dag_id)
    return ScheduleValidation(dag_id=draft.dag_id, source=draft.source, schedule=draft.summary)


@routes.get("notebookSchedules/{dag_id}", "dags:read")
def get_notebook_schedule(ctx: ActionContext, dag_id: str) -> NotebookSchedule:
    """One notebook schedule."""
    return answers.notebook_schedule(schedules.get(ctx, dag_id))


@routes.put("notebookSchedules/{dag_id}", "notebooks:schedule")
def replace_notebook_schedule(ctx: ActionContext, dag_id: str, body: NotebookScheduleBody) -> NotebookSchedule:
    """Save the whole form anew."""
    return answers.notebook_schedule(schedules.update(ctx, dag_id, _form(body)))


@routes.patch("notebookSchedules/{dag_id}", "notebooks:schedule")
def patch_notebook_schedule(ctx: ActionContext, dag_id: str, body: NotebookSchedulePatch) -> NotebookSchedule:
    """Change some fields of a schedule; the others stay."""
    return answers.notebook_schedule(schedules.change(ctx, dag_id, body.model_dump(exclude_unset=True)))


@routes.delete("notebookSchedules/{dag_id}", "notebooks:schedule")
def delete_notebook_schedule(ctx: ActionContext, dag_id: str) -> None:
    """Delete a schedule with its runs; the notebook and the outputs stay."""
    schedules.delete(ctx, dag_id)


@routes.get("notebookSchedules/{dag_id}/deletion", "dags:read")
def preview_notebook_schedule_deletion(ctx: ActionContext, dag_id: str) -> ScheduleDeletion:
    """What goes and what stays when the schedule is deleted."""
    found = schedules.preview_deletion(ctx, dag_id)
    return ScheduleDeletion(goes=found.goes, stays=found.stays, runs=found.runs, active_runs=found.active_runs)


@routes.post("notebookSchedules/{dag_id}/duplicate", "notebooks:schedule", status=201)
def duplicate_notebook_schedule(ctx: ActionContext, dag_id: str, body: DuplicateBody | None) -> NotebookSchedule:
    """Make a copy of a schedule, paused, under another name."""
    return answers.notebook_schedule(schedules.duplicate(ctx, dag_id, body.name if body else None))


@routes.post("notebookSchedules/{dag_id}/snapshot", "notebooks:schedule")
def take_notebook_schedule_snapshot(ctx: ActionContext, dag_id: str) -> NotebookSchedule:
    """Take a new snapshot of the notebook and its side files; runs use it from now on."""
    return answers.notebook_schedule(code_snapshots.take(ctx, dag_id))


@routes.post("notebookSchedules/{dag_id}/run", "runs:trigger")
def run_notebook_schedule(ctx: ActionContext, dag_id: str, body: RunNowBody | None) -> ScheduleRun:
    """Run the notebook now."""
    asked = body or RunNowBody()
    run = schedules.run_now(ctx, dag_id, parameters=asked.parameters, note=asked.note).run
    return ScheduleRun(dag_id=run.dag_id, dag_run_id=run.run_id)


def _form(body: NotebookScheduleBody) -> NotebookScheduleForm:
    return NotebookScheduleForm.from_json(body.model_dump())
