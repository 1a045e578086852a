"""What a person may ask about what came too late: SLAs that tasks missed, deadlines of a run."""

from __future__ import annotations

from datetime import datetime

from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.errors import NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import deadlines, sla_misses
from couture_scheduler.store.deadlines import DeadlineRecord
from couture_scheduler.store.sla_misses import SlaMissFilter, SlaMissRecord


@needs("runs:read")
def list_sla_misses(
    ctx: ActionContext,
    wanted: SlaMissFilter,
    limit: int = 100,
    offset: int = 0,
    order_by: str = sla_misses.NEWEST_FIRST,
) -> Page[SlaMissRecord]:
    """SLAs that were missed, the newest first."""
    with ctx.store.reading() as tx:
        found, total = sla_misses.listing(tx, wanted, limit, offset, order_by)
        return Page(found, total)


@needs("runs:edit")
def describe_sla_miss(
    ctx: ActionContext, dag_id: str, task_id: str, logical_date: datetime, description: str | None
) -> SlaMissRecord:
    """Note why an SLA was missed, for whoever looks later."""
    with ctx.store.transaction() as tx:
        sla_misses.describe(tx, dag_id, task_id, logical_date, description)
        found = sla_misses.get(tx, dag_id, task_id, logical_date)
        if found is None:
            day = logical_date.isoformat()
            raise NotFoundError(f"The task {task_id!r} of {dag_id!r} has missed no SLA in the run of {day}.")
        ctx.audit(tx, "describe_sla_miss", dag_id=dag_id, run_id=found.run_id, task_id=task_id)
    ctx.tell(Change("sla_miss", dag_id=dag_id, run_id=found.run_id, task_id=task_id, user=ctx.actor.name))
    return found


@needs("runs:read")
def list_deadlines(ctx: ActionContext, dag_id: str, run_id: str) -> list[DeadlineRecord]:
    """The deadlines of a run that it has not met: those to come, and those that it missed."""
    with ctx.store.reading() as tx:
        return deadlines.of_run(tx, find.run(tx, dag_id, run_id).id)
