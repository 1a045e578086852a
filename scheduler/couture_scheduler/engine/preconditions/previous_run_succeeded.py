"""The run before lets the task start: ``depends_on_past`` and ``wait_for_downstream``.

As in Airflow: with ``depends_on_past`` the same task must have ended in success or skipped in the run before
it by logical date; with ``wait_for_downstream`` its direct downstream tasks there must have, too. The first
run of a DAG, and a task that the run before did not have, need not wait.
"""

from __future__ import annotations

from couture_jupyter.serialization.spec import TaskSpec
from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.engine.snapshot import TaskKey

Previous = dict[TaskKey, Task | None] | None


def is_met(task: TaskSpec, key: TaskKey, previous: Previous) -> bool:
    """Whether the run before lets this task instance start."""
    return _blocker(task, key, previous) is None


def check(task: TaskSpec, key: TaskKey, previous: Previous) -> Verdict:
    """The same with a sentence."""
    rule = "previous_run_succeeded"
    if not (task.depends_on_past or task.wait_for_downstream):
        return Verdict(True, "It does not depend on the run before.", rule)
    blocker = _blocker(task, key, previous)
    if blocker is None:
        return Verdict(True, "The run before it lets it start.", rule)
    state = (previous or {}).get(blocker) or "not finished"
    return Verdict(False, f"In the run before it, {blocker[0]} is {state}; it must have succeeded.", rule)


def _blocker(task: TaskSpec, key: TaskKey, previous: Previous) -> TaskKey | None:
    if previous is None or not (task.depends_on_past or task.wait_for_downstream):
        return None
    watched = [key]
    if task.wait_for_downstream:
        watched += [other for other in previous if other[0] in task.downstream]
    for other in watched:
        if other in previous and previous[other] not in (Task.SUCCESS, Task.SKIPPED):
            return other
    return None
