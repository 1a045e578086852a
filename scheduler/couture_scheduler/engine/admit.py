"""Which scheduled task instances get a slot now: by priority, as far as pools and limits have room.

As in Airflow a task for which there is no room does not hold up a less important one that fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.spec import TaskSpec
from couture_jupyter.states import ACTIVE_TASK_STATES
from couture_scheduler.engine.graph import graph_of
from couture_scheduler.engine.preconditions import (
    dag_has_room,
    engine_has_room,
    pool_has_slots,
    task_has_room,
)
from couture_scheduler.engine.snapshot import RunView, TaskKey, Usage

RunOrder = tuple[bool, datetime, int]  # of a backfill, logical date, RunView.id: older runs first, backfills last


@dataclass(slots=True, eq=False)
class Waiting:
    """A scheduled task instance that waits for a slot.

    ``position`` is the task's place in its DAG; ``active_in_run`` counts queued and running instances of the
    same task in the same run, and is only looked at for tasks with ``max_active_tis_per_dagrun``. ``order``
    is what waiting instances are sorted by, computed once; a list that is kept sorted by it is admitted
    fastest.
    """

    run_order: RunOrder
    key: TaskKey
    spec: TaskSpec
    dag: DagSpec
    position: int = 0
    active_in_run: int = 0
    order: tuple[int, RunOrder, int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.order = (-self.spec.priority_weight, self.run_order, self.position, self.key[1])

    @property
    def run(self) -> int:
        """The id of its run."""
        return self.run_order[2]


def waiting(run: RunView, key: TaskKey) -> Waiting:
    """The scheduled task instance ``key`` of ``run`` as one that waits."""
    node = graph_of(run.dag).nodes[key[0]]
    active = 0
    if node.task.max_active_tis_per_dagrun is not None:
        active = sum(t.task_id == key[0] and t.state in ACTIVE_TASK_STATES for t in run.tasks.values())
    return Waiting(
        (run.backfill_id is not None, run.logical_date, run.id), key, node.task, run.dag, node.position, active
    )


def admit(waiting: Sequence[Waiting], usage: Usage) -> list[Waiting]:
    """Those of ``waiting`` that become queued now, most important first: by priority weight, then runs of
    backfills last and older ones first, then the place in the DAG. ``usage`` is not changed."""
    if not waiting or not engine_has_room.is_met(usage.parallelism, usage.active):
        return []
    desk = _Desk(usage)
    admitted = []
    for each in sorted(waiting, key=attrgetter("order")):
        if desk.takes(each):
            admitted.append(each)
            if not engine_has_room.is_met(usage.parallelism, usage.active + len(admitted)):
                break
    return admitted


class _Desk:
    """Counts what is given out on top of what is in use."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        self.pools = {name: pool.taken for name, pool in usage.pools.items()}
        self.dags = dict(usage.per_dag)
        self.tasks: Counter[tuple[str, str]] = Counter()
        self.tasks_in_run: Counter[tuple[int, str]] = Counter()

    def takes(self, each: Waiting) -> bool:
        spec, dag_id = each.spec, each.dag.dag_id
        used = self.pools.get(spec.pool, 0)
        if not pool_has_slots.is_met(self.usage.pools.get(spec.pool), used, spec.pool_slots):
            return False
        active = self.dags.get(dag_id, 0)
        if not dag_has_room.is_met(each.dag.max_active_tasks, active):
            return False
        if not self._task_has_room(each):
            return False
        self.pools[spec.pool] = used + spec.pool_slots
        self.dags[dag_id] = active + 1
        return True

    def _task_has_room(self, each: Waiting) -> bool:
        spec = each.spec
        if spec.max_active_tis_per_dag is None and spec.max_active_tis_per_dagrun is None:
            return True
        of_task, of_run = (each.dag.dag_id, spec.task_id), (each.run, spec.task_id)
        active = self.usage.per_task.get(of_task, 0) + self.tasks[of_task]
        if not task_has_room.is_met(spec, active, each.active_in_run + self.tasks_in_run[of_run]):
            return False
        self.tasks[of_task] += 1
        self.tasks_in_run[of_run] += 1
        return True
