"""Task instances: made with their run, moved in batches by guarded updates, loaded for the engine."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Update,
    bindparam,
    delete,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import FINISHED_TASK_STATES, TaskInstanceState
from couture_scheduler.engine.snapshot import TaskInstanceView, TaskKey
from couture_scheduler.store import triggers
from couture_scheduler.store.tables import dag_run, task_instance

State = TaskInstanceState | None
DEFERRED = TaskInstanceState.DEFERRED
ENDED: dict[str, None] = dict.fromkeys(("first_started_at", "next_method", "next_kwargs"))  # of a try that went on


@dataclass(frozen=True, slots=True)
class TaskChange:
    """One transition: the row goes to ``to`` and gets ``values`` (column → value) if its state is one of
    ``allowed_from``. ``to`` may equal the current state when only values change."""

    id: int
    to: State
    allowed_from: frozenset[State]
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskInstanceRecord:
    """A task instance as it is stored, with its current try."""

    id: int
    dag_run_id: int
    task_id: str
    map_index: int
    state: State
    try_number: int
    max_tries: int
    launch: int
    retry_at: datetime | None
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    pid: int | None
    process_started: float | None
    host: str | None
    executor: str | None
    operator: str
    pool: str
    pool_slots: int
    priority_weight: int
    progress: dict[str, Any] | None
    error: str | None
    error_name: str | None
    because: str | None
    folder: str | None
    note: str | None
    first_started_at: datetime | None = None
    map_label: str | None = None

    @property
    def began_at(self) -> datetime | None:
        """When the current try began, in an earlier process if it gave that back."""
        return self.first_started_at or self.started_at


def insert_for_run(
    tx: Connection, run_id: int, spec: DagSpec, tasks: Sequence[TaskSpec] | None = None
) -> list[TaskInstanceView]:
    """Make the task instances of a new run, in the order of the DAG: of ``tasks``, else of all that ``spec`` has.
    ``run_id`` is the run's integer id."""
    insert_tasks(tx, run_id, spec.tasks if tasks is None else tasks)
    return [view for _, view in views_of(tx, [run_id])]


def insert_tasks(tx: Connection, run_id: int, tasks: Sequence[TaskSpec]) -> None:
    """Make the instances of some tasks of a run."""
    rows = [_new_row(run_id, task, -1) for task in tasks]
    if rows:
        tx.execute(_INSERT, rows)


def _new_row(run_id: int, task: TaskSpec, map_index: int) -> dict[str, Any]:
    return {
        "dag_run_id": run_id,
        "task_id": task.task_id,
        "map_index": map_index,
        "state": None,
        "try_number": 0,
        "max_tries": task.retries,
        "launch": 0,
        "operator": task.operator,
        "pool": task.pool,
        "pool_slots": task.pool_slots,
        "priority_weight": task.priority_weight,
    }


def expand(tx: Connection, run_id: int, spec: TaskSpec, size: int) -> list[TaskInstanceView]:
    """Give a mapped task of a run at least ``size`` instances, map indexes from 0; its placeholder becomes the first.
    All its instances."""
    of_task = (task_instance.c.dag_run_id == run_id) & (task_instance.c.task_id == spec.task_id)
    tx.execute(update(task_instance).where(of_task, task_instance.c.map_index == -1).values(map_index=0))
    there = set(tx.execute(select(task_instance.c.map_index).where(of_task)).scalars())
    rows = [_new_row(run_id, spec, index) for index in range(size) if index not in there]
    if rows:
        tx.execute(_INSERT, rows)
    return [view for _, view in views_of(tx, [run_id]) if view.task_id == spec.task_id]


