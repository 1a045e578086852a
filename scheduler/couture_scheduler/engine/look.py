"""One look at one run: its states as they will be once the decisions made so far are carried out.

The engine never changes a ``RunView``; what it decides within one call is laid over it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine.decisions import Decision, ExpandTask, KillTask, SetRunState, SetTaskState
from couture_scheduler.engine.graph import DagGraph, Node, graph_of
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView, TaskKey

TaskState = Task | None


def is_finished(state: TaskState) -> bool:
    """Whether a task instance in ``state`` will not change by itself. (Comparing identities: hashing an enum
    member, as a set would, costs more than all of this.)"""
    return (
        state is Task.SUCCESS
        or state is Task.SKIPPED
        or state is Task.FAILED
        or state is Task.UPSTREAM_FAILED
        or state is Task.REMOVED
    )


def has_process(state: TaskState) -> bool:
    """Whether a process may be at work."""
    return state is Task.RUNNING or state is Task.QUEUED or state is Task.RESTARTING


class Look:
    """Reads states and collects decisions."""

    __slots__ = ("_by_task", "_changed", "decisions", "graph", "now", "run")

    def __init__(self, run: RunView, now: datetime) -> None:
        self.run = run
        self.graph: DagGraph = graph_of(run.dag)
        self.now = now
        self.decisions: list[Decision] = []
        self._changed: dict[TaskKey, TaskState] = {}
        self._by_task: dict[str, list[TaskKey]] | None = None

    def state(self, key: TaskKey) -> TaskState:
        """The state of one task instance."""
        if self._changed and key in self._changed:
            return self._changed[key]
        return self.run.tasks[key].state

    def states(self, keys: tuple[TaskKey, ...]) -> list[TaskState]:
        """The states of the instances of these tasks; tasks without an instance in this run are left out."""
        if not self._changed:
            tasks = self.run.tasks
            try:
                return [tasks[key].state for key in keys]
            except KeyError:
                pass  # a mapped task, or one without an instance: the long way
        return [self.state(found) for key in keys for found in self.instances(key)]

    def instances(self, key: TaskKey) -> list[TaskKey]:
        """The instances of the task that ``key`` names: one, several if it is mapped, none if it is not
        there."""
        if key in self.run.tasks:
            return [key]
        if self._by_task is None:
            self._by_task = {}
            for other in self.run.tasks:
                self._by_task.setdefault(other[0], []).append(other)
        return self._by_task.get(key[0], [])

    def set(self, key: TaskKey, to: Task, because: str = "") -> None:
        """Decide that the task instance moves to ``to``."""
        self._changed[key] = to
        self.decisions.append(SetTaskState(self.run.id, key, to, because))

    def kill(self, key: TaskKey, because: str, *, may_retry: bool) -> None:
        """Decide that its process is ended; its state changes when that is reported."""
        self.decisions.append(KillTask(self.run.id, key, because, may_retry))

    def expand(self, task_id: str, size: int) -> None:
        """Decide how many instances a mapped task has."""
        self.decisions.append(ExpandTask(self.run.id, task_id, size))

    def end_run(self, to: DagRunState, because: str) -> None:
        """Decide that the run ends."""
        self.decisions.append(SetRunState(self.run.id, to, because))

    def known(self) -> Iterator[tuple[TaskInstanceView, Node]]:
        """The task instances that are part of the DAG, upstream before downstream."""
        for node in self.graph.nodes.values():
            for key in self.instances(node.key):
                yield self.run.tasks[key], node
