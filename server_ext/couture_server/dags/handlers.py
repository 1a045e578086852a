"""Routes of DAGs."""

from __future__ import annotations

from typing import TypeVar

from couture_scheduler.actions import dags, favorites, next_runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError, NotFoundError

from couture_server.dags import answers
from couture_server.dags.bodies import (
    Dag,
    DagCollection,
    DagDetails,
    DagPatch,
    DagQuery,
    DagSource,
    DagTagCollection,
    DagTagQuery,
    DagVersionCollection,
    DagVersionQuery,
    MissedRunCollection,
    NextRuns,
    SourceQuery,
    Task,
    TaskCollection,
    TaskQuery,
)
from couture_server.dags.filters import filter_of
from couture_server.http.filters import fits
from couture_server.http.paging import Page, is_descending
from couture_server.http.resources import DagVersion, dag_version
from couture_server.http.routes import Routes

routes = Routes("DAG", store_only=True)

Entry = TypeVar("Entry")
_TASK_WORDS = ("task_id", "task_display_name", "owner", "pool", "trigger_rule", "operator_name")
_OLDEST_FIRST = ("version_number", "created_at", "id")


@routes.get("dags", "dags:read")
def get_dags(ctx: ActionContext, query: DagQuery) -> DagCollection:
    """List DAGs."""
    order_by = query.order_by or "dag_id"
    found = dags.list_details(ctx, filter_of(ctx, query), order_by=order_by, limit=query.limit, offset=query.offset)
    return DagCollection(dags=[answers.dag(each, ctx.settings) for each in found.entries], total_entries=found.total)


@routes.get("dags/{dag_id}", "dags:read")
def get_dag(ctx: ActionContext, dag_id: str) -> Dag:
    """One DAG."""
    return answers.dag(dags.get(ctx, dag_id), ctx.settings)


@routes.get("dags/{dag_id}/details", "dags:read")
def get_dag_details(ctx: ActionContext, dag_id: str) -> DagDetails:
    """One DAG with all that its author wrote."""
    found = dags.get(ctx, dag_id)
    return answers.dag_details(found, ctx.settings, is_favorite=dag_id in favorites.among(ctx, [dag_id]))


@routes.patch("dags/{dag_id}", "dags:pause")
def patch_dag(ctx: ActionContext, dag_id: str, body: DagPatch) -> Dag:
    """Pause or resume a DAG."""
    (dags.pause if body.is_paused else dags.resume)(ctx, dag_id)
    return answers.dag(dags.get(ctx, dag_id), ctx.settings)


@routes.delete("dags/{dag_id}", "dags:delete")
def delete_dag(ctx: ActionContext, dag_id: str) -> None:
    """Delete a DAG with its runs and their logs; its file and the outputs stay."""
    dags.delete(ctx, dag_id)


@routes.get("dagTags", "dags:read")
def get_dag_tags(ctx: ActionContext, query: DagTagQuery) -> DagTagCollection:
    """All tags in use."""
    tags = [tag for tag in dags.list_tags(ctx) if fits(query, "tag_name", tag)]
    if is_descending(query.order_by, "name"):
        tags.reverse()
    return DagTagCollection(tags=_part(tags, query), total_entries=len(tags))


@routes.get("dags/{dag_id}/source", "dags:read")
def get_dag_source_beside(ctx: ActionContext, dag_id: str, query: SourceQuery) -> DagSource:
    """The Python source of a DAG, beside the rest of it."""
    return get_dag_source(ctx, dag_id, query)


@routes.get("dagSources/{dag_id}", "dags:read")
def get_dag_source(ctx: ActionContext, dag_id: str, query: SourceQuery) -> DagSource:
    """The Python source of a DAG, at Airflow's place."""
    version = dags.source(ctx, dag_id, query.version_number)
    return answers.dag_source(version, dags.get(ctx, dag_id).dag, ctx.settings)


@routes.get("dags/{dag_id}/dagVersions", "dags:read")
def get_dag_versions(ctx: ActionContext, dag_id: str, query: DagVersionQuery) -> DagVersionCollection:
    """The versions of a DAG, the newest first."""
    versions = [dag_version(each) for each in dags.list_versions(ctx, dag_id)]
    if query.version_number is not None:
        versions = [each for each in versions if each.version_number == query.version_number]
    if query.order_by in _OLDEST_FIRST:
        versions.reverse()
    elif query.order_by not in (None, "", *(f"-{each}" for each in _OLDEST_FIRST)):
        raise InvalidInputError.at("order_by", f"Versions can be ordered by {', '.join(_OLDEST_FIRST)}, or downwards.")
    return DagVersionCollection(dag_versions=_part(versions, query), total_entries=len(versions))


@routes.get("dags/{dag_id}/dagVersions/{version_number}", "dags:read")
def get_dag_version(ctx: ActionContext, dag_id: str, version_number: int) -> DagVersion:
    """One version of a DAG."""
    return dag_version(dags.get_version(ctx, dag_id, version_number))


@routes.get("dags/{dag_id}/tasks", "dags:read")
def get_tasks(ctx: ActionContext, dag_id: str, query: TaskQuery) -> TaskCollection:
    """The tasks of a DAG, in its order unless another is asked for."""
    tasks = [answers.task(each) for each in dags.get_version(ctx, dag_id).spec.tasks]
    if query.order_by:
        word, is_down = query.order_by.removeprefix("-"), query.order_by.startswith("-")
        if word not in _TASK_WORDS:
            raise InvalidInputError.at("order_by", f"Tasks can be ordered by {', '.join(_TASK_WORDS)}, or downwards.")
        tasks.sort(key=lambda task: str(getattr(task, word)), reverse=is_down)
    return TaskCollection(tasks=tasks, total_entries=len(tasks))


@routes.get("dags/{dag_id}/tasks/{task_id}", "dags:read")
def get_task(ctx: ActionContext, dag_id: str, task_id: str) -> Task:
    """One task of a DAG."""
    for each in dags.get_version(ctx, dag_id).spec.tasks:
        if each.task_id == task_id:
            return answers.task(each)
    raise NotFoundError(f"The DAG {dag_id!r} has no task {task_id!r}.")


@routes.get("dags/{dag_id}/nextRuns", "dags:read")
def get_next_runs(ctx: ActionContext, dag_id: str) -> NextRuns:
    """When a DAG runs next."""
    return answers.coming_runs(next_runs.get(ctx, dag_id))


@routes.get("dags/{dag_id}/missedRuns", "runs:read")
def get_missed_runs(ctx: ActionContext, dag_id: str, query: Page) -> MissedRunCollection:
    """Runs that were due and were not made, the newest first."""
    found = dags.list_missed_runs(ctx, dag_id, limit=query.limit, offset=query.offset)
    return MissedRunCollection(
        missed_runs=[answers.missed_run(each) for each in found.entries], total_entries=found.total
    )


def _part(entries: list[Entry], page: Page) -> list[Entry]:
    return entries[page.offset : page.offset + page.limit]
