"""Routes of failures."""

from __future__ import annotations

from couture_scheduler.actions import failures as actions
from couture_scheduler.actions.context import ActionContext

from couture_server.failures.bodies import (
    FailedTry,
    Failure,
    FailureCollection,
    FailureOfTry,
    FailureOfTryQuery,
    FailureQuery,
    FailureTries,
    FailureTriesQuery,
)
from couture_server.http.routes import Routes

routes = Routes("Failure", store_only=True)


@routes.get("failures", "runs:read")
def get_failures(ctx: ActionContext, query: FailureQuery) -> FailureCollection:
    """Failures, the same ones counted together."""
    found = actions.list_failures(ctx, dag_id=query.dag_id, days=query.days, limit=query.limit, offset=query.offset)
    return FailureCollection(failures=[_failure(each) for each in found.entries], total_entries=found.total)


@routes.get("failures/{fingerprint}", "runs:read")
def get_failure_tries(ctx: ActionContext, fingerprint: str, query: FailureTriesQuery) -> FailureTries:
    """One failure with the tries that ended with it."""
    tries = actions.list_tries(ctx, fingerprint, dag_id=query.dag_id, limit=query.limit)
    return FailureTries(failure=_failure(actions.get(ctx, fingerprint)), tries=[_try(each) for each in tries])


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/failure", "runs:read")
def get_failure_of_try(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: FailureOfTryQuery, map_index: int = -1
) -> FailureOfTry:
    """How often the failure of a try was seen, and since when."""
    found = actions.of_try(ctx, dag_id, dag_run_id, task_id, query.try_number, map_index=map_index)
    return FailureOfTry(failure=_failure(found) if found else None)


def _failure(found: actions.FailureGroup) -> Failure:
    return Failure(
        fingerprint=found.fingerprint,
        tries=found.tries,
        runs=found.runs,
        dag_ids=list(found.dag_ids),
        first=_try(found.first),
        last=_try(found.last),
    )


def _try(found: actions.FailedTry) -> FailedTry:
    return FailedTry(
        dag_id=found.dag_id,
        dag_run_id=found.run_id,
        task_id=found.task_id,
        map_index=found.map_index,
        try_number=found.try_number,
        end_date=found.ended_at,
        error=found.error,
        error_name=found.error_name,
    )
