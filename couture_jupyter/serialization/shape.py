"""The shape of a serialized DAG: the order of its tasks, which of them a run has, mapped groups, the scopes of setups,
whose ends count.

Both the engine and ``dag.test()`` go by it. Source of the rules about setups: Airflow's documentation ("Setup and
Teardown"). The scope of a setup task reaches down to its teardowns: the teardown tasks directly after it. A setup task
without a teardown is needed by everything after it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from couture_jupyter.serialization.spec import DagSpec, GroupSpec, TaskSpec
from couture_jupyter.states import DagRunType


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


def tasks_of_run(spec: DagSpec, run_type: str, logical_date: datetime) -> list[TaskSpec]:
    """The tasks that have instances in a run: not those that begin after its logical date, or have ended before it.

    As in Airflow 3 a backfill has all tasks, and so has a run that assets started, which has no logical date there.
    """
    if run_type in (DagRunType.BACKFILL, DagRunType.ASSET_TRIGGERED):
        return list(spec.tasks)
    return [
        task
        for task in spec.tasks
        if (task.start_date is None or task.start_date <= logical_date)
        and (task.end_date is None or logical_date <= task.end_date)
    ]


def has_dates(spec: DagSpec) -> bool:
    """Whether there may be runs without some of the tasks."""
    return any(task.start_date is not None or task.end_date is not None for task in spec.tasks)


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


def teardown_scopes(tasks: dict[str, TaskSpec], order: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each teardown (id) the tasks between its setups and itself that do not come directly before it: it waits for
    them whatever happens to those that do. Teardowns without such tasks are left out."""
    found = {}
    for task_id in (name for name in order if tasks[name].is_teardown):
        after = set().union(*(_after(tasks, order, each) for each in tasks[task_id].upstream if tasks[each].is_setup))
        between = (after & _before(tasks, order, task_id)) - set(tasks[task_id].upstream)
        if between:
            found[task_id] = tuple(name for name in order if name in between)
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
