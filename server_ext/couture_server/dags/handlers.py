"""Routes of DAGs."""

from __future__ import annotations

from typing import TypeVar

from couture_scheduler.actions import dags, next_runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.dag_listing import DagFilter

from couture_server.dags import answers
from couture_server.dags.bodies import (
    Dag,
    DagCollection,
    DagDetails,
    DagPatch,
    DagQuery,
    DagSource,
    DagSummaryCollection,
    DagSummaryQuery,
    DagTagCollection,
    DagTagQuery,
    DagVersionCollection,
    MissedRunCollection,
    NextRuns,
    SourceQuery,
    Task,
    TaskCollection,
)
from couture_server.http.paging import Page, SortedPage
from couture_server.http.resources import DagVersion, dag_version, like
from couture_server.http.routes import Routes

routes = Routes("DAG")

Entry = TypeVar("Entry")


@routes.get("dags", "dags:read")
def get_dags(ctx: ActionContext, query: DagQuery) -> DagCollection:
    """List DAGs."""
    wanted = DagFilter(
        dag_id_pattern=like(query.dag_id_pattern or query.dag_display_name_pattern),
        tags=tuple(query.tags),
        all_tags=query.tags_match_mode == "all",
        paused=query.paused,
        stale=False if query.exclude_stale else None,
    )
    order_by = query.order_by or "dag_id"
    found = dags.list_details(ctx, wanted, order_by=order_by, limit=query.limit, offset=query.offset)
    return DagCollection(dags=[answers.dag(each, ctx.settings) for each in found.entries], total_entries=found.total)


@routes.get("dags/{dag_id}", "dags:read")
def get_dag(ctx: ActionContext, dag_id: str) -> Dag:
    """One DAG."""
    return answers.dag(dags.get(ctx, dag_id), ctx.settings)


@routes.get("dags/{dag_id}/details", "dags:read")
def get_dag_details(ctx: ActionContext, dag_id: str) -> DagDetails:
    """One DAG with all that its author wrote."""
    return answers.dag_details(dags.get(ctx, dag_id), ctx.settings)


@routes.patch("dags/{dag_id}", "dags:pause")
def patch_dag(ctx: ActionContext, dag_id: str, body: DagPatch) -> Dag:
    """Pause or resume a DAG."""
    (dags.pause if body.is_paused else dags.resume)(ctx, dag_id)
    return answers.dag(dags.get(ctx, dag_id), ctx.settings)


@routes.delete("dags/{dag_id}", "dags:edit")
def delete_dag(ctx: ActionContext, dag_id: str) -> None:
    """Delete a DAG with its runs and their logs; its file and the outputs stay."""
    dags.delete(ctx, dag_id)


@routes.get("dagSummaries", "dags:read")
def get_dag_summaries(ctx: ActionContext, query: DagSummaryQuery) -> DagSummaryCollection:
    """DAGs and notebook schedules with their last runs, for the sidebar."""
    wanted = DagFilter(text=query.search, tags=tuple(query.tags), paused=query.paused, kind=query.kind)
    order_by = query.order_by or "dag_id"
    found = dags.list_dags(ctx, wanted, order_by=order_by, limit=query.limit, offset=query.offset)
    summaries = [answers.dag_summary(each, ctx.settings) for each in found.entries]
    return DagSummaryCollection(dags=summaries, total_entries=found.total)


@routes.get("dagTags", "dags:read")
def get_dag_tags(ctx: ActionContext, query: DagTagQuery) -> DagTagCollection:
    """All tags in use."""
    text = like(query.tag_name_pattern).lower()
    tags = [tag for tag in dags.list_tags(ctx) if text in tag.lower()]
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
def get_dag_versions(ctx: ActionContext, dag_id: str, query: SortedPage) -> DagVersionCollection:
    """The versions of a DAG, the newest first."""
    versions = [dag_version(each) for each in dags.list_versions(ctx, dag_id)]
    return DagVersionCollection(dag_versions=_part(versions, query), total_entries=len(versions))


@routes.get("dags/{dag_id}/dagVersions/{version_number}", "dags:read")
def get_dag_version(ctx: ActionContext, dag_id: str, version_number: int) -> DagVersion:
    """One version of a DAG."""
    return dag_version(dags.get_version(ctx, dag_id, version_number))


@routes.get("dags/{dag_id}/tasks", "dags:read")
def get_tasks(ctx: ActionContext, dag_id: str) -> TaskCollection:
    """The tasks of a DAG."""
    tasks = [answers.task(each) for each in dags.get_version(ctx, dag_id).spec.tasks]
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