def apply(tx: Connection, changes: Sequence[TaskChange]) -> list[TaskChange]:
    """Carry the changes out, each if its guard holds; those that did not apply, for the caller to look at again.

    Rows are changed in the order of ``changes`` where one row occurs twice, else grouped by shape: one statement for
    each combination of guard and columns. Whatever leaves the state deferred loses its trigger.
    """
    failed: list[TaskChange] = []
    for batch in _rounds(sorted(changes, key=attrgetter("id"))):
        groups: dict[tuple[frozenset[State], tuple[str, ...]], list[TaskChange]] = {}
        for change in batch:
            groups.setdefault((change.allowed_from, tuple(change.values)), []).append(change)
        if len(groups) > 1:
            _lock(tx, batch)
        for (guard, columns), group in groups.items():
            failed += _apply_group(tx, _statement(guard, columns), group)
            if DEFERRED in guard:
                triggers.forget(tx, [change.id for change in group if change.to is not DEFERRED])
    return failed


def store_progress(tx: Connection, progress: Mapping[int, dict[str, Any]]) -> None:
    """How far notebooks are, by task instance id; only those that still run are changed."""
    rows = [{"_id": each, "progress": value} for each, value in progress.items()]
    if rows:
        tx.execute(_PROGRESS, rows)


def set_note(tx: Connection, id: int, note: str | None) -> None:  # noqa: A002
    """Write a person's note on the task instance."""
    tx.execute(update(task_instance).where(task_instance.c.id == id).values(note=note or None))


def name_of(tx: Connection, id: int) -> tuple[str, str, str, int] | None:  # noqa: A002
    """The (dag_id, run_id, task_id, map_index) of a task instance."""
    row = tx.execute(_NAME, {"_id": id}).first()
    return None if row is None else (row[0], row[1], row[2], row[3])


def launch_of(tx: Connection, id: int) -> tuple[int, int] | None:  # noqa: A002
    """The (try_number, launch) that a task instance is at."""
    row = tx.execute(_LAUNCH, {"_id": id}).first()
    return None if row is None else (row[0], row[1])


def ended_with_process(tx: Connection, pids: Sequence[int]) -> set[tuple[int, float]]:
    """Of the processes ``pids``: those (with their start time) whose task instance has ended. Looks at every row."""
    if not pids:
        return set()
    ended = task_instance.c.state.in_(FINISHED_TASK_STATES)
    rows = tx.execute(
        select(task_instance.c.pid, task_instance.c.process_started).where(task_instance.c.pid.in_(pids), ended)
    )
    return {(pid, started) for pid, started in rows if started is not None}


def get(tx: Connection, dag_run_id: int, task_id: str, map_index: int = -1) -> TaskInstanceRecord | None:
    """One task instance of a run."""
    wanted = select(task_instance).where(
        task_instance.c.dag_run_id == dag_run_id,
        task_instance.c.task_id == task_id,
        task_instance.c.map_index == map_index,
    )
    row = tx.execute(wanted).first()
    return None if row is None else _record(row)


def get_many(tx: Connection, ids: Sequence[int]) -> dict[int, TaskInstanceRecord]:
    """Task instances by their id (at most a few hundred at once)."""
    found = tx.execute(select(task_instance).where(task_instance.c.id.in_(ids)))
    return {row.id: _record(row) for row in found}


def of_run(tx: Connection, dag_run_id: int, *, lock: bool = False) -> list[TaskInstanceRecord]:
    """All task instances of a run, in the order of the DAG. With ``lock`` nobody else changes them before this
    transaction ends (on SQLite a writing transaction is alone anyway)."""
    found = select(task_instance).where(task_instance.c.dag_run_id == dag_run_id).order_by(task_instance.c.id)
    return [_record(row) for row in tx.execute(found.with_for_update() if lock else found)]


def views_of(tx: Connection, dag_run_ids: Sequence[int]) -> Iterator[tuple[int, TaskInstanceView]]:
    """What the engine looks at, with the id of the run."""
    for row in tx.execute(_VIEWS, {"_runs": list(dag_run_ids)}):
        yield row[0], TaskInstanceView(*row[1:])


def states_before(tx: Connection, dag_id: str, logical_date: datetime) -> dict[TaskKey, State] | None:
    """The states in the run before this logical date; ``None`` when there is none."""
    previous = (
        select(dag_run.c.id)
        .where(dag_run.c.dag_id == dag_id, dag_run.c.logical_date < logical_date)
        .order_by(dag_run.c.logical_date.desc())
        .limit(1)
    )
    run = tx.execute(previous).scalar()
    if run is None:
        return None
    columns = (task_instance.c.task_id, task_instance.c.map_index, task_instance.c.state)
    found = tx.execute(select(*columns).where(task_instance.c.dag_run_id == run))
    return {(row.task_id, row.map_index): row.state for row in found}


