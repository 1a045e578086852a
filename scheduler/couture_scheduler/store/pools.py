"""Pools: named slots, and what is in use of them and of the other limits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from couture_jupyter.states import ACTIVE_TASK_STATES, TaskInstanceState
from couture_scheduler.engine.snapshot import PoolUsage
from couture_scheduler.errors import ConflictError
from couture_scheduler.store.tables import dag_run, pool, task_instance

DEFAULT_POOL = "default_pool"
_ACTIVE_RUNS = ("queued", "running")


@dataclass(frozen=True, slots=True)
class PoolRecord:
    """One pool; ``slots`` is -1 for no limit."""

    name: str
    slots: int
    description: str | None = None
    include_deferred: bool = False


@dataclass(frozen=True, slots=True)
class ActiveTasks:
    """How many queued and running task instances there are."""

    per_dag: dict[str, int]
    per_task: dict[tuple[str, str], int]


def usage(tx: Connection) -> dict[str, PoolUsage]:
    """Each pool's slots and how many of them queued, running and deferred task instances hold."""
    pools = {row.name: PoolUsage(row.slots, include_deferred=row.include_deferred) for row in tx.execute(_ALL)}
    for name, state, slots in tx.execute(_USED):
        pool = pools.setdefault(name, PoolUsage(0))
        if state is TaskInstanceState.DEFERRED:
            pool.deferred += int(slots)
        else:
            pool.used += int(slots)
    return pools


_ALL = select(pool)
_HOLDING = sorted(ACTIVE_TASK_STATES | {TaskInstanceState.DEFERRED})
_USED = (
    select(task_instance.c.pool, task_instance.c.state, func.sum(task_instance.c.pool_slots))
    .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
    .where(dag_run.c.state.in_(_ACTIVE_RUNS), task_instance.c.state.in_(_HOLDING))
    .group_by(task_instance.c.pool, task_instance.c.state)
)


def active_tasks(tx: Connection) -> ActiveTasks:
    """Queued and running task instances by DAG and by task."""
    counts = (
        select(dag_run.c.dag_id, task_instance.c.task_id, func.count())
        .join(task_instance, dag_run.c.id == task_instance.c.dag_run_id)
        .where(dag_run.c.state.in_(_ACTIVE_RUNS), task_instance.c.state.in_(sorted(ACTIVE_TASK_STATES)))
        .group_by(dag_run.c.dag_id, task_instance.c.task_id)
    )
    active = ActiveTasks({}, {})
    for dag_id, task_id, number in tx.execute(counts):
        active.per_task[dag_id, task_id] = number
        active.per_dag[dag_id] = active.per_dag.get(dag_id, 0) + number
    return active


def states(tx: Connection) -> dict[tuple[str, str], int]:
    """Slots by (pool, state) of the task instances of active runs: for the page of pools."""
    counts = (
        select(task_instance.c.pool, task_instance.c.state, func.sum(task_instance.c.pool_slots))
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
        .where(dag_run.c.state.in_(_ACTIVE_RUNS), task_instance.c.state.is_not(None))
        .group_by(task_instance.c.pool, task_instance.c.state)
    )
    return {(name, state.value): int(slots) for name, state, slots in tx.execute(counts)}


def listing(tx: Connection) -> list[PoolRecord]:
    """All pools by name."""
    return [PoolRecord(**row._mapping) for row in tx.execute(select(pool).order_by(pool.c.name))]


def get(tx: Connection, name: str) -> PoolRecord | None:
    """One pool."""
    row = tx.execute(select(pool).where(pool.c.name == name)).first()
    return None if row is None else PoolRecord(**row._mapping)


def create(tx: Connection, record: PoolRecord) -> None:
    """Add a pool; ``ConflictError`` when the name is taken."""
    try:
        with tx.begin_nested():
            tx.execute(insert(pool).values(name=record.name, **_values(record)))
    except IntegrityError as error:
        raise ConflictError(f"There is a pool called {record.name!r} already.") from error


def change(tx: Connection, record: PoolRecord) -> bool:
    """Set all but the name; whether the pool is there."""
    return tx.execute(update(pool).where(pool.c.name == record.name).values(**_values(record))).rowcount == 1


def remove(tx: Connection, name: str) -> bool:
    """Delete the pool; whether it was there."""
    return tx.execute(delete(pool).where(pool.c.name == name)).rowcount == 1


def _values(record: PoolRecord) -> dict[str, object]:
    return {
        "slots": record.slots,
        "description": record.description,
        "include_deferred": record.include_deferred,
    }
