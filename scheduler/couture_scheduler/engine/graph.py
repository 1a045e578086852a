"""The shape of a DAG, computed once for each ``DagSpec`` and kept for as long as it is in use.

Keys are those of tasks that are not mapped, ``(task_id, -1)``; a mapped task's instances are found through
its task id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.shape import (
    SetupUpstream,
    decides_run,
    has_dates,
    mapped_groups,
    scopes,
    teardown_scopes,
    topological,
)
from couture_jupyter.serialization.spec import GroupSpec, TaskSpec
from couture_jupyter.sizes import Size, xcoms
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
    size: Size | None = None  # of a mapped task, or of the mapped group it is in
    group: str | None = None  # the mapped group it is in: its instances go with those of the same map index there
    setups: tuple[TaskKey, ...] = ()  # setup tasks whose scope it is in, but that are not directly upstream
    has_upstream_setup: bool = False
    scope: tuple[TaskKey, ...] = ()  # of a teardown: the tasks in its scope that are not directly upstream
    also_awakens: tuple[
        TaskKey, ...
    ] = ()  # not directly downstream, but they wait for this one: a setup, a size, a scope


@dataclass(frozen=True, slots=True, eq=False)
class DagGraph:
    """All nodes in topological order. ``ends`` are those without downstream tasks; ``leaves`` decide how the run ends:
    teardowns do not count, unless they say so. ``looks_back``: a run must be looked at again when the run before it
    gets further."""

    nodes: dict[str, Node]
    ends: tuple[TaskKey, ...]
    leaves: tuple[TaskKey, ...]
    has_teardowns: bool
    has_execution_timeouts: bool
    has_dates: bool  # of single tasks: a run may be without some of them
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
    order = topological(tasks)
    groups, setups = mapped_groups(spec), scopes(tasks, order)
    nodes = {
        task_id: _node(tasks[task_id], place, groups, setups.get(task_id, ())) for place, task_id in enumerate(order)
    }
    for task_id, between in teardown_scopes(tasks, order).items():
        nodes[task_id] = replace(nodes[task_id], scope=tuple((name, -1) for name in between))
    for task_id, others in _waits_elsewhere(nodes).items():
        nodes[task_id] = replace(nodes[task_id], also_awakens=others)
    ends = tuple(node.key for node in nodes.values() if not node.downstream)
    return DagGraph(
        nodes=nodes,
        ends=ends,
        leaves=tuple((task_id, -1) for task_id in order if decides_run(tasks, task_id)) or ends,
        has_teardowns=any(task.is_teardown for task in spec.tasks),
        has_execution_timeouts=any(task.execution_timeout is not None for task in spec.tasks),
        has_dates=has_dates(spec),
        looks_back=any(node.looks_back for node in nodes.values()),
    )


def _waits_elsewhere(nodes: dict[str, Node]) -> dict[str, tuple[TaskKey, ...]]:
    """Task id -> the tasks that wait for it without being directly downstream of it."""
    found: dict[str, list[TaskKey]] = {}
    for node in nodes.values():
        if node.size is None and not node.setups and not node.scope:
            continue
        sources = {task_id for task_id, _ in xcoms(node.size or {})}
        needed = sources | {task_id for task_id, _ in (*node.setups, *node.scope)}
        for task_id in needed.intersection(nodes) - set(node.task.upstream):
            found.setdefault(task_id, []).append(node.key)
    return {task_id: tuple(keys) for task_id, keys in found.items()}


def _node(
    task: TaskSpec, position: int, mapped_groups: dict[str, GroupSpec], setups: tuple[SetupUpstream, ...]
) -> Node:
    group = mapped_groups.get(task.task_group or "")
    return Node(
        size=task.size if task.size is not None else group.size if group else None,
        group=group.group_id if group else None,
        setups=tuple((each.task_id, -1) for each in setups if not each.is_direct),
        has_upstream_setup=any(each.is_direct for each in setups),
        task=task,
        key=(task.task_id, -1),
        position=position,
        upstream=tuple((task_id, -1) for task_id in task.upstream),
        downstream=tuple((task_id, -1) for task_id in task.downstream),
        is_patient=task.trigger_rule in _PATIENT and not (setups or task.size or group),
        looks_back=task.depends_on_past or task.wait_for_downstream,
    )
