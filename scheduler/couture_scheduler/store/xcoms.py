"""XComs: values that tasks leave for other tasks, by key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import dag_run, task_instance, xcom

RETURN_VALUE = "return_value"


@dataclass(frozen=True, slots=True)
class XComRecord:
    """One value (JSON) with where it comes from."""

    task_instance_id: int
    task_id: str
    map_index: int
    key: str
    value: Any
    created_at: datetime


def put_many(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store values: rows of ``task_instance_id``, ``key``, ``value`` (JSON) and ``created_at``. The newest wins."""
    columns = ("task_instance_id", "key", "value", "created_at")
    upsert(tx, xcom, [{name: row[name] for name in columns} for row in rows])


def pull(
    tx: Connection,
    dag_id: str,
    run_id: str,
    *,
    task_ids: Collection[str] | None = None,
    key: str | None = RETURN_VALUE,
    map_indexes: Collection[int] | None = None,
) -> list[XComRecord]:
    """The values in one run, in the order of its task instances; ``None`` means any."""
    columns = (xcom.c.task_instance_id, task_instance.c.task_id, task_instance.c.map_index)
    found = (
        select(*columns, xcom.c.key, xcom.c.value, xcom.c.created_at)
        .join(task_instance, task_instance.c.id == xcom.c.task_instance_id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
        .where(dag_run.c.dag_id == dag_id, dag_run.c.run_id == run_id)
        .order_by(task_instance.c.id, xcom.c.key)
    )
    if task_ids is not None:
        found = found.where(task_instance.c.task_id.in_(list(task_ids)))
    if key is not None:
        found = found.where(xcom.c.key == key)
    if map_indexes is not None:
        found = found.where(task_instance.c.map_index.in_(list(map_indexes)))
    return [XComRecord(*row) for row in tx.execute(found)]


def clear(tx: Connection, task_instance_ids: Sequence[int]) -> None:
    """A new try begins: what earlier ones left goes."""
    if task_instance_ids:
        tx.execute(delete(xcom).where(xcom.c.task_instance_id.in_(task_instance_ids)))
