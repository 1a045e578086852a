"""Routes over many DAGs: how many of their runs are where, what is odd about them, switch them on and off."""

from __future__ import annotations

from couture_scheduler.actions import dag_stats, dags
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_server.dags import answers
from couture_server.dags.bodies import (
    DagCollection,
    DagPatch,
    DagQuery,
    DagStatistics,
    DagStatisticsCollection,
    DagStatsQuery,
    DagWarningCollection,
    DagWarningInfo,
    DagWarningQuery,
    StateCount,
)
from couture_server.dags.filters import filter_of
from couture_server.http.paging import only_order
from couture_server.http.routes import Routes

routes = Routes("DAG", store_only=True)


@routes.get("dagStats", "runs:read")
def get_dag_stats(ctx: ActionContext, query: DagStatsQuery) -> DagStatisticsCollection:
    """How many runs of each DAG are in each state."""
    found = dag_stats.list_stats(ctx, query.dag_ids, limit=query.limit, offset=query.offset)
    listed = [
        DagStatistics(
            dag_id=each.dag_id,
            dag_display_name=each.display_name,
            stats=[StateCount(state=state, count=count) for state, count in each.counts.items()],
        )
        for each in found.entries
    ]
    return DagStatisticsCollection(dags=listed, total_entries=found.total)


@routes.get("dagWarnings", "dags:read")
def list_dag_warnings(ctx: ActionContext, query: DagWarningQuery) -> DagWarningCollection:
    """DAGs whose tasks name a pool that is not there."""
    only_order(query.order_by, "dag_id")
    if query.warning_type not in (None, dag_stats.NO_POOL):
        return DagWarningCollection(dag_warnings=[], total_entries=0)
    found = dag_stats.list_warnings(ctx, query.dag_id, limit=query.limit, offset=query.offset)
    listed = [
        DagWarningInfo(
            dag_id=each.dag_id,
            dag_display_name=each.display_name,
            warning_type=each.kind,
            message=each.message,
            timestamp=each.at,
        )
        for each in found.entries
    ]
    return DagWarningCollection(dag_warnings=listed, total_entries=found.total)


@routes.put("parseDagFile/{file_token}", "dagFiles:edit")
def reparse_dag_file(ctx: ActionContext, file_token: str) -> None:
    """Have the engine read a DAG file again although it did not change; `file_token` is that of one of its DAGs."""
    dags.reparse(ctx, answers.file_of(file_token))


@routes.patch("dags", "dags:pause")
def patch_dags(ctx: ActionContext, query: DagQuery, body: DagPatch) -> DagCollection:
    """Pause or resume all DAGs that the query names; `dag_id_pattern` `~` means all."""
    if query.dag_id_pattern is None and query.dag_id_prefix_pattern is None:
        raise InvalidInputError.at("dag_id_pattern", "Name the DAGs with dag_id_pattern; ~ means all.")
    found = dags.list_details(
        ctx, filter_of(ctx, query), order_by=query.order_by or "dag_id", limit=query.limit, offset=query.offset
    )
    for each in found.entries:
        (dags.pause if body.is_paused else dags.resume)(ctx, each.dag.dag_id)
    changed = [answers.dag(dags.get(ctx, each.dag.dag_id), ctx.settings) for each in found.entries]
    return DagCollection(dags=changed, total_entries=found.total)
