"""Routes of the views of a DAG's page."""

from __future__ import annotations

from couture_scheduler.actions import dag_views as actions
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store.run_listing import RunFilter

from couture_server.dag_views import answers
from couture_server.dag_views.bodies import (
    Calendar,
    CalendarQuery,
    Grid,
    GridQuery,
    MappedGrid,
    MappedGridQuery,
    PlannedDays,
    Timeline,
)
from couture_server.http.routes import Routes

routes = Routes("DAG Views", store_only=True)

_MOST_DAYS = 400


@routes.get("dags/{dag_id}/grid", "runs:read")
def get_grid(ctx: ActionContext, dag_id: str, query: GridQuery) -> Grid:
    """Runs of a DAG side by side, with the states and times of their tasks."""
    wanted = RunFilter(
        dag_ids=(dag_id,),
        states=tuple(query.state),
        run_types=tuple(query.run_type),
        run_ids=tuple(query.dag_run_id),
    )
    found = actions.grid(
        ctx, wanted, query.limit, before=query.before, task_ids=query.task_id, with_tasks=query.with_tasks
    )
    return answers.grid(dag_id, found)


@routes.get("dags/{dag_id}/tasks/{task_id}/grid", "runs:read")
def get_mapped_grid(ctx: ActionContext, dag_id: str, task_id: str, query: MappedGridQuery) -> MappedGrid:
    """The mapped instances of a task in some runs."""
    return answers.mapped_grid(dag_id, task_id, actions.mapped_grid(ctx, dag_id, task_id, query.dag_run_id))


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/timeline", "runs:read")
def get_timeline(ctx: ActionContext, dag_id: str, dag_run_id: str) -> Timeline:
    """The course of a run: when its tasks waited and ran."""
    return answers.timeline(actions.timeline(ctx, dag_id, dag_run_id))


@routes.get("dags/{dag_id}/calendar", "runs:read")
def get_calendar(ctx: ActionContext, dag_id: str, query: CalendarQuery) -> Calendar:
    """How many runs were due on which day, by their states."""
    _check(query)
    return answers.calendar(dag_id, actions.calendar(ctx, dag_id, query.first, query.last))


@routes.get("dags/{dag_id}/plannedDays", "dags:read")
def get_planned_days(ctx: ActionContext, dag_id: str, query: CalendarQuery) -> PlannedDays:
    """How many runs are to come on which day."""
    _check(query)
    return answers.planned_days(dag_id, actions.planned_days(ctx, dag_id, query.first, query.last))


def _check(query: CalendarQuery) -> None:
    if not 0 <= (query.last - query.first).days < _MOST_DAYS:
        raise InvalidInputError.at("last", f"It must be from 0 to {_MOST_DAYS - 1} days after first.")
