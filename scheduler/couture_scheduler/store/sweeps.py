"""Parameter sweeps: the runs that were started together with different values. A sweep is what its runs share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from couture_jupyter.states import DagRunState
from couture_scheduler.store.dag_runs import DagRunRecord, record_of
from couture_scheduler.store.tables import dag_run


@dataclass(frozen=True, slots=True)
class SweepRecord:
    """One sweep: how many runs in which state, who started it when, and how many may run at once."""

    sweep_id: str
    dag_id: str
    at_once: int
    started_at: datetime
    user: str | None
    states: dict[str, int]


def listing(tx: Connection, dag_id: str | None, limit: int) -> list[SweepRecord]:
    """The newest sweeps, of one DAG or of all."""
    which = [dag_run.c.sweep_id.is_not(None)] + ([dag_run.c.dag_id == dag_id] if dag_id is not None else [])
    newest = (
        select(dag_run.c.sweep_id, func.min(dag_run.c.logical_date).label("begun"))
        .where(*which)
        .group_by(dag_run.c.sweep_id)
        .order_by(func.min(dag_run.c.logical_date).desc())
        .limit(limit)
    )
    ids = [row.sweep_id for row in tx.execute(newest)]
    found = {record.sweep_id: record for record in _records(tx, ids)}
    return [found[each] for each in ids if each in found]


def get(tx: Connection, sweep_id: str) -> SweepRecord | None:
    """One sweep; ``None`` when it has no run (any more)."""
    found = _records(tx, [sweep_id])
    return found[0] if found else None


def runs(tx: Connection, sweep_id: str) -> list[DagRunRecord]:
    """Its runs in the order of their values."""
    wanted = select(dag_run).where(dag_run.c.sweep_id == sweep_id).order_by(dag_run.c.logical_date, dag_run.c.id)
    return [record_of(row) for row in tx.execute(wanted)]


def _records(tx: Connection, ids: list[str]) -> list[SweepRecord]:
    columns = (dag_run.c.sweep_id, dag_run.c.dag_id, dag_run.c.sweep_limit, dag_run.c.triggering_user)
    counted = (
        select(*columns, dag_run.c.state, func.min(dag_run.c.logical_date).label("begun"), func.count().label("number"))
        .where(dag_run.c.sweep_id.in_(ids))
        .group_by(*columns, dag_run.c.state)
    )
    found: dict[str, SweepRecord] = {}
    for row in tx.execute(counted):
        before = found.get(row.sweep_id)
        states = {**(before.states if before else {}), DagRunState(row.state).value: int(row.number)}
        began = min(row.begun, before.started_at) if before else row.begun
        found[row.sweep_id] = SweepRecord(
            row.sweep_id, row.dag_id, row.sweep_limit or 1, began, row.triggering_user, states
        )
    return list(found.values())
