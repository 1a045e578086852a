"""The state machine of runs and task instances: prose first, then the tables that everybody obeys.

A task instance starts without a state. When its trigger rule is met it becomes **scheduled**: nothing but
room is missing. When there is room it becomes **queued** and is handed to the executor, which makes it
**running**. A try ends in **success**, **failed**, **skipped** or, while tries are left, **up_for_retry**,
from where it becomes scheduled again when its delay is over. A try that gives its process back is **deferred** until
its trigger fires, or **up_for_reschedule** until a moment; then it becomes scheduled and goes on, still the same try.
A task whose trigger rule can no longer be met becomes **skipped** or **upstream_failed** without ever running.

A run waits **queued** until its DAG's run limit has room, is **running** while its tasks are worked on, and
ends in **success** or **failed**.

A person may do more than the engine: clear a finished task (no state again; **restarting** while its process
is being ended), mark it, or run it alone (**scheduled**); queue a finished run again, have it run on for one
task, or mark it. Those moves are in tables of their own, so that a late message of a worker can never
overwrite what has ended.

Every change in the store is ``UPDATE … WHERE state IN (allowed_from(to))``.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache
from typing import TypeVar

from couture_jupyter.states import DagRunState as Run
from couture_jupyter.states import TaskInstanceState as Task

TaskState = Task | None
State = TypeVar("State", bound=Hashable)

_ENDS: frozenset[TaskState] = frozenset({Task.SUCCESS, Task.FAILED, Task.SKIPPED, Task.UP_FOR_RETRY})
_PAUSES: frozenset[TaskState] = frozenset({Task.UP_FOR_RESCHEDULE, Task.DEFERRED})
_NEVER_RUN: frozenset[TaskState] = frozenset({Task.SKIPPED, Task.UPSTREAM_FAILED, Task.FAILED, Task.REMOVED})

# What the engine may do.
TASK_TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    None: frozenset({Task.SCHEDULED, Task.SKIPPED, Task.UPSTREAM_FAILED, Task.REMOVED}),
    Task.SCHEDULED: frozenset({Task.QUEUED}) | _NEVER_RUN,
    # A start that was never heard of may be followed by its end; what provably never began goes back.
    Task.QUEUED: frozenset({Task.RUNNING, Task.SCHEDULED}) | _PAUSES | _ENDS,
    Task.RUNNING: _PAUSES | _ENDS,
    Task.UP_FOR_RETRY: frozenset({Task.SCHEDULED}) | _NEVER_RUN,
    Task.UP_FOR_RESCHEDULE: frozenset({Task.SCHEDULED}) | _NEVER_RUN,
    Task.DEFERRED: frozenset({Task.SCHEDULED}) | _NEVER_RUN,
    Task.RESTARTING: frozenset({Task.UP_FOR_RETRY, Task.FAILED}),
    Task.SUCCESS: frozenset(),
    Task.FAILED: frozenset(),
    Task.SKIPPED: frozenset(),
    Task.UPSTREAM_FAILED: frozenset(),
    Task.REMOVED: frozenset(),
}

RUN_TRANSITIONS: dict[Run, frozenset[Run]] = {
    Run.QUEUED: frozenset({Run.RUNNING, Run.FAILED}),
    Run.RUNNING: frozenset({Run.SUCCESS, Run.FAILED}),
    Run.SUCCESS: frozenset(),
    Run.FAILED: frozenset(),
}

_MARKS: frozenset[TaskState] = frozenset({Task.SUCCESS, Task.FAILED, Task.SKIPPED})
_RUN_ALONE: frozenset[TaskState] = _MARKS | {None, Task.UPSTREAM_FAILED, Task.UP_FOR_RETRY}

# What a person may do: clear (back to no state, or restarting while a process is at work), mark, and run one alone.
TASK_ACTIONS: dict[TaskState, frozenset[TaskState]] = {
    state: (
        _MARKS
        | {Task.RESTARTING if state in (Task.QUEUED, Task.RUNNING) else None}
        | ({Task.SCHEDULED} if state in _RUN_ALONE else set())
    )
    - {state}
    for state in (None, *Task)
}

RUN_ACTIONS: dict[Run, frozenset[Run]] = {
    Run.QUEUED: frozenset({Run.SUCCESS, Run.FAILED}),
    Run.RUNNING: frozenset({Run.SUCCESS, Run.FAILED, Run.QUEUED}),
    Run.SUCCESS: frozenset({Run.QUEUED, Run.RUNNING, Run.FAILED}),  # running: to run one task of it
    Run.FAILED: frozenset({Run.QUEUED, Run.RUNNING, Run.SUCCESS}),
}


@cache
def allowed_from(to: TaskState, *, by_person: bool = False) -> frozenset[TaskState]:
    """The states from which a task instance may move to ``to``; a person may do what the engine may, and
    more."""
    found = _sources(TASK_TRANSITIONS, to)
    return found | _sources(TASK_ACTIONS, to) if by_person else found


@cache
def run_allowed_from(to: Run, *, by_person: bool = False) -> frozenset[Run]:
    """The states from which a run may move to ``to``."""
    found = _sources(RUN_TRANSITIONS, to)
    return found | _sources(RUN_ACTIONS, to) if by_person else found


def _sources(table: Mapping[State, frozenset[State]], to: State) -> frozenset[State]:
    return frozenset(state for state, targets in table.items() if to in targets)
