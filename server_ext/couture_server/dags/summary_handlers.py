"""Routes of DAGs as lists show them: the sidebar, the page of all DAGs, and what is done with many at once."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions import dag_bulk, dags, exports, favorites
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.dag_listing import DagFilter, DagRecord, RunMark

from couture_server.dags import answers
from couture_server.dags.summary_bodies import (
    DagBulkBody,
    DagBulkResult,
    DagBulkResults,
    DagOwnerCollection,
    DagSummaryCollection,
    DagSummaryExport,
    DagSummaryFilters,
    DagSummaryQuery,
)
from couture_server.http.models import TableAnswer
from couture_server.http.resources import seconds_between
from couture_server.http.routes import Routes

routes = Routes("DAG", store_only=True)


@routes.get("dagSummaries", "dags:read")
def get_dag_summaries(ctx: ActionContext, query: DagSummaryQuery) -> DagSummaryCollection:
    """DAGs and notebook schedules with their last runs."""
    found = dags.list_dags(
        ctx,
        _wanted(ctx, query),
        order_by=query.order_by or "dag_id",
        limit=query.limit,
        offset=query.offset,
        with_counts=query.with_counts,
    )
    liked = favorites.among(ctx, [each.dag.dag_id for each in found.entries])
    summaries = [
        answers.dag_summary(each, ctx.settings, is_favorite=each.dag.dag_id in liked) for each in found.entries
    ]
    return DagSummaryCollection(dags=summaries, total_entries=found.total)


@routes.get("dagSummaries/export", "dags:read")
def export_dag_summaries(ctx: ActionContext, query: DagSummaryExport) -> TableAnswer:
    """All DAGs and notebook schedules that the query names, as CSV."""
    found = exports.dags(ctx, _wanted(ctx, query), query.order_by or "dag_id")
    return TableAnswer("dags.csv", _COLUMNS, ([_row(*each) for each in part] for part in found))


@routes.post("dagSummaries/bulk", "dags:pause")
def bulk_dags(ctx: ActionContext, body: DagBulkBody) -> DagBulkResults:
    """Pause, resume, start, delete or like many DAGs; one result for each."""
    found = dag_bulk.bulk(ctx, body.action, body.dag_ids)
    return DagBulkResults(results=[DagBulkResult(dag_id=each.dag_id, ok=each.ok, detail=each.detail) for each in found])


@routes.get("dagOwners", "dags:read")
def get_dag_owners(ctx: ActionContext) -> DagOwnerCollection:
    """Who owns DAGs; each once."""
    return DagOwnerCollection(owners=dags.list_owners(ctx))


_COLUMNS = (
    *("dag_id", "dag_display_name", "kind", "file", "notebook", "description", "schedule", "timezone", "owner", "tags"),
    *("is_paused", "next_run_after", "last_run_id", "last_run_state", "last_run_start_date", "last_run_end_date"),
    *("last_run_duration", "has_import_error"),
)


def _row(record: DagRecord, last: RunMark | None) -> list[Any]:
    started, ended = (last.started_at, last.ended_at) if last else (None, None)
    return [
        *(record.dag_id, record.display_name, record.kind, record.file, record.notebook, record.description),
        *(record.schedule_summary, record.timezone, record.owner, ", ".join(record.tags)),
        *(record.is_paused, None if record.is_paused else record.next_run_after),
        *((last.run_id, last.state) if last else (None, None)),
        *(started, ended, seconds_between(started, ended), record.has_import_error),
    ]


def _wanted(ctx: ActionContext, query: DagSummaryFilters) -> DagFilter:
    return DagFilter(
        text=query.search,
        tags=tuple(query.tags),
        all_tags=query.tags_match_mode == "all",
        paused=query.paused,
        kind=query.kind,
        owners=tuple(query.owners),
        has_import_errors=query.has_import_errors,
        has_asset_schedule=query.has_asset_schedule,
        last_run_state=query.last_run_state,
        is_favorite=query.is_favorite,
        person=ctx.actor.name,
        owner_left=query.owner_left,
    )
