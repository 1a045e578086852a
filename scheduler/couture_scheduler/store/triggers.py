"""Triggers: what deferred task instances wait for. Their arguments are encrypted by whoever calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import dag_run, task_instance, trigger

MOST_IDS = 500  # in one query


@dataclass(frozen=True, slots=True)
class WaitRecord:
    """A task instance that is deferred, and its trigger; ``kwargs`` is encrypted JSON."""

    task_instance_id: int
    dag_run_id: int
    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    try_number: int
    max_tries: int
    launch: int
    class_path: str
    kwargs: str

    @property
    def launch_id(self) -> str:
        """Of the launch that deferred the try, as ``Launch.id``."""
        return f"{self.task_instance_id}.{self.try_number}.{self.launch}"


def put_many(tx: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Keep what these task instances wait for: ``task_instance_id``, ``class_path``, ``kwargs``, ``timeout_at``."""
    upsert(tx, trigger, [{**row, "created_at": now} for row in rows])


def forget(tx: Connection, task_instance_ids: Sequence[int]) -> None:
    """These wait no more."""
    for first in range(0, len(task_instance_ids), MOST_IDS):
        chunk = task_instance_ids[first : first + MOST_IDS]
        tx.execute(delete(trigger).where(trigger.c.task_instance_id.in_(chunk)))


def awaited(tx: Connection) -> dict[str, int]:
    """What is waited for now: the task instances' ids by the ids of the launches that deferred them."""
    columns = (task_instance.c.id, task_instance.c.try_number, task_instance.c.launch)
    found = tx.execute(select(*columns).join(trigger).where(task_instance.c.state == TaskInstanceState.DEFERRED))
    return {f"{row[0]}.{row[1]}.{row[2]}": row[0] for row in found}


def waits(tx: Connection, task_instance_ids: Collection[int]) -> list[WaitRecord]:
    """All about the waits of these task instances (at most a few hundred at once)."""
    columns = (
        task_instance.c.id,
        dag_run.c.id,
        dag_run.c.dag_id,
        dag_run.c.run_id,
        task_instance.c.task_id,
        task_instance.c.map_index,
        task_instance.c.try_number,
        task_instance.c.max_tries,
        task_instance.c.launch,
        trigger.c.class_path,
        trigger.c.kwargs,
    )
    found = (
        select(*columns)
        .select_from(trigger)
        .join(task_instance, task_instance.c.id == trigger.c.task_instance_id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
        .where(task_instance.c.id.in_(task_instance_ids), task_instance.c.state == TaskInstanceState.DEFERRED)
    )
    return [WaitRecord(*row) for row in tx.execute(found)]


def sealed(tx: Connection) -> list[tuple[int, str]]:
    """The encrypted arguments of all triggers, for a change of the key: (task instance id, arguments)."""
    return [(row[0], row[1]) for row in tx.execute(select(trigger.c.task_instance_id, trigger.c.kwargs))]


def seal(tx: Connection, task_instance_id: int, kwargs: str) -> None:
    """Replace the encrypted arguments of a trigger."""
    wanted = trigger.c.task_instance_id == task_instance_id
    tx.execute(trigger.update().where(wanted).values(kwargs=kwargs))
