"""The task's pool has as many free slots as the task takes."""

from __future__ import annotations

from couture_jupyter.serialization.spec import TaskSpec
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.engine.snapshot import PoolUsage

UNLIMITED = -1  # as in Airflow: a pool with -1 slots never fills up


def is_met(pool: PoolUsage | None, used: int, slots: int) -> bool:
    """Whether ``slots`` more fit into a pool of which ``used`` are taken; a pool that does not exist has no
    room."""
    return pool is not None and (pool.slots == UNLIMITED or used + slots <= pool.slots)


def check(task: TaskSpec, pool: PoolUsage | None) -> Verdict:
    """The same with a sentence."""
    return Verdict(is_met(pool, pool.taken if pool else 0, task.pool_slots), _sentence(task, pool), "pool_has_slots")


def _sentence(task: TaskSpec, pool: PoolUsage | None) -> str:
    if pool is None:
        return f"There is no pool {task.pool!r}: create it, or name another in the task."
    if pool.slots == UNLIMITED:
        return f"The pool {task.pool!r} has no limit."
    if task.pool_slots > pool.slots:
        return f"It needs {task.pool_slots} slots, more than the pool {task.pool!r} has ({pool.slots})."
    free = max(pool.slots - pool.taken, 0)
    return f"The pool {task.pool!r} has {free} of {pool.slots} slots free; it needs {task.pool_slots}."
