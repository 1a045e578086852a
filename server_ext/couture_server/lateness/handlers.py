"""Routes of SLAs and deadlines."""

from __future__ import annotations

from couture_scheduler.actions import exports, lateness
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.sla_misses import NEWEST_FIRST, SlaMissFilter, SlaMissRecord

from couture_server.http.filters import matches_of
from couture_server.http.models import TableAnswer
from couture_server.http.routes import Routes
from couture_server.lateness.bodies import (
    Deadline,
    DeadlineCollection,
    DescribeSlaMissBody,
    SlaMiss,
    SlaMissCollection,
    SlaMissExport,
    SlaMissFilters,
    SlaMissQuery,
)
from couture_server.tasks.paths import RUN

routes = Routes("SLA", store_only=True)


@routes.get("slas", "runs:read")
def get_slas(ctx: ActionContext, query: SlaMissQuery) -> SlaMissCollection:
    """List SLAs that were missed, the newest first."""
    order_by = query.order_by or NEWEST_FIRST
    found = lateness.list_sla_misses(ctx, _wanted(query), query.limit, query.offset, order_by)
    return SlaMissCollection(slas=[_answer(each) for each in found.entries], total_entries=found.total)


@routes.get("slas/export", "runs:read")
def export_slas(ctx: ActionContext, query: SlaMissExport) -> TableAnswer:
    """All missed SLAs that the query names, as CSV."""
    found = exports.sla_misses_of(ctx, _wanted(query), query.order_by or NEWEST_FIRST)
    columns = SlaMissRecord.__dataclass_fields__
    rows = ([[getattr(each, name) for name in columns] for each in part] for part in found)
    return TableAnswer("sla-misses.csv", tuple(columns), rows)


@routes.patch("slas/{dag_id}/{task_id}", "runs:edit")
def describe_sla(ctx: ActionContext, dag_id: str, task_id: str, body: DescribeSlaMissBody) -> SlaMiss:
    """Note why an SLA was missed."""
    return _answer(lateness.describe_sla_miss(ctx, dag_id, task_id, body.logical_date, body.description))


@routes.get(RUN + "/deadlines", "runs:read")
def get_deadlines(ctx: ActionContext, dag_id: str, dag_run_id: str) -> DeadlineCollection:
    """List the deadlines of a run that it has not met: those to come, and those that it missed."""
    found = lateness.list_deadlines(ctx, dag_id, dag_run_id)
    listed = [Deadline(name=each.name, due_at=each.due_at, missed_at=each.missed_at) for each in found]
    return DeadlineCollection(deadlines=listed, total_entries=len(listed))


def _wanted(query: SlaMissFilters) -> SlaMissFilter:
    matches = matches_of(query, "missed_at")
    return SlaMissFilter(query.dag_id, query.dag_run_id, query.task_id, matches, query.is_noted)


def _answer(found: SlaMissRecord) -> SlaMiss:
    return SlaMiss(
        dag_id=found.dag_id,
        task_id=found.task_id,
        dag_run_id=found.run_id,
        logical_date=found.logical_date,
        missed_at=found.missed_at,
        notified_at=found.notified_at,
        description=found.description,
    )
