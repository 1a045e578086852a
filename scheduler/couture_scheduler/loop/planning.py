"""Makes the runs that are due, and plans the next ones: timetable in, rows out."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from couture_jupyter import timetables
from couture_jupyter.exceptions import CoutureError
from couture_jupyter.states import DagRunState
from couture_scheduler.engine import partitions
from couture_scheduler.engine.decisions import NewRun, RunPlan
from couture_scheduler.engine.plan_runs import plan
from couture_scheduler.events import Change
from couture_scheduler.loop.state import LoopState
from couture_scheduler.store import dag_runs, dags, missed_runs
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.dags import DueDag
from couture_scheduler.store.session import Transaction

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=60)  # a run that is later than this was missed: its DAG's policy decides
BATCH = 25  # DAGs a tick, so that the first runs start before the last ones are made


def plan_due(tx: Transaction, state: LoopState, now: datetime, down_since: datetime) -> tuple[list[int], bool]:
    """Make the runs that are due for up to ``BATCH`` DAGs. Returns the new runs' ids, and whether more DAGs wait.

    ``down_since``: from when until now no engine could start runs; ``now`` when one could all the time.
    """
    waiting = dags.due(tx, now, limit=BATCH)
    if len(waiting) < BATCH:
        waiting += dags.unplanned(tx, limit=BATCH - len(waiting))
    made: list[int] = []
    for due in waiting:
        made += _plan_one(tx, state, due, now, down_since)
    return made, len(waiting) == BATCH


def _plan_one(tx: Transaction, state: LoopState, due: DueDag, now: datetime, down_since: datetime) -> list[int]:
    result = _ask_timetable(due, now, down_since)
    made = [_make(tx, due, new, now) for new in result.create]
    if result.missed:
        missed_runs.record(tx, due.dag_id, result.missed, now)
    dags.set_next(tx, due.dag_id, result)
    _tell(state, due, result)
    return [run for run in made if run is not None]


def _ask_timetable(due: DueDag, now: datetime, down_since: datetime) -> RunPlan:
    """The plan; an empty one, until the DAG changes, for a timetable that cannot be followed: it must not hold up the
    other DAGs."""
    try:
        return plan(
            due.spec,
            timetables.from_json(due.spec.timetable),
            last_logical_date=due.last_logical_date,
            planned_next=_planned(due),
            active_runs=due.active_runs,
            now=now,
            down_since=down_since,
            grace=GRACE,
        )
    except (CoutureError, ValueError, TypeError, LookupError, ArithmeticError):
        log.exception("The schedule of the DAG %s cannot be followed", due.dag_id)
        return RunPlan()


def _planned(due: DueDag) -> tuple[datetime, tuple[datetime, datetime], datetime] | None:
    if due.next_logical_date is None or due.next_interval is None or due.next_run_after is None:
        return None
    return due.next_logical_date, due.next_interval, due.next_run_after


def _make(tx: Transaction, due: DueDag, new: NewRun, now: datetime) -> int | None:
    partition = partitions.scheduled(due.spec, new.logical_date)
    return dag_runs.insert_if_absent(
        tx,
        NewDagRun(
            dag_id=due.dag_id,
            run_id=new.run_id,
            version_id=due.version_id,
            run_type=new.run_type,
            state=DagRunState.QUEUED,
            logical_date=new.logical_date,
            data_interval=new.data_interval,
            run_after=new.run_after,
            queued_at=now,
            triggered_by="timetable",
            partition_key=partition.key,
            partition_date=partition.date,
        ),
    )


def _tell(state: LoopState, due: DueDag, result: RunPlan) -> None:
    for new in result.create:
        state.out.changes.append(
            Change("dag_run", "created", dag_id=due.dag_id, run_id=new.run_id, state=DagRunState.QUEUED)
        )
    state.out.changes.append(Change("dag", dag_id=due.dag_id))
