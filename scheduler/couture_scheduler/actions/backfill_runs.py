"""Makes the runs of backfills: some days at once, in their order. The engine asks for it, under its own name.

A day is settled in the same transaction that makes its run. A run that exists and is to run again is first marked as
the backfill's, then cleared, then the day is settled: whoever dies in between is followed by one who sees the mark.
"""

from __future__ import annotations

from couture_jupyter.states import FINISHED_RUN_STATES, DagRunType
from couture_scheduler.actions import runs
from couture_scheduler.actions.clearing import Clearing, clear_selected
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.engine import backfills as engine
from couture_scheduler.engine import partitions
from couture_scheduler.engine.backfills import DayProblem
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.store import backfills, dag_runs
from couture_scheduler.store.backfills import BackfillRecord, DayRecord
from couture_scheduler.store.dag_runs import DagRunRecord, NewDagRun
from couture_scheduler.store.versions import VersionRecord


@needs("runs:trigger")
def advance(ctx: ActionContext, record: BackfillRecord) -> bool:
    """Make the runs for which there is room, and complete the backfill when all have ended. Whether it went on."""
    ctx.require("runs:trigger", record.dag_id)
    with ctx.store.reading() as tx:
        counts = backfills.counts(tx, [record.id])[record.id]
        active = counts.get("queued", 0) + counts.get("running", 0)
        limit = engine.room(record.max_active_runs, active, counts.get("waiting", 0))
        waiting = backfills.waiting_days(tx, record.id, limit) if limit else []
    if not counts.get("waiting") and not active:
        return _complete(ctx, record)
    if not waiting:
        return False
    with ctx.store.reading() as tx:
        version = runs.startable_version(tx, record.dag_id)
    made = [run for day in waiting if (run := _make(ctx, record, version, day))]
    ctx.tell(*(runs.run_change(run, record.created_by, "created") for run in made))
    return True


def _complete(ctx: ActionContext, record: BackfillRecord) -> bool:
    with ctx.store.transaction() as tx:
        done = backfills.complete(tx, record.id, ctx.clock())
        if done:
            ctx.audit(tx, "complete_backfill", dag_id=record.dag_id, details={"backfill_id": record.id})
    return done


def _make(ctx: ActionContext, record: BackfillRecord, version: VersionRecord, day: DayRecord) -> DagRunRecord | None:
    moment = day.run.logical_date
    with ctx.store.transaction() as tx:
        existing = backfills.run_at(tx, record.dag_id, moment)
        is_ours = existing is not None and existing.backfill_id == record.id
        if existing is None:
            made = runs.start(tx, _new(ctx, record, version, day), version, any_date=False)
            if not backfills.settle_day(tx, record.id, moment, run=made.id):
                raise ConflictError("It was cancelled meanwhile.")
            return made
        if is_ours and existing.state not in FINISHED_RUN_STATES:  # cleared, and then nobody wrote it down
            backfills.settle_day(tx, record.id, moment, run=existing.id)
            return None
        problem = None if is_ours else engine.problem_of(existing.state, record.reprocess_behavior)
        if problem is not None:
            backfills.settle_day(tx, record.id, moment, problem=problem)
            return None
        backfills.adopt_run(tx, record.id, existing.id, _adopted(record))
    return _run_again(ctx, record, day, existing.id, existing.run_id)


def _run_again(ctx: ActionContext, record: BackfillRecord, day: DayRecord, number: int, run_id: str) -> DagRunRecord:
    how = Clearing(on_latest_version=record.on_latest_version, dependent_dags=False)
    problem = None
    try:
        clear_selected(ctx, record.dag_id, Selection(run_id), how)
    except (ConflictError, InvalidInputError, NotFoundError):
        problem = DayProblem.UNKNOWN
    with ctx.store.transaction() as tx:
        run = None if problem else number
        backfills.settle_day(tx, record.id, day.run.logical_date, run=run, problem=problem)
        return dag_runs.get_many(tx, [number])[number]


def _new(ctx: ActionContext, record: BackfillRecord, version: VersionRecord, day: DayRecord) -> NewDagRun:
    now = ctx.clock()
    partition = partitions.scheduled(version.spec, day.run.logical_date)
    return NewDagRun(
        dag_id=record.dag_id,
        run_id="",
        version_id=version.id,
        run_type=DagRunType.BACKFILL,
        logical_date=day.run.logical_date,
        data_interval=day.run.data_interval,
        run_after=day.run.run_after,
        queued_at=now,
        conf=record.conf,
        triggered_by="backfill",
        triggering_user=record.created_by,
        backfill_id=record.id,
        partition_key=partition.key,
        partition_date=partition.date,
    )


def _adopted(record: BackfillRecord) -> dict[str, object]:
    """What a run that exists takes from the backfill."""
    values: dict[str, object] = {
        "run_type": DagRunType.BACKFILL,
        "triggered_by": "backfill",
        "triggering_user": record.created_by,
    }
    return values | ({"conf": record.conf} if record.conf else {})
