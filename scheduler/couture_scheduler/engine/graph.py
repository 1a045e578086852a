"""The shape of a DAG, computed once for each ``DagSpec`` and kept for as long as it is in use.

Keys are those of tasks that are not mapped, ``(task_id, -1)``; a mapped task's instances are found through
its task id.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache

from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.spec import TaskSpec
from couture_jupyter.trigger_rules import TriggerRule as Rule
from couture_scheduler.engine.snapshot import TaskKey

# With these rules an upstream success decides nothing while another upstream task is unfinished.
_PATIENT = (
    Rule.ALL_SUCCESS,
    Rule.ALL_DONE,
    Rule.ALL_DONE_SETUP_SUCCESS,
    Rule.ALL_DONE_MIN_ONE_SUCCESS,
    Rule.NONE_FAILED,
    Rule.NONE_FAILED_MIN_ONE_SUCCESS,
    Rule.NONE_FAILED_OR_SKIPPED,
    Rule.NONE_SKIPPED,
)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One task and its neighbours. ``position`` is its place in topological order."""

    task: TaskSpec
    key: TaskKey
    position: int
    upstream: tuple[TaskKey, ...]
    downstream: tuple[TaskKey, ...]
    is_patient: bool
    looks_back: bool  # at the run before


@dataclass(frozen=True, slots=True, eq=False)
class DagGraph:
    """All nodes in topological order, and those without downstream tasks. ``looks_back``: a run must be looked at again
    when the run before it gets further."""

    nodes: dict[str, Node]
    leaves: tuple[TaskKey, ...]
    has_execution_timeouts: bool
    may_retry: bool
    looks_back: bool


def graph_of(spec: DagSpec) -> DagGraph:
    """The graph of ``spec``; the thousand most recently used are kept."""
    return _build(_Identity(spec))


class _Identity:
    """A spec as a cache key: the same object, not an equal one (comparing whole DAGs would cost more than
    building)."""

    __slots__ = ("spec",)

    def __init__(self, spec: DagSpec) -> None:
        self.spec = spec

    def __hash__(self) -> int:
        return id(self.spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.spec is other.spec


@lru_cache(maxsize=1000)
def _build(identity: _Identity) -> DagGraph:
    spec = identity.spec
    tasks = {task.task_id: task for task in spec.tasks}
    nodes = {task_id: _node(tasks[task_id], place) for place, task_id in enumerate(_topological(tasks))}
    return DagGraph(
        nodes=nodes,
        leaves=tuple(node.key for node in nodes.values() if not node.downstream),
        has_execution_timeouts=any(task.execution_timeout is not None for task in spec.tasks),
        may_retry=any(task.retries > 0 for task in spec.tasks),
        looks_back=any(node.looks_back for node in nodes.values()),
    )


def _node(task: TaskSpec, position: int) -> Node:
    return Node(
        task=task,
        key=(task.task_id, -1),
        position=position,
        upstream=tuple((task_id, -1) for task_id in task.upstream),
        downstream=tuple((task_id, -1) for task_id in task.downstream),
        is_patient=task.trigger_rule in _PATIENT,
        looks_back=task.depends_on_past or task.wait_for_downstream,
    )


def _topological(tasks: dict[str, TaskSpec]) -> list[str]:
    """Kahn's order, ties as the author wrote them. Specs have no cycles: the parser refuses them."""
    missing = {task_id: len(task.upstream) for task_id, task in tasks.items()}
    ready = deque(task_id for task_id, count in missing.items() if count == 0)
    order: list[str] = []
    while ready:
        task_id = ready.popleft()
        order.append(task_id)
        for below in tasks[task_id].downstream:
            missing[below] -= 1
            if missing[below] == 0:
                ready.append(below)
    return order
