"""Deadlines of runs: when each is due, and which were missed. Those that are due are found by an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from couture_jupyter.states import DagRunState
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import dag_run, deadline


@dataclass(frozen=True, slots=True)
class DeadlineRecord:
    """A deadline of a run; ``position`` is its place in ``DagSpec.deadlines``."""

    dag_run_id: int
    position: int
    name: str
    due_at: datetime
    missed_at: datetime | None


def put(tx: Connection, found: list[DeadlineRecord]) -> None:
    """Keep them."""
    upsert(tx, deadline, [{name: getattr(each, name) for name in each.__dataclass_fields__} for each in found])


def of_run(tx: Connection, dag_run_id: int) -> list[DeadlineRecord]:
    """Those of a run that are open or were missed, in their order."""
    found = select(deadline).where(deadline.c.dag_run_id == dag_run_id).order_by(deadline.c.position)
    return [DeadlineRecord(**row._mapping) for row in tx.execute(found)]


def due(tx: Connection, now: datetime, limit: int = 500) -> list[DeadlineRecord]:
    """Those that are due and not yet known to be missed, the earliest first."""
    wanted = deadline.c.missed_at.is_(None) & (deadline.c.due_at <= now)
    found = select(deadline).where(wanted).order_by(deadline.c.due_at).limit(limit)
    return [DeadlineRecord(**row._mapping) for row in tx.execute(found)]


def next_due(tx: Connection) -> datetime | None:
    """When the next one is due."""
    found: datetime | None = tx.execute(
        select(func.min(deadline.c.due_at)).where(deadline.c.missed_at.is_(None))
    ).scalar()
    return found


def mark_missed(tx: Connection, missed: DeadlineRecord, now: datetime) -> bool:
    """It was missed; false when that is known already."""
    wanted = (deadline.c.dag_run_id == missed.dag_run_id) & (deadline.c.position == missed.position)
    statement = update(deadline).where(wanted, deadline.c.missed_at.is_(None)).values(missed_at=now)
    return tx.execute(statement).rowcount == 1


def meet(tx: Connection, dag_run_id: int, ended_at: datetime) -> None:
    """The run has succeeded at this moment: what was due later is met, and forgotten."""
    later = (deadline.c.dag_run_id == dag_run_id) & (deadline.c.due_at >= ended_at)
    tx.execute(delete(deadline).where(later, deadline.c.missed_at.is_(None)))


def average_runtime(
    tx: Connection, dag_id: str, max_runs: int, min_runs: int, *, without: int | None = None
) -> timedelta | None:
    """How long the last successful runs, ``without`` this one, took on average; ``None`` when there are fewer than
    ``min_runs``."""
    found = (
        select(dag_run.c.started_at, dag_run.c.ended_at)
        .where(dag_run.c.dag_id == dag_id, dag_run.c.state == DagRunState.SUCCESS)
        .where(dag_run.c.started_at.is_not(None), dag_run.c.ended_at.is_not(None), dag_run.c.id != (without or 0))
        .order_by(dag_run.c.sort_at.desc(), dag_run.c.id.desc())
        .limit(max_runs)
    )
    lengths = [row.ended_at - row.started_at for row in tx.execute(found)]
    return sum(lengths, timedelta()) / len(lengths) if len(lengths) >= min_runs else None
