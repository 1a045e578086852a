"""Routes of backfills."""

from __future__ import annotations

from collections import Counter

from couture_scheduler.actions import backfills
from couture_scheduler.actions.backfills import BackfillDetails, PlannedDay, Wish
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.backfills import DayRecord

from couture_server.backfills.bodies import (
    Backfill,
    BackfillBody,
    BackfillCollection,
    BackfillDay,
    BackfillDayCollection,
    BackfillQuery,
    DryRunBackfill,
    DryRunDay,
)
from couture_server.http.paging import Page, is_descending
from couture_server.http.routes import Routes

routes = Routes("Backfill")


@routes.get("backfills", "runs:read")
def list_backfills(ctx: ActionContext, query: BackfillQuery) -> BackfillCollection:
    """List backfills, the newest first."""
    page = backfills.list_backfills(
        ctx,
        query.dag_id,
        active=query.active,
        oldest_first=not is_descending(query.order_by or "-id", "id"),
        limit=query.limit,
        offset=query.offset,
    )
    return BackfillCollection(backfills=[_backfill(each) for each in page.entries], total_entries=page.total)


@routes.post("backfills", "runs:trigger")
def create_backfill(ctx: ActionContext, body: BackfillBody) -> Backfill:
    """Have all runs of a DAG between two dates made, some at once."""
    return _backfill(backfills.create(ctx, body.dag_id, _wish(body)))


@routes.post("backfills/dry_run", "runs:read")
def create_backfill_dry_run(ctx: ActionContext, body: BackfillBody) -> DryRunBackfill:
    """The runs that a backfill would make. Nothing is changed."""
    planned = backfills.dry_run(ctx, body.dag_id, _wish(body))
    made = [_planned(day) for day in planned if day.problem is None]
    left_out = Counter(day.problem.value for day in planned if day.problem)
    return DryRunBackfill(backfills=made, total_entries=len(made), left_out=left_out)


@routes.get("backfills/{backfill_id}", "runs:read")
def get_backfill(ctx: ActionContext, backfill_id: int) -> Backfill:
    """One backfill."""
    return _backfill(backfills.get(ctx, backfill_id))


@routes.get("backfills/{backfill_id}/days", "runs:read")
def get_backfill_days(ctx: ActionContext, backfill_id: int, query: Page) -> BackfillDayCollection:
    """The days of a backfill, in the order in which they run."""
    page = backfills.list_days(ctx, backfill_id, limit=query.limit, offset=query.offset)
    return BackfillDayCollection(backfill_days=[_day(each) for each in page.entries], total_entries=page.total)


@routes.put("backfills/{backfill_id}/pause", "runs:edit")
def pause_backfill(ctx: ActionContext, backfill_id: int) -> Backfill:
    """Make no further runs for now."""
    return _backfill(backfills.pause(ctx, backfill_id))


@routes.put("backfills/{backfill_id}/unpause", "runs:edit")
def unpause_backfill(ctx: ActionContext, backfill_id: int) -> Backfill:
    """Go on making runs."""
    return _backfill(backfills.pause(ctx, backfill_id, paused=False))


@routes.put("backfills/{backfill_id}/cancel", "runs:edit")
def cancel_backfill(ctx: ActionContext, backfill_id: int) -> Backfill:
    """Make no further runs and end those that have not started."""
    return _backfill(backfills.cancel(ctx, backfill_id))


def _wish(body: BackfillBody) -> Wish:
    return Wish(
        from_date=body.from_date,
        to_date=body.to_date,
        run_backwards=body.run_backwards,
        reprocess=body.reprocess_behavior,
        on_latest_version=body.run_on_latest_version,
        conf=body.dag_run_conf or {},
        max_active_runs=body.max_active_runs,
    )


def _backfill(found: BackfillDetails) -> Backfill:
    record = found.backfill
    return Backfill(
        id=record.id,
        dag_id=record.dag_id,
        dag_display_name=found.display_name,
        from_date=record.from_date,
        to_date=record.to_date,
        dag_run_conf=record.conf,
        is_paused=record.is_paused,
        reprocess_behavior=record.reprocess_behavior,
        max_active_runs=record.max_active_runs,
        created_at=record.created_at,
        completed_at=record.completed_at,
        updated_at=record.updated_at,
        run_backwards=record.is_reversed,
        run_on_latest_version=record.on_latest_version,
        triggering_user_name=record.created_by,
        days=found.days,
        days_total=found.total,
        days_ended=found.ended,
        holdup=found.holdup,
    )


def _planned(day: PlannedDay) -> DryRunDay:
    start, end = day.run.data_interval
    return DryRunDay(
        logical_date=day.run.logical_date, data_interval_start=start, data_interval_end=end, runs_again=day.runs_again
    )


def _day(day: DayRecord) -> BackfillDay:
    return BackfillDay(
        logical_date=day.run.logical_date,
        sort_ordinal=day.sort_ordinal,
        dag_run_id=day.run_id,
        state=day.state,
        problem=day.problem,
    )
