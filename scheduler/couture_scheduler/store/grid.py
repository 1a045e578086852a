"""What the views of a DAG over several runs are drawn from: the states and times of tasks, in few rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.dialects import SecondsBetween
from couture_scheduler.store.tables import dag_run, task_instance

State = TaskInstanceState | None


class GridCell(NamedTuple):
    """The instances of a task of a run that are in the same state; an unmapped task has one. ``mapped`` counts the
    mapped ones among them. ``start`` and ``end`` are seconds after the run was queued: the first start, the last
    end; what was queued last has waited since ``queued``. A tuple, for they come by ten thousands and a dataclass costs
    several times as much to make."""

    dag_run_id: int
    task_id: str
    state: State
    mapped: int
    try_number: int
    queued: float | None
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class MappedCell:
    """One mapped instance of a task of a run; the times as in ``GridCell``."""

    dag_run_id: int
    map_index: int
    label: str | None
    state: State
    try_number: int
    queued: float | None
    start: float | None
    end: float | None


_BEGAN = func.coalesce(task_instance.c.first_started_at, task_instance.c.started_at)


def cells(tx: Connection, runs: Sequence[int], task_ids: Sequence[str] = ()) -> list[GridCell]:
    """The cells of these runs, of all tasks or of some."""
    key = (task_instance.c.dag_run_id, task_instance.c.task_id, task_instance.c.state)
    # Apart, for grouping costs more than all the rest, and only what is mapped needs it.
    single = _of(runs, task_ids, *key, literal_column("0"), task_instance.c.try_number, *_TIMES)
    mapped = _of(
        runs,
        task_ids,
        *key,
        func.count(),
        func.max(task_instance.c.try_number),
        _after_queued(func.max(task_instance.c.queued_at)),
        _after_queued(func.min(_BEGAN)),
        _after_queued(func.max(task_instance.c.ended_at)),
    )
    grouped = mapped.where(task_instance.c.map_index >= 0).group_by(*key, dag_run.c.queued_at)
    rows = [*tx.execute(single.where(task_instance.c.map_index < 0)).all(), *tx.execute(grouped).all()]
    return list(map(GridCell._make, rows))


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
