"""What task instances keep over their tries, by key. What has expired is not there, though its row may still be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select

from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import dag_run, task_instance, task_state_store


@dataclass(frozen=True, slots=True)
class TaskStateRecord:
    """One value (JSON). ``expires_at`` is ``None`` for one that is kept as long as its run."""

    key: str
    value: Any
    updated_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExpiredState:
    """A value that may be deleted."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    key: str


def put(tx: Connection, task_instance_id: int, record: TaskStateRecord) -> None:
    """Keep a value in place of the one that is there."""
    values = {name: getattr(record, name) for name in TaskStateRecord.__dataclass_fields__}
    upsert(tx, task_state_store, [{"task_instance_id": task_instance_id, **values}])


def get(tx: Connection, task_instance_id: int, key: str, now: datetime) -> TaskStateRecord | None:
    """One value."""
    row = tx.execute(_COLUMNS.where(*_there(task_instance_id, now), task_state_store.c.key == key)).first()
    return None if row is None else TaskStateRecord(*row)


def page(tx: Connection, task_instance_id: int, now: datetime, limit: int, offset: int) -> list[TaskStateRecord]:
    """The values of a task instance, by key."""
    query = _COLUMNS.where(*_there(task_instance_id, now)).order_by(task_state_store.c.key)
    return [TaskStateRecord(*row) for row in tx.execute(query.limit(limit).offset(offset))]


def count(tx: Connection, task_instance_id: int, now: datetime) -> int:
    """How many there are."""
    query = select(func.count()).select_from(task_state_store).where(*_there(task_instance_id, now))
    return int(tx.execute(query).scalar_one())


def remove(tx: Connection, task_instance_id: int, key: str) -> None:
    """Forget one value, if it is there."""
    tx.execute(_DELETE.where(task_state_store.c.task_instance_id == task_instance_id, task_state_store.c.key == key))


def clear(tx: Connection, task_instance_ids: Sequence[int]) -> None:
    """Forget all that these task instances keep."""
    if task_instance_ids:
        tx.execute(_DELETE.where(task_state_store.c.task_instance_id.in_(task_instance_ids)))


def expired(tx: Connection, now: datetime, limit: int) -> list[ExpiredState]:
    """What may be deleted, that which expired first first."""
    names = (dag_run.c.dag_id, dag_run.c.run_id, task_instance.c.task_id, task_instance.c.map_index)
    query = (
        select(*names, task_state_store.c.key)
        .join(task_instance, task_instance.c.id == task_state_store.c.task_instance_id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
        .where(task_state_store.c.expires_at <= now)
        .order_by(task_state_store.c.expires_at, task_instance.c.id, task_state_store.c.key)
    )
    return [ExpiredState(*row) for row in tx.execute(query.limit(limit))]


def remove_expired(tx: Connection, now: datetime) -> int:
    """Delete what has expired; how many."""
    return tx.execute(_DELETE.where(task_state_store.c.expires_at <= now)).rowcount


def _there(task_instance_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    lasts = or_(task_state_store.c.expires_at.is_(None), task_state_store.c.expires_at > now)
    return task_state_store.c.task_instance_id == task_instance_id, lasts


_DELETE = delete(task_state_store)
_COLUMNS = select(*(task_state_store.c[name] for name in TaskStateRecord.__dataclass_fields__))
