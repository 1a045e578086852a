"""Routes of assets."""

from __future__ import annotations

from couture_scheduler.actions import assets, exports
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.asset_events import EventFilter
from couture_scheduler.store.asset_listing import AssetFilter

from couture_server.assets import answers
from couture_server.assets.bodies import (
    Asset,
    AssetAlias,
    AssetAliasCollection,
    AssetAliasQuery,
    AssetCollection,
    AssetEvent,
    AssetEventCollection,
    AssetEventFilters,
    AssetEventQuery,
    AssetExport,
    AssetFilters,
    AssetQuery,
    CreateAssetEventsBody,
    NextRunAssets,
    QueuedEvent,
    QueuedEventCollection,
    QueuedEventQuery,
)
from couture_server.http.filters import matches_of
from couture_server.http.models import TableAnswer
from couture_server.http.routes import Routes

routes = Routes("Asset", store_only=True)

_QUEUED = "queuedEvents"


@routes.get("assets", "assets:read")
def get_assets(ctx: ActionContext, query: AssetQuery) -> AssetCollection:
    """List assets."""
    order = query.order_by or "id"
    page = assets.list_assets(ctx, _wanted(query), order_by=order, limit=query.limit, offset=query.offset)
    return AssetCollection(assets=[answers.asset(each) for each in page.entries], total_entries=page.total)


@routes.get("assets/export", "assets:read")
def export_assets(ctx: ActionContext, query: AssetExport) -> TableAnswer:
    """All assets that the query names, as CSV."""
    found = exports.assets(ctx, _wanted(query), query.order_by or "name")
    return TableAnswer("assets.csv", answers.ASSET_COLUMNS, ([answers.asset_row(each) for each in p] for p in found))


@routes.get("assets/events/export", "assets:read")
def export_asset_events(ctx: ActionContext, query: AssetEventFilters) -> TableAnswer:
    """All updates that the query names, the oldest first, as CSV."""
    found = exports.asset_events_of(ctx, _wanted_events(query))
    rows = ([answers.event_row(each) for each in part] for part in found)
    return TableAnswer("asset-events.csv", answers.EVENT_COLUMNS, rows)


def _wanted(query: AssetFilters) -> AssetFilter:
    return AssetFilter(matches=matches_of(query), dag_ids=tuple(query.dag_ids), only_active=query.only_active)


def _wanted_events(query: AssetEventFilters) -> EventFilter:
    return EventFilter(
        asset_id=query.asset_id,
        source_dag_id=query.source_dag_id,
        source_task_id=query.source_task_id,
        source_run_id=query.source_run_id,
        source_map_index=query.source_map_index,
        matches=matches_of(query, "timestamp"),
    )


@routes.get("assets/{asset_id}", "assets:read")
def get_asset(ctx: ActionContext, asset_id: int) -> Asset:
    """One asset."""
    return answers.asset(assets.get(ctx, asset_id))


@routes.get("assets/aliases", "assets:read")
def get_asset_aliases(ctx: ActionContext, query: AssetAliasQuery) -> AssetAliasCollection:
    """List aliases."""
    order = query.order_by or "id"
    page = assets.list_aliases(ctx, matches_of(query), order_by=order, limit=query.limit, offset=query.offset)
    return AssetAliasCollection(asset_aliases=[answers.alias(each) for each in page.entries], total_entries=page.total)


@routes.get("assets/aliases/{asset_alias_id}", "assets:read")
def get_asset_alias(ctx: ActionContext, asset_alias_id: int) -> AssetAlias:
    """One alias."""
    return answers.alias(assets.get_alias(ctx, asset_alias_id))


@routes.get("assets/events", "assets:read")
def get_asset_events(ctx: ActionContext, query: AssetEventQuery) -> AssetEventCollection:
    """List updates of assets."""
    order = query.order_by or "timestamp"
    page = assets.list_events(ctx, _wanted_events(query), order_by=order, limit=query.limit, offset=query.offset)
    return AssetEventCollection(asset_events=[answers.event(each) for each in page.entries], total_entries=page.total)


@routes.post("assets/events", "assets:edit")
def create_asset_event(ctx: ActionContext, body: CreateAssetEventsBody) -> AssetEvent:
    """Note an update by hand: it starts what waits for the asset."""
    return answers.event(assets.create_event(ctx, body.asset_id, body.extra, partition_key=body.partition_key))


@routes.get(f"assets/{{asset_id}}/{_QUEUED}", "assets:read")
def get_asset_queued_events(ctx: ActionContext, asset_id: int, query: QueuedEventQuery) -> QueuedEventCollection:
    """The updates of an asset that wait for runs."""
    return answers.queued(assets.queued(ctx, asset_id=asset_id, before=query.before))


@routes.delete(f"assets/{{asset_id}}/{_QUEUED}", "assets:edit")
def delete_asset_queued_events(ctx: ActionContext, asset_id: int, query: QueuedEventQuery) -> None:
    """Forget the updates of an asset that wait for runs."""
    assets.forget_queued(ctx, asset_id=asset_id, before=query.before)


@routes.get(f"dags/{{dag_id}}/assets/{_QUEUED}", "assets:read")
def get_dag_asset_queued_events(ctx: ActionContext, dag_id: str, query: QueuedEventQuery) -> QueuedEventCollection:
    """The updates that wait for the next run of a DAG."""
    return answers.queued(assets.queued(ctx, dag_id=dag_id, before=query.before))


@routes.delete(f"dags/{{dag_id}}/assets/{_QUEUED}", "assets:edit")
def delete_dag_asset_queued_events(ctx: ActionContext, dag_id: str, query: QueuedEventQuery) -> None:
    """Forget the updates that wait for the next run of a DAG."""
    assets.forget_queued(ctx, dag_id=dag_id, before=query.before)


@routes.get(f"dags/{{dag_id}}/assets/{{asset_id}}/{_QUEUED}", "assets:read")
def get_dag_asset_queued_event(ctx: ActionContext, dag_id: str, asset_id: int, query: QueuedEventQuery) -> QueuedEvent:
    """The updates of one asset that wait for the next run of a DAG."""
    return answers.one_queued(assets.queued(ctx, dag_id=dag_id, asset_id=asset_id, before=query.before))


@routes.delete(f"dags/{{dag_id}}/assets/{{asset_id}}/{_QUEUED}", "assets:edit")
def delete_dag_asset_queued_event(ctx: ActionContext, dag_id: str, asset_id: int, query: QueuedEventQuery) -> None:
    """Forget the updates of one asset that wait for the next run of a DAG."""
    assets.forget_queued(ctx, dag_id=dag_id, asset_id=asset_id, before=query.before)


@routes.get("dags/{dag_id}/assets/nextRun", "assets:read")
def get_next_run_assets(ctx: ActionContext, dag_id: str) -> NextRunAssets:
    """What the next run of a DAG waits for, and what of it has come."""
    return answers.next_run(assets.next_run(ctx, dag_id))


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/upstreamAssetEvents", "assets:read")
def get_upstream_asset_events(ctx: ActionContext, dag_id: str, dag_run_id: str) -> AssetEventCollection:
    """The updates of assets that started a run."""
    found = [answers.event(each) for each in assets.upstream_events(ctx, dag_id, dag_run_id)]
    return AssetEventCollection(asset_events=found, total_entries=len(found))
