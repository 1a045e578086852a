"""Runs that were due and were not made, for people to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from couture_scheduler.engine.decisions import MissedRun
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import missed_run


@dataclass(frozen=True, slots=True)
class MissedRunRecord:
    """One run that was not made, and why."""

    dag_id: str
    logical_date: datetime
    run_after: datetime
    why: str
    noticed_at: datetime


def record(tx: Connection, dag_id: str, missed: Sequence[MissedRun], now: datetime) -> None:
    """Remember them; one that is known already keeps its newest reason."""
    rows = [
        {
            "dag_id": dag_id,
            "logical_date": each.logical_date,
            "run_after": each.run_after,
            "why": each.why,
            "noticed_at": now,
        }
        for each in missed
    ]
    upsert(tx, missed_run, rows)


def listing(tx: Connection, dag_id: str, limit: int = 100, offset: int = 0) -> list[MissedRunRecord]:
    """The newest missed runs of the DAG."""
    newest = select(missed_run).where(missed_run.c.dag_id == dag_id).order_by(missed_run.c.logical_date.desc())
    return [MissedRunRecord(**row._mapping) for row in tx.execute(newest.limit(limit).offset(offset))]


def count(tx: Connection, dag_id: str) -> int:
    """How many missed runs of the DAG are known."""
    return int(tx.execute(select(func.count()).where(missed_run.c.dag_id == dag_id)).scalar_one())


def forget_before(tx: Connection, dag_id: str, moment: datetime) -> None:
    """Forget those that were due before ``moment``."""
    tx.execute(delete(missed_run).where(missed_run.c.dag_id == dag_id, missed_run.c.run_after < moment))
