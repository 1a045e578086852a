"""SLAs that were missed: one row for a task of a run, whatever happens later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.ordering import order
from couture_scheduler.store.tables import sla_miss

NEWEST_FIRST = "-missed_at"


@dataclass(frozen=True, slots=True)
class SlaMissRecord:
    """A task that had not succeeded in time. ``notified_at``: when its callback and its e-mails were written down to be
    called and sent; ``description`` is what people noted about it."""

    dag_id: str
    task_id: str
    logical_date: datetime
    run_id: str | None
    missed_at: datetime
    notified_at: datetime | None
    description: str | None


@dataclass(frozen=True, slots=True)
class SlaMissFilter:
    """Which of them; ``None`` means any."""

    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    matches: tuple[TextMatch | Bound, ...] = ()  # of dag_id, task_id, description, missed_at and logical_date
    is_noted: bool | None = None


ORDERS: dict[str, Any] = {
    "missed_at": sla_miss.c.missed_at,
    "logical_date": sla_miss.c.logical_date,
    "dag_id": sla_miss.c.dag_id,
    "task_id": sla_miss.c.task_id,
    "notified_at": sla_miss.c.notified_at,
}


def add_absent(tx: Connection, miss: SlaMissRecord) -> bool:
    """Write it down; false when it is known already."""
    try:
        with tx.begin_nested():
            tx.execute(insert(sla_miss).values(**{name: getattr(miss, name) for name in miss.__dataclass_fields__}))
    except IntegrityError:  # or the DAG was deleted meanwhile
        return False
    return True


def get(tx: Connection, dag_id: str, task_id: str, logical_date: datetime) -> SlaMissRecord | None:
    """One of them."""
    row = tx.execute(select(sla_miss).where(*_named(dag_id, task_id, logical_date))).first()
    return None if row is None else SlaMissRecord(**row._mapping)


def describe(tx: Connection, dag_id: str, task_id: str, logical_date: datetime, description: str | None) -> None:
    """Note something about it."""
    named = _named(dag_id, task_id, logical_date)
    tx.execute(update(sla_miss).where(*named).values(description=description or None))


def listing(
    tx: Connection, wanted: SlaMissFilter, limit: int, offset: int, order_by: str = NEWEST_FIRST
) -> tuple[list[SlaMissRecord], int]:
    """A part of them, and how many there are."""
    asked = _conditions(wanted)
    found = select(sla_miss).where(*asked).order_by(*_order(order_by)).limit(limit).offset(offset)
    total = tx.execute(select(func.count()).select_from(sla_miss).where(*asked)).scalar_one()
    return [SlaMissRecord(**row._mapping) for row in tx.execute(found)], int(total)


def keys(tx: Connection, wanted: SlaMissFilter, order_by: str = NEWEST_FIRST) -> list[tuple[str, str, datetime]]:
    """DAG, task and logical date of all of them."""
    found = select(sla_miss.c.dag_id, sla_miss.c.task_id, sla_miss.c.logical_date).where(*_conditions(wanted))
    return [(row[0], row[1], row[2]) for row in tx.execute(found.order_by(*_order(order_by)))]


def _order(order_by: str) -> list[ColumnElement[Any]]:
    among_equals = (sla_miss.c.dag_id, sla_miss.c.logical_date.desc(), sla_miss.c.task_id)
    return [*order(ORDERS, order_by, sla_miss.c.missed_at), *among_equals]


def _conditions(wanted: SlaMissFilter) -> list[ColumnElement[bool]]:
    found = conditions(_MATCHED, wanted.matches)
    for name in ("dag_id", "run_id", "task_id"):
        if (value := getattr(wanted, name)) is not None:
            found.append(sla_miss.c[name] == value)
    if wanted.is_noted is not None:
        found.append(sla_miss.c.description.is_not(None) if wanted.is_noted else sla_miss.c.description.is_(None))
    return found


_MATCHED = {name: sla_miss.c[name] for name in ("dag_id", "task_id", "description", "missed_at", "logical_date")}


def _named(dag_id: str, task_id: str, logical_date: datetime) -> tuple[ColumnElement[bool], ...]:
    return sla_miss.c.dag_id == dag_id, sla_miss.c.task_id == task_id, sla_miss.c.logical_date == logical_date
