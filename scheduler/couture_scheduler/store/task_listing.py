"""Lists of task instances over runs and DAGs: a page, and its total."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, cast, func, literal, or_, select

from couture_jupyter.states import DagRunState, TaskInstanceState
from couture_scheduler.store import task_instances
from couture_scheduler.store.dialects import SecondsBetween
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.ordering import order
from couture_scheduler.store.tables import dag, dag_run, dag_version, task_instance
from couture_scheduler.store.task_instances import TaskInstanceRecord

DEFAULT_QUEUE = "default"  # all tasks wait in one


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which task instances; empty means any. Bounds of time are inclusive; ``None`` among the states: without one.
    ``matches`` are of the names below ``MATCHED``, a ``duration`` in seconds; ``queue`` is the same for all."""

    dag_ids: tuple[str, ...] = ()
    run_ids: tuple[str, ...] = ()
    task_ids: tuple[str, ...] = ()
    map_indexes: tuple[int, ...] = ()
    states: tuple[TaskInstanceState | None, ...] = ()
    pools: tuple[str, ...] = ()
    executors: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    try_numbers: tuple[int, ...] = ()
    version_numbers: tuple[int, ...] = ()
    matches: tuple[TextMatch | Bound, ...] = ()
    is_mapped: bool | None = None
    run_states: tuple[DagRunState, ...] = ()
    owner_text: str = ""  # in the owner of the DAG
    started_from: datetime | None = None
    started_to: datetime | None = None
    ended_from: datetime | None = None
    ended_to: datetime | None = None
    run_after_from: datetime | None = None
    run_after_to: datetime | None = None
    logical_date_from: datetime | None = None
    logical_date_to: datetime | None = None


_STARTED = func.coalesce(task_instance.c.first_started_at, task_instance.c.started_at)
_DURATION = SecondsBetween(_STARTED, task_instance.c.ended_at)
ORDERS: dict[str, Any] = {
    "id": task_instance.c.id,
    "task_id": task_instance.c.task_id,
    "task_display_name": task_instance.c.task_id,
    "dag_id": dag_run.c.dag_id,
    "run_id": dag_run.c.run_id,
    "dag_run_id": dag_run.c.run_id,
    "map_index": task_instance.c.map_index,
    "rendered_map_index": task_instance.c.map_index,
    "state": task_instance.c.state,
    "try_number": task_instance.c.try_number,
    "start_date": task_instance.c.started_at,
    "end_date": task_instance.c.ended_at,
    "logical_date": dag_run.c.logical_date,
    "run_after": dag_run.c.run_after,
    "data_interval_start": dag_run.c.data_interval_start,
    "pool": task_instance.c.pool,
    "operator": task_instance.c.operator,
    "queued_when": task_instance.c.queued_at,
    "hostname": task_instance.c.host,
    "max_tries": task_instance.c.max_tries,
    "priority_weight": task_instance.c.priority_weight,
    "duration": _DURATION,
}
_BOUNDS: dict[str, Any] = {
    "started": _STARTED,
    "ended": task_instance.c.ended_at,
    "run_after": dag_run.c.run_after,
    "logical_date": dag_run.c.logical_date,
}


_QUEUE: Any = literal(DEFAULT_QUEUE)
MATCHED: dict[str, Any] = {
    "dag_id": dag_run.c.dag_id,
    "run_id": dag_run.c.run_id,
    "task_display_name": task_instance.c.task_id,
    "pool_name": task_instance.c.pool,
    "queue_name": _QUEUE,
    "operator_name": task_instance.c.operator,
    "rendered_map_index": func.coalesce(task_instance.c.map_label, cast(task_instance.c.map_index, String(20))),
    "duration": _DURATION,
}


def page(tx: Connection, wanted: TaskFilter, order_by: str, limit: int | None, offset: int) -> list[TaskInstanceRecord]:
    """The task instances in this part of the list."""
    by = order(ORDERS, order_by, task_instance.c.id)
    rows = tx.execute(_wanted(select(task_instance.c.id), wanted).order_by(*by).limit(limit).offset(offset))
    ids = list(rows.scalars())
    found: dict[int, TaskInstanceRecord] = {}
    for first in range(0, len(ids), 500):
        found |= task_instances.get_many(tx, ids[first : first + 500])
    return [found[each] for each in ids]


def ids(tx: Connection, wanted: TaskFilter, order_by: str) -> list[int]:
    """The ids of all these task instances."""
    by = order(ORDERS, order_by, task_instance.c.id)
    return list(tx.execute(_wanted(select(task_instance.c.id), wanted).order_by(*by)).scalars())


def count(tx: Connection, wanted: TaskFilter) -> int:
    """How many task instances there are."""
    return int(tx.execute(_wanted(select(func.count()), wanted)).scalar_one())


def _wanted(what: Select[Any], wanted: TaskFilter) -> Select[Any]:
    joined = what.select_from(task_instance).join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
    return joined.where(*_conditions(wanted))


def _conditions(wanted: TaskFilter) -> list[ColumnElement[bool]]:
    found = conditions(MATCHED, wanted.matches)
    for column, values in (
        (dag_run.c.dag_id, wanted.dag_ids),
        (dag_run.c.run_id, wanted.run_ids),
        (task_instance.c.task_id, wanted.task_ids),
        (task_instance.c.map_index, wanted.map_indexes),
        (task_instance.c.pool, wanted.pools),
        (task_instance.c.executor, wanted.executors),
        (task_instance.c.operator, wanted.operators),
        (_QUEUE, wanted.queues),
        (task_instance.c.try_number, wanted.try_numbers),
        (dag_run.c.state, wanted.run_states),
    ):
        if values:
            found.append(column.in_(values))
    if wanted.version_numbers:
        numbered = select(dag_version.c.id).where(dag_version.c.number.in_(wanted.version_numbers))
        found.append(dag_run.c.version_id.in_(numbered))
    if wanted.states:
        found.append(_in_states(wanted.states))
    if wanted.is_mapped is not None:
        found.append(task_instance.c.map_index >= 0 if wanted.is_mapped else task_instance.c.map_index < 0)
    if wanted.owner_text:
        owned = select(dag.c.dag_id).where(dag.c.owner.icontains(wanted.owner_text, autoescape=True))
        found.append(dag_run.c.dag_id.in_(owned))
    return found + _within(wanted)


def _in_states(states: tuple[TaskInstanceState | None, ...]) -> ColumnElement[bool]:
    named = [state for state in states if state is not None]
    either = [task_instance.c.state.in_(named)] if named else []
    return or_(*either, task_instance.c.state.is_(None)) if None in states else or_(*either)


def _within(wanted: TaskFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name, column in _BOUNDS.items():
        if (first := getattr(wanted, f"{name}_from")) is not None:
            conditions.append(column >= first)
        if (last := getattr(wanted, f"{name}_to")) is not None:
            conditions.append(column <= last)
    return conditions
