"""The shape of a serialized DAG: the order of its tasks, mapped groups, the scopes of setups, whose ends count.

Both the engine and ``dag.test()`` go by it. Source of the rules about setups: Airflow's documentation ("Setup and
Teardown"). The scope of a setup task reaches down to its teardowns: the teardown tasks directly after it. A setup task
without a teardown is needed by everything after it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from couture_jupyter.serialization.spec import DagSpec, GroupSpec, TaskSpec


def topological(tasks: dict[str, TaskSpec]) -> list[str]:
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


def mapped_groups(spec: DagSpec) -> dict[str, GroupSpec]:
    """Task group id -> the mapped group it is, or is in. (Mapped groups are not nested: the parser refuses that.)"""
    found: dict[str, GroupSpec] = {}
    for group in spec.task_groups:  # outer before inner
        if group.size is not None:
            found[group.group_id] = group
        elif group.parent in found:
            found[group.group_id] = found[group.parent]
    return found


def decides_run(tasks: dict[str, TaskSpec], task_id: str) -> bool:
    """Whether the task's end says how the run ends."""

    def counts(task: TaskSpec) -> bool:
        return not task.is_teardown or task.on_failure_fail_dagrun

    return counts(tasks[task_id]) and not any(counts(tasks[below]) for below in tasks[task_id].downstream)


class SetupUpstream(NamedTuple):
    """A setup task that a task needs, and whether it comes directly before it."""

    task_id: str
    is_direct: bool


def scopes(tasks: dict[str, TaskSpec], order: Sequence[str]) -> dict[str, tuple[SetupUpstream, ...]]:
    """For each task (id) the setup tasks it needs; ``order`` is topological. Tasks that need none are left out."""
    setups = [task_id for task_id in order if tasks[task_id].is_setup]
    if not setups:
        return {}
    after = {task_id: _after(tasks, order, task_id) for task_id in setups}
    before = {end: _before(tasks, order, end) for setup in setups for end in _teardowns(tasks, setup)}
    found = {}
    for task_id in order:
        needed = [
            SetupUpstream(setup, setup in tasks[task_id].upstream)
            for setup in setups
            if task_id in after[setup] and _is_open(task_id, _teardowns(tasks, setup), before)
        ]
        if needed:
            found[task_id] = tuple(needed)
    return found


def _teardowns(tasks: dict[str, TaskSpec], setup: str) -> list[str]:
    return [below for below in tasks[setup].downstream if tasks[below].is_teardown]


def _is_open(task_id: str, teardowns: list[str], before: dict[str, set[str]]) -> bool:
    return not teardowns or any(task_id == end or task_id in before[end] for end in teardowns)


def _after(tasks: dict[str, TaskSpec], order: Sequence[str], start: str) -> set[str]:
    found: set[str] = set()
    for task_id in order:
        if any(above == start or above in found for above in tasks[task_id].upstream):
            found.add(task_id)
    return found


def _before(tasks: dict[str, TaskSpec], order: Sequence[str], end: str) -> set[str]:
    found: set[str] = set()
    for task_id in reversed(order):
        if any(below == end or below in found for below in tasks[task_id].downstream):
            found.add(task_id)
    return found
