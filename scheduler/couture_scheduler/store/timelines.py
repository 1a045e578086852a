"""When the tries of a run's tasks waited and ran."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.tables import task_instance, task_try


@dataclass(frozen=True, slots=True)
class TimelineTry:
    """One try of a task instance; with the number 0 one that was not tried yet."""

    task_id: str
    map_index: int
    label: str | None
    try_number: int
    state: TaskInstanceState | None
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


def of_run(tx: Connection, run_id: int) -> list[TimelineTry]:
    """All tries of all task instances of a run (its integer id), and its task instances without a try."""
    found: dict[tuple[int, int], TimelineTry] = {}
    of_run = task_instance.c.dag_run_id == run_id
    for key, *row in tx.execute(select(task_instance.c.id, *_NAMES, *_TRIED).join(task_try).where(of_run)):
        tried = TimelineTry(*row)
        found[key, tried.try_number] = tried
    for key, *row in tx.execute(select(task_instance.c.id, *_NAMES, *_NOW).where(of_run)):
        now = TimelineTry(*row)
        if now.queued_at is not None or (key, now.try_number) not in found:  # else it was cleared: the try is over
            found[key, now.try_number] = now
    return [each for _, each in sorted(found.items(), key=lambda item: item[0])]


_NAMES: tuple[Any, ...] = (task_instance.c.task_id, task_instance.c.map_index, task_instance.c.map_label)
_TRIED: tuple[Any, ...] = (
    *(task_try.c.try_number, task_try.c.state),
    *(task_try.c.queued_at, task_try.c.started_at, task_try.c.ended_at),
)
_NOW: tuple[Any, ...] = (
    *(task_instance.c.try_number, task_instance.c.state, task_instance.c.queued_at),
    func.coalesce(task_instance.c.first_started_at, task_instance.c.started_at),
    task_instance.c.ended_at,
)
