"""The active runs in memory: views of the store that the engine looks at, with running counts of what is in use.

Between ticks these equal the committed rows. Everything that changes a task instance goes through ``set_task``, which
remembers the state that the store still has, so that the commit can guard each update with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from couture_jupyter.states import ACTIVE_TASK_STATES, DagRunState, TaskInstanceState
from couture_scheduler.engine.admit import Waiting, waiting
from couture_scheduler.engine.graph import graph_of
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView, TaskKey, Usage


@dataclass(slots=True)
class Dirty:
    """A task instance that this tick changed: the state the store has, and the columns to write."""

    run: RunView
    task: TaskInstanceView
    stored: TaskInstanceState | None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class DirtyRun:
    """A run that this tick changed."""

    run: RunView
    stored: DagRunState
    because: str = ""


class ActiveRuns:
    """All queued and running runs, by id."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        self.by_id: dict[int, RunView] = {}
        self.info: dict[int, dict[str, Any]] = {}  # run id -> the fields of RunInfo, for launches
        self.waiting: dict[int, dict[TaskKey, Waiting]] = {}  # run id -> scheduled task instances
        self.dirty: dict[int, Dirty] = {}
        self.dirty_runs: dict[int, DirtyRun] = {}
        self._by_name: dict[tuple[str, str], int] = {}

    def __iter__(self) -> Iterator[RunView]:
        return iter(self.by_id.values())

    def add(self, run: RunView, info: dict[str, Any]) -> None:
        """Take a run in, replacing what was known of it."""
        self.drop(run.id)
        self.by_id[run.id] = run
        self.info[run.id] = info
        self._by_name[(run.dag.dag_id, run.run_id)] = run.id
        self.adopt_tasks(run, run.tasks.values())

    def adopt_tasks(self, run: RunView, tasks: Iterable[TaskInstanceView]) -> None:
        """Count task instances that the store has already."""
        for task in tasks:
            run.tasks[task.key] = task
            self._count(run, task, +1)

    def adopt_expanded(self, run: RunView, task_id: str, tasks: Iterable[TaskInstanceView]) -> None:
        """The instances that a mapped task has from now on, those among them that we know already left as they are."""
        placeholder = run.tasks.pop((task_id, -1), None)
        if placeholder is not None:
            self.dirty.pop(placeholder.id, None)
        self.adopt_tasks(run, [task for task in tasks if task.key not in run.tasks])

    def drop(self, run_id: int) -> RunView | None:
        """Forget a run."""
        run = self.by_id.pop(run_id, None)
        if run is None:
            return None
        for task in run.tasks.values():
            self._count(run, task, -1)
            self.dirty.pop(task.id, None)
        self.waiting.pop(run_id, None)
        self.info.pop(run_id, None)
        self.dirty_runs.pop(run_id, None)
        self._by_name.pop((run.dag.dag_id, run.run_id), None)
        return run

    def named(self, dag_id: str, run_id: str) -> RunView | None:
        """The active run with this name."""
        found = self._by_name.get((dag_id, run_id))
        return self.by_id[found] if found is not None else None

    def that_look_back(self, runs: Iterable[RunView]) -> set[int]:
        """The active runs that come right after one of these and have tasks that depend on it; their ids."""
        looked_at = {(run.dag.dag_id, run.logical_date) for run in runs if graph_of(run.dag).looks_back}
        found: set[int] = set()
        for dag_id, moment in looked_at:
            later = (other for other in self if other.dag.dag_id == dag_id and other.logical_date > moment)
            nearest = min(later, key=lambda other: other.logical_date, default=None)
            if nearest is not None:
                found.add(nearest.id)
        return found

    def set_task(
        self,
        run: RunView,
        task: TaskInstanceView,
        to: TaskInstanceState | None,
        values: dict[str, Any] | None = None,
    ) -> None:
        """Move a task instance to ``to`` and note which columns go with it."""
        dirty = self.dirty.get(task.id)
        if dirty is None:
            dirty = self.dirty[task.id] = Dirty(run, task, task.state)
        dirty.values.update(values or {})
        self._count(run, task, -1)
        task.state = to
        self._count(run, task, +1)

    def set_run(self, run: RunView, to: DagRunState, because: str) -> None:
        """Move a run to ``to``."""
        dirty = self.dirty_runs.get(run.id)
        if dirty is None:
            dirty = self.dirty_runs[run.id] = DirtyRun(run, run.state)
        dirty.because = because
        run.state = to

    def unsaved(self) -> set[int]:
        """The runs of which this tick knows more than the store."""
        return {dirty.run.id for dirty in self.dirty.values()} | self.dirty_runs.keys()

    def running_per_dag(self) -> dict[str, int]:
        """How many runs of each DAG (of each sweep, by its id) are running."""
        counts: dict[str, int] = {}
        for run in self:
            if run.state == DagRunState.RUNNING:
                counts[run.limited_with] = counts.get(run.limited_with, 0) + 1
        return counts

    def _count(self, run: RunView, task: TaskInstanceView, by: int) -> None:
        if task.state == TaskInstanceState.SCHEDULED:
            scheduled = self.waiting.setdefault(run.id, {})
            if by > 0:
                scheduled[task.key] = waiting(run, task.key)
            else:
                scheduled.pop(task.key, None)
        elif task.state in ACTIVE_TASK_STATES:
            self._count_slots(run, task, by)
        elif task.state is TaskInstanceState.DEFERRED:
            spec = graph_of(run.dag).nodes[task.task_id].task
            if spec.pool in self.usage.pools:
                self.usage.pools[spec.pool].deferred += by * spec.pool_slots

    def _count_slots(self, run: RunView, task: TaskInstanceView, by: int) -> None:
        spec = graph_of(run.dag).nodes[task.task_id].task
        usage = self.usage
        usage.active += by
        usage.per_dag[run.dag.dag_id] = usage.per_dag.get(run.dag.dag_id, 0) + by
        name = (run.dag.dag_id, task.task_id)
        usage.per_task[name] = usage.per_task.get(name, 0) + by
        if spec.pool in usage.pools:
            usage.pools[spec.pool].used += by * spec.pool_slots
