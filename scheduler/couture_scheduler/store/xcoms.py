"""XComs: values that tasks leave for other tasks, by key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from couture_jupyter.xcom import TAG
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import dag_run, task_instance, xcom

RETURN_VALUE = "return_value"


@dataclass(frozen=True, slots=True)
class XComRecord:
    """One value (JSON) with where it comes from."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    key: str
    value: Any
    created_at: datetime


def put_many(tx: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Store values, the newest wins: rows of ``dag_id``, ``run_id``, ``task_id``, ``map_index``, ``key`` and ``value``
    (JSON). A row whose task instance is gone is left out."""
    runs: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        runs.setdefault((row["dag_id"], row["run_id"]), []).append(row)
    for (dag_id, run_id), group in runs.items():
        ids = _instances(tx, dag_id, run_id, {row["task_id"] for row in group})
        values = {
            (ids[row["task_id"], row["map_index"]], row["key"]): row["value"]
            for row in group
            if (row["task_id"], row["map_index"]) in ids
        }
        upsert(
            tx,
            xcom,
            [
                {
                    "task_instance_id": instance,
                    "key": key,
                    "value": value,
                    "length": length_of(value),
                    "created_at": now,
                }
                for (instance, key), value in values.items()
            ],
        )


def length_of(value: Any) -> int | None:
    """How many items a value (JSON, as ``couture_jupyter.xcom.encode`` writes it) has for a mapped task; ``None`` when
    it is neither a list nor a dict."""
    if isinstance(value, dict) and TAG in value:
        value = value["value"]
    return len(value) if isinstance(value, list | dict) else None


def lengths(tx: Connection, run_id: int, task_ids: Collection[str]) -> dict[tuple[str, int, str], int]:
    """(task id, map index, key) -> the length of what those tasks of a run pushed; -1 for what has none."""
    found = (
        select(task_instance.c.task_id, task_instance.c.map_index, xcom.c.key, xcom.c.length)
        .join(task_instance, task_instance.c.id == xcom.c.task_instance_id)
        .where(task_instance.c.dag_run_id == run_id, task_instance.c.task_id.in_(list(task_ids)))
    )
    return {(row[0], row[1], row[2]): -1 if row[3] is None else row[3] for row in tx.execute(found)}


def pull(
    tx: Connection,
    dag_id: str,
    run_id: str,
    *,
    task_ids: str | Collection[str] | None = None,
    key: str | None = RETURN_VALUE,
    map_indexes: int | Collection[int] | None = None,
) -> Any:
    """What ``xcom_pull`` answers, as in Airflow.

    One task id: its value, or the list of the values of all its mapped instances; ``None`` when there is none.
    Several task ids: the list of that for each, in the order asked for. No task id: the newest value under ``key``.
    """
    wanted = [task_ids] if isinstance(task_ids, str) else task_ids
    indexes = [map_indexes] if isinstance(map_indexes, int) else map_indexes
    found = listing(tx, dag_id, run_id, task_ids=wanted, key=key, map_indexes=indexes)
    if wanted is None:
        newest = max(found, key=lambda each: each.created_at, default=None)
        return None if newest is None else newest.value
    one_index = isinstance(map_indexes, int)
    if isinstance(task_ids, str):
        return _of_one_task(found, one_index)
    return [_of_one_task([each for each in found if each.task_id == task_id], one_index) for task_id in wanted]


def _of_one_task(found: Sequence[XComRecord], one_index: bool) -> Any:
    if any(each.map_index >= 0 for each in found) and not one_index:
        return [each.value for each in found]
    return found[0].value if found else None


def listing(
    tx: Connection,
    dag_id: str,
    run_id: str,
    *,
    task_ids: Collection[str] | None = None,
    key: str | None = None,
    map_indexes: Collection[int] | None = None,
) -> list[XComRecord]:
    """The values in one run, in the order of its task instances; ``None`` means any."""
    names = (dag_run.c.dag_id, dag_run.c.run_id, task_instance.c.task_id, task_instance.c.map_index)
    found = (
        select(*names, xcom.c.key, xcom.c.value, xcom.c.created_at)
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


def remove(tx: Connection, task_instance_id: int, key: str) -> None:
    """Delete one value."""
    tx.execute(delete(xcom).where(xcom.c.task_instance_id == task_instance_id, xcom.c.key == key))


def _instances(tx: Connection, dag_id: str, run_id: str, task_ids: Collection[str]) -> dict[tuple[str, int], int]:
    asked: dict[str, Any] = {"_dag": dag_id, "_run": run_id}
    if len(task_ids) > 500:  # that is most of the run anyway
        found = tx.execute(_OF_RUN, asked)
    else:
        found = tx.execute(_OF_TASKS, asked | {"_tasks": list(task_ids)})
    return {(row[0], row[1]): row[2] for row in found}


_OF_RUN = (
    select(task_instance.c.task_id, task_instance.c.map_index, task_instance.c.id)
    .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
    .where(dag_run.c.dag_id == bindparam("_dag"), dag_run.c.run_id == bindparam("_run"))
)
_OF_TASKS = _OF_RUN.where(task_instance.c.task_id.in_(bindparam("_tasks", expanding=True)))
