"""SLAs that were missed: one row for a task of a run, whatever happens later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from couture_scheduler.store.tables import sla_miss


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


def listing(tx: Connection, wanted: SlaMissFilter, limit: int, offset: int) -> tuple[list[SlaMissRecord], int]:
    """Those that were missed last first, and how many there are."""
    conditions = [sla_miss.c[name] == value for name, value in _given(wanted).items()]
    order = (sla_miss.c.missed_at.desc(), sla_miss.c.dag_id, sla_miss.c.logical_date.desc(), sla_miss.c.task_id)
    found = select(sla_miss).where(*conditions).order_by(*order).limit(limit).offset(offset)
    total = tx.execute(select(func.count()).select_from(sla_miss).where(*conditions)).scalar_one()
    return [SlaMissRecord(**row._mapping) for row in tx.execute(found)], int(total)


def _given(wanted: SlaMissFilter) -> dict[str, Any]:
    values = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}
    return {name: value for name, value in values.items() if value is not None}


def _named(dag_id: str, task_id: str, logical_date: datetime) -> tuple[ColumnElement[bool], ...]:
    return sla_miss.c.dag_id == dag_id, sla_miss.c.task_id == task_id, sla_miss.c.logical_date == logical_date
