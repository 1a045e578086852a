"""Which DAGs a list shows, or a change of many concerns."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.dag_listing import DagFilter

from couture_server.dags.bodies import DagQuery
from couture_server.http.filters import bounds_on, matches_of


def filter_of(ctx: ActionContext, query: DagQuery) -> DagFilter:
    """The query as the store's filter; favourites are those of the person who asks."""
    dates = [*bounds_on(query, "dag_run_start_date", "start_date"), *bounds_on(query, "dag_run_end_date", "end_date")]
    return DagFilter(
        matches=matches_of(query),
        tags=tuple(query.tags),
        all_tags=query.tags_match_mode == "all",
        paused=query.paused,
        stale=False if query.exclude_stale else None,
        owners=tuple(query.owners),
        has_import_errors=query.has_import_errors,
        has_asset_schedule=query.has_asset_schedule,
        asset_text=query.asset_dependency or "",
        run_state=query.dag_run_state,
        last_run_state=query.last_dag_run_state,
        last_run=tuple(dates),
        is_favorite=query.is_favorite,
        person=ctx.actor.name,
    )