_INSERT = insert(task_instance)
_VIEWS = (
    select(
        task_instance.c.dag_run_id,
        *(task_instance.c[name] for name in TaskInstanceView.__dataclass_fields__),
    )
    .where(task_instance.c.dag_run_id.in_(bindparam("_runs", expanding=True)))
    .order_by(task_instance.c.id)
)
_PROGRESS = update(task_instance).where(
    task_instance.c.id == bindparam("_id"), task_instance.c.state == TaskInstanceState.RUNNING
)
_NAME = (
    select(dag_run.c.dag_id, dag_run.c.run_id, task_instance.c.task_id, task_instance.c.map_index)
    .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
    .where(task_instance.c.id == bindparam("_id"))
)
_LAUNCH = select(task_instance.c.try_number, task_instance.c.launch).where(task_instance.c.id == bindparam("_id"))
_LOCK = (
    select(task_instance.c.id)
    .where(task_instance.c.id.in_(bindparam("_ids", expanding=True)))
    .order_by(task_instance.c.id)
    .with_for_update()
)
_RECORD_FIELDS = tuple(TaskInstanceRecord.__dataclass_fields__)
_stamps = itertools.count(random.getrandbits(61))


def _rounds(changes: Sequence[TaskChange]) -> Iterator[list[TaskChange]]:
    """Split so that no row occurs twice in one round."""
    batch: list[TaskChange] = []
    seen: set[int] = set()
    for change in changes:
        if change.id in seen:
            yield batch
            batch, seen = [], set()
        batch.append(change)
        seen.add(change.id)
    if batch:
        yield batch


def _lock(tx: Connection, changes: Sequence[TaskChange]) -> None:
    """Everybody locks rows in the same order, so that nobody waits in a circle (SQLite has one writer anyway)."""
    if tx.dialect.name == "sqlite":
        return
    ids = sorted(change.id for change in changes)
    for first in range(0, len(ids), 500):
        tx.execute(_LOCK, {"_ids": ids[first : first + 500]})


def _apply_group(tx: Connection, statement: Update, group: list[TaskChange]) -> list[TaskChange]:
    stamp = next(_stamps)
    rows = [{"_id": change.id, "state": change.to, "stamp": stamp, **change.values} for change in group]
    if tx.execute(statement, rows).rowcount == len(group):
        return []
    reached: set[int] = set()
    for first in range(0, len(group), 500):
        ids = [change.id for change in group[first : first + 500]]
        stamped = select(task_instance.c.id).where(task_instance.c.id.in_(ids), task_instance.c.stamp == stamp)
        reached.update(tx.execute(stamped).scalars())
    return [change for change in group if change.id not in reached]


@lru_cache(maxsize=512)
def _statement(guard: frozenset[State], columns: tuple[str, ...]) -> Update:
    """``columns`` belong to the shape: SQLAlchemy takes them from the rows."""
    return update(task_instance).where(task_instance.c.id == bindparam("_id"), _guard(guard))


def _guard(allowed: frozenset[State]) -> ColumnElement[bool]:
    """The states as literals: a batch binds only what differs from row to row."""
    words = sorted(state.value for state in allowed if state is not None)
    conditions: list[ColumnElement[bool]] = []
    if words:
        conditions.append(task_instance.c.state.in_([literal_column(f"'{word}'") for word in words]))
    if None in allowed:
        conditions.append(task_instance.c.state.is_(None))
    return or_(*conditions)


def _record(row: Row[Any]) -> TaskInstanceRecord:
    return TaskInstanceRecord(*(getattr(row, name) for name in _RECORD_FIELDS))


def remove(tx: Connection, task_instance_id: int) -> None:
    """Delete a task instance with its tries and XComs."""
    tx.execute(delete(task_instance).where(task_instance.c.id == task_instance_id))
