"""Routes of SLAs and deadlines."""

from __future__ import annotations

from couture_scheduler.actions import lateness
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.sla_misses import SlaMissFilter, SlaMissRecord

from couture_server.http.routes import Routes
from couture_server.lateness.bodies import (
    Deadline,
    DeadlineCollection,
    DescribeSlaMissBody,
    SlaMiss,
    SlaMissCollection,
    SlaMissQuery,
)
from couture_server.tasks.paths import RUN

routes = Routes("SLA")


@routes.get("slas", "runs:read")
def get_slas(ctx: ActionContext, query: SlaMissQuery) -> SlaMissCollection:
    """List SLAs that were missed, the newest first."""
    wanted = SlaMissFilter(query.dag_id, query.dag_run_id, query.task_id)
    found = lateness.list_sla_misses(ctx, wanted, query.limit, query.offset)
    return SlaMissCollection(slas=[_answer(each) for each in found.entries], total_entries=found.total)


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
