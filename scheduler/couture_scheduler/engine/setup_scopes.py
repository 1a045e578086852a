"""Which setup tasks a task needs: those upstream of it whose scope has not ended before it.

Source: Airflow's documentation ("Setup and Teardown"). The scope of a setup task reaches down to its teardowns: the
teardown tasks directly after it. A setup task without a teardown is needed by everything after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from couture_jupyter.serialization.spec import TaskSpec


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
