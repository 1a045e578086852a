"""Routes of retention."""

from __future__ import annotations

from couture_scheduler.actions import retention
from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.retention.bodies import (
    NextToGo,
    PruneBody,
    PrunedRun,
    PrunedRunCollection,
    RetentionLimits,
    RetentionStatus,
)

routes = Routes("Retention")


@routes.get("dags/{dag_id}/retention", "runs:read")
def get_retention(ctx: ActionContext, dag_id: str) -> RetentionStatus:
    """How long the runs of a DAG are kept."""
    found = retention.status(ctx, dag_id)
    limits = RetentionLimits(runs=found.limits.runs, days=found.limits.days, megabytes=found.limits.megabytes)
    return RetentionStatus(
        limits=limits,
        kept=found.kept,
        deleted=found.deleted,
        last_deleted_at=found.last_deleted_at,
        due=found.due,
        next=NextToGo(dag_run_id=found.next.run_id, at=found.next.at) if found.next else None,
    )


@routes.post("dags/{dag_id}/retention/prune", "runs:delete")
def prune_dag_runs(ctx: ActionContext, dag_id: str, body: PruneBody) -> PrunedRunCollection:
    """Delete the runs beyond the limits, as the engine does by itself; with `dry_run`, list them."""
    found = retention.prune(ctx, dag_id, dry_run=body.dry_run)
    listed = [PrunedRun(dag_run_id=each.run_id, end_date=each.ended_at, because=each.because) for each in found]
    return PrunedRunCollection(dag_runs=listed, total_entries=len(listed))
