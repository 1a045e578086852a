"""When the tries of a run's tasks waited and ran.

Of a task with very many mapped instances some are told one by one (those that failed or run, then the first), and of
all of them together how many are in which state, and when the first began and the last ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.tables import task_instance, task_try

# So many mapped instances of a task are told one by one.
MOST_INSTANCES = 200


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


@dataclass(frozen=True, slots=True)
class ManyInstances:
    """All mapped instances of a task together: the first start, the last end of those that ended."""

    task_id: str
    counts: Mapping[TaskInstanceState | None, int]
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


def of_run(tx: Connection, run_id: int, most: int = MOST_INSTANCES) -> list[TimelineTry]:
    """All tries of the task instances of a run (its integer id), and its task instances without a try; of a task with
    more than ``most`` mapped instances of so many."""
    found: dict[tuple[int, int], TimelineTry] = {}
    of_run = _told(run_id, most)
    for key, *row in tx.execute(select(task_instance.c.id, *_NAMES, *_TRIED).join(task_try).where(of_run)):
        tried = TimelineTry(*row)
        found[key, tried.try_number] = tried
    for key, *row in tx.execute(select(task_instance.c.id, *_NAMES, *_NOW).where(of_run)):
        now = TimelineTry(*row)
        if now.queued_at is not None or (key, now.try_number) not in found:  # else it was cleared: the try is over
            found[key, now.try_number] = now
    return [each for _, each in sorted(found.items(), key=lambda item: item[0])]


def many_of_run(tx: Connection, run_id: int, most: int = MOST_INSTANCES) -> list[ManyInstances]:
    """The tasks of which ``of_run`` does not tell every mapped instance."""
    columns = task_instance.c
    of_run = (columns.dag_run_id == run_id, columns.map_index >= 0)
    large = select(columns.task_id).where(*of_run).group_by(columns.task_id).having(func.count() > most)
    # Apart from the large ones' times, for most runs have none: one quick question.
    if not (tasks := list(tx.scalars(large.order_by(columns.task_id)))):
        return []
    wanted = (*of_run, columns.task_id.in_(tasks))
    counts: dict[str, dict[TaskInstanceState | None, int]] = {}
    for task, state, number in tx.execute(
        select(columns.task_id, columns.state, func.count()).where(*wanted).group_by(columns.task_id, columns.state)
    ):
        counts.setdefault(task, {})[state] = number
    times = select(columns.task_id, func.min(columns.queued_at), func.min(_BEGAN), func.max(columns.ended_at))
    return [
        ManyInstances(task, counts[task], *moments)
        for task, *moments in tx.execute(times.where(*wanted).group_by(columns.task_id).order_by(columns.task_id))
    ]


def _told(run_id: int, most: int) -> ColumnElement[bool]:
    """Whether an instance is among those that are told one by one."""
    columns = task_instance.c
    telling = case((columns.state.in_(_TELLING), 0), else_=1)
    place = func.row_number().over(partition_by=columns.task_id, order_by=(telling, columns.map_index))
    placed = select(columns.id, place.label("place")).where(columns.dag_run_id == run_id).subquery()
    return columns.id.in_(select(placed.c.id).where(placed.c.place <= most))


# What a person looks for among many.
_TELLING = (
    *(TaskInstanceState.FAILED, TaskInstanceState.UP_FOR_RETRY),
    *(TaskInstanceState.RUNNING, TaskInstanceState.RESTARTING),
)
_BEGAN = func.coalesce(task_instance.c.first_started_at, task_instance.c.started_at)

_NAMES: tuple[Any, ...] = (task_instance.c.task_id, task_instance.c.map_index, task_instance.c.map_label)
_TRIED: tuple[Any, ...] = (
    *(task_try.c.try_number, task_try.c.state),
    *(task_try.c.queued_at, task_try.c.started_at, task_try.c.ended_at),
)
_NOW: tuple[Any, ...] = (
    *(task_instance.c.try_number, task_instance.c.state, task_instance.c.queued_at),
    _BEGAN,
    task_instance.c.ended_at,
)
