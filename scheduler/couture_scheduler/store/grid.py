"""What the views of a DAG over several runs are drawn from: the states and times of tasks, in few rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.dialects import Listed, SecondsBetween
from couture_scheduler.store.tables import dag_run, task_instance

State = TaskInstanceState | None
_STATES: dict[str | None, State] = {None: None, **{state.value: state for state in TaskInstanceState}}


@dataclass(frozen=True, slots=True)
class GridCells:
    """The cells of a run in columns, for they come by ten thousands. Each place in them is the instances of a task that
    are in the same state; an unmapped task has one. ``mapped`` counts the mapped ones among them. ``start`` and ``end``
    are seconds after the run was queued: the first start, the last end; what was queued last has waited since
    ``queued``."""

    task_id: list[str] = field(default_factory=list)
    state: list[State] = field(default_factory=list)
    mapped: list[int] = field(default_factory=list)
    try_number: list[int] = field(default_factory=list)
    queued: list[float | None] = field(default_factory=list)
    start: list[float | None] = field(default_factory=list)
    end: list[float | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MappedCell:
    """One mapped instance of a task of a run; the times as in ``GridCells``."""

    dag_run_id: int
    map_index: int
    label: str | None
    state: State
    try_number: int
    queued: float | None
    start: float | None
    end: float | None


_BEGAN = func.coalesce(task_instance.c.first_started_at, task_instance.c.started_at)


def cells(tx: Connection, runs: Sequence[int], task_ids: Sequence[str] = ()) -> dict[int, GridCells]:
    """The cells of each of these runs, of all tasks or of some."""
    found = {run: GridCells() for run in runs}
    # Apart, for grouping costs more than all the rest, and only what is mapped needs it.
    columns = (task_instance.c.task_id, task_instance.c.state, task_instance.c.try_number, *_TIMES)
    single = _of(runs, task_ids, task_instance.c.dag_run_id, *map(Listed, columns))
    of_run = single.where(task_instance.c.map_index < 0).group_by(task_instance.c.dag_run_id)
    for run, tasks, states, tries, *times in tx.execute(of_run):
        found[run] = GridCells(tasks, [_STATES[state] for state in states], [0] * len(tasks), tries, *times)
    for run, *cell in tx.execute(_mapped(runs, task_ids)):
        for column, value in zip(fields(GridCells), cell, strict=True):
            getattr(found[run], column.name).append(value)
    return found


def _mapped(runs: Sequence[int], task_ids: Sequence[str]) -> Select[Any]:
    key = (task_instance.c.dag_run_id, task_instance.c.task_id, task_instance.c.state)
    counted = _of(
        runs,
        task_ids,
        *key,
        func.count(),
        func.max(task_instance.c.try_number),
        _after_queued(func.max(task_instance.c.queued_at)),
        _after_queued(func.min(_BEGAN)),
        _after_queued(func.max(task_instance.c.ended_at)),
    )
    return counted.where(task_instance.c.map_index >= 0).group_by(*key, dag_run.c.queued_at)


def mapped_cells(tx: Connection, runs: Sequence[int], task_id: str) -> list[MappedCell]:
    """The mapped instances of a task in these runs, by their map index."""
    found = _of(
        runs,
        (task_id,),
        task_instance.c.dag_run_id,
        task_instance.c.map_index,
        task_instance.c.map_label,
        task_instance.c.state,
        task_instance.c.try_number,
        *_TIMES,
    )
    ordered = found.where(task_instance.c.map_index >= 0).order_by(task_instance.c.map_index)
    return [MappedCell(*row) for row in tx.execute(ordered)]


def _after_queued(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    return SecondsBetween(dag_run.c.queued_at, moment)


_TIMES = (
    _after_queued(task_instance.c.queued_at),
    _after_queued(_BEGAN),
    _after_queued(task_instance.c.ended_at),
)


def _of(runs: Sequence[int], task_ids: Sequence[str], *columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(task_instance).join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
    wanted = joined.where(task_instance.c.dag_run_id.in_(runs))
    return wanted.where(task_instance.c.task_id.in_(task_ids)) if task_ids else wanted
