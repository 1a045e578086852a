"""Failures by their fingerprint: how often the same one was seen, since when, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from couture_scheduler.store.tables import dag_run, task_instance, task_try

_FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FailureFilter:
    """Which failures; empty means any. ``since`` is about when they were seen last."""

    dag_id: str = ""
    fingerprint: str = ""
    prefix: str = ""  # how the fingerprint begins
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class FailedTry:
    """One try that failed."""

    fingerprint: str
    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    try_number: int
    ended_at: datetime
    error: str | None
    error_name: str | None


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """The same failure in several tries and runs; ``first`` and ``last`` are the first and the last of them."""

    fingerprint: str
    tries: int
    runs: int
    dag_ids: tuple[str, ...]
    first: FailedTry
    last: FailedTry


def groups(tx: Connection, wanted: FailureFilter, limit: int, offset: int) -> list[FailureGroup]:
    """Failures, those seen last first."""
    found = (
        _joined(
            task_try.c.fingerprint,
            func.count().label("tries"),
            func.count(func.distinct(task_instance.c.dag_run_id)).label("runs"),
            func.max(task_try.c.ended_at).label("last"),
        )
        .where(*_conditions(wanted))
        .group_by(task_try.c.fingerprint)
        .order_by(func.max(task_try.c.ended_at).desc(), task_try.c.fingerprint)
        .limit(limit)
        .offset(offset)
    )
    if wanted.since is not None:
        found = found.having(func.max(task_try.c.ended_at) >= wanted.since)
    rows = tx.execute(found).all()
    return [_group(tx, row, wanted) for row in rows]


def count(tx: Connection, wanted: FailureFilter) -> int:
    """How many different failures there are."""
    found = _joined(task_try.c.fingerprint).where(*_conditions(wanted)).group_by(task_try.c.fingerprint)
    if wanted.since is not None:
        found = found.having(func.max(task_try.c.ended_at) >= wanted.since)
    return int(tx.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def tries_of(tx: Connection, fingerprint: str, limit: int, dag_id: str = "") -> list[FailedTry]:
    """The tries with this failure, the newest first."""
    return _tries(tx, FailureFilter(dag_id=dag_id, fingerprint=fingerprint), limit, newest_first=True)


def _group(tx: Connection, row: Row[Any], wanted: FailureFilter) -> FailureGroup:
    of_this = FailureFilter(dag_id=wanted.dag_id, fingerprint=row.fingerprint)
    dags = _joined(dag_run.c.dag_id).where(*_conditions(of_this)).distinct().order_by(dag_run.c.dag_id)
    (first,), (last,) = (_tries(tx, of_this, 1, newest_first=newest) for newest in (False, True))
    return FailureGroup(row.fingerprint, row.tries, row.runs, tuple(tx.execute(dags).scalars()), first, last)


def _tries(tx: Connection, wanted: FailureFilter, limit: int, *, newest_first: bool) -> list[FailedTry]:
    keys = (task_try.c.ended_at, task_try.c.task_instance_id, task_try.c.try_number)
    found = (
        _joined(
            task_try.c.fingerprint,
            dag_run.c.dag_id,
            dag_run.c.run_id,
            task_instance.c.task_id,
            task_instance.c.map_index,
            task_try.c.try_number,
            task_try.c.ended_at,
            task_try.c.error,
            task_try.c.error_name,
        )
        .where(*_conditions(wanted))
        .order_by(*(key.desc() if newest_first else key for key in keys))
        .limit(limit)
    )
    return [FailedTry(*row) for row in tx.execute(found)]


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(task_try)
        .join(task_instance, task_instance.c.id == task_try.c.task_instance_id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
    )


def _conditions(wanted: FailureFilter) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        task_try.c.fingerprint.is_not(None),
        task_try.c.state == _FAILED,
        task_try.c.ended_at.is_not(None),
    ]
    if wanted.fingerprint:
        conditions.append(task_try.c.fingerprint == wanted.fingerprint)
    if wanted.prefix:
        conditions.append(task_try.c.fingerprint.startswith(wanted.prefix, autoescape=True))
    if wanted.dag_id:
        conditions.append(dag_run.c.dag_id == wanted.dag_id)
    return conditions
