"""What follows from the end of a try: success, a retry, failure for good, skips of what a branch decided
against; or from its giving its process back: it waits for a trigger or a moment."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from couture_jupyter.serialization.spec import TaskSpec
from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine.decisions import SetTaskState
from couture_scheduler.engine.graph import graph_of
from couture_scheduler.engine.launch import OutcomeKind, TryOutcome
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView

MAX_BACKOFF = 24 * 60 * 60.0  # seconds; Airflow's limit for delays that grow


def after_try(
    task: TaskSpec, ti: TaskInstanceView, outcome: TryOutcome, run: RunView, now: datetime
) -> list[SetTaskState]:
    """The new state of ``ti`` and, after a branch, of the tasks that it decided against.

    A task that a person cleared while it was running (state restarting) starts again, however its try ended.
    """
    if ti.state is Task.RESTARTING:
        because = "It was cleared while it was running."
        return [SetTaskState(run.id, ti.key, Task.UP_FOR_RETRY, because, retry_at=now)]
    if outcome.kind is OutcomeKind.SUCCESS:
        return [SetTaskState(run.id, ti.key, Task.SUCCESS), *_skips(ti, outcome, run)]
    if outcome.kind is OutcomeKind.SKIPPED:
        because = outcome.error or "The task decided to be skipped."
        return [SetTaskState(run.id, ti.key, Task.SKIPPED, because), *_skips(ti, outcome, run)]
    if outcome.kind is OutcomeKind.DEFERRED or outcome.kind is OutcomeKind.RESCHEDULED:
        return [_pause(ti, outcome, run)]
    if outcome.kind is OutcomeKind.FAILED and may_retry(task, ti):
        seconds = retry_delay(task, ti, run) if outcome.retry_delay is None else outcome.retry_delay
        at = now + timedelta(seconds=seconds)
        return [SetTaskState(run.id, ti.key, Task.UP_FOR_RETRY, outcome.error, retry_at=at)]
    return [SetTaskState(run.id, ti.key, Task.FAILED, outcome.error)]


def _pause(ti: TaskInstanceView, outcome: TryOutcome, run: RunView) -> SetTaskState:
    """The try goes on later; ``retry_at`` is when: of a deferred one, when it stops waiting for its trigger."""
    if outcome.next is None:
        return SetTaskState(run.id, ti.key, Task.FAILED, "It gave its process back without saying how it goes on.")
    at = datetime.fromisoformat(outcome.next.at) if outcome.next.at else None
    if outcome.kind is OutcomeKind.DEFERRED:
        trigger = outcome.next.trigger
        awaited = str(trigger.get("class", "its trigger")).rpartition(".")[2] if trigger else "somebody's answer"
        until = f", until {at:%Y-%m-%d %H:%M:%S} UTC at the latest" if at else ""
        return SetTaskState(run.id, ti.key, Task.DEFERRED, f"It waits for {awaited}{until}.", retry_at=at)
    return SetTaskState(run.id, ti.key, Task.UP_FOR_RESCHEDULE, "It looks again later.", retry_at=at)


def may_retry(task: TaskSpec, ti: TaskInstanceView) -> bool:
    """Whether a failed try is followed by another: ``max_tries`` is the number of retries, raised when a
    person clears."""
    return task.retries > 0 and ti.try_number <= ti.max_tries


def retry_delay(task: TaskSpec, ti: TaskInstanceView, run: RunView) -> float:
    """Seconds from the end of this try to the next.

    Constant, or with ``retry_exponential_backoff`` growing with each try. A growing delay is spread out so
    that tasks that failed together do not all come back together: for the n-th try it lies between d and 2·d,
    d = retry_delay · backoff^(n-1), at a place that follows from the task instance's identity. That is
    Airflow's formula; ours uses the id of the run, and is the same on each machine. Never more than a day,
    nor more than ``max_retry_delay``.
    """
    if not task.retry_exponential_backoff:
        return task.retry_delay
    steps = max(ti.try_number - 1, 0)
    shortest = max(math.ceil(min(_power(task, steps), MAX_BACKOFF)), 1)
    identity = f"{run.dag.dag_id}#{ti.task_id}#{ti.map_index}#{run.run_id}#{ti.try_number}"
    digest = int(hashlib.sha256(identity.encode()).hexdigest(), 16)
    delay = min(shortest + digest % shortest, MAX_BACKOFF)
    return delay if task.max_retry_delay is None else min(delay, task.max_retry_delay)


def _power(task: TaskSpec, steps: int) -> float:
    try:
        return task.retry_delay * float(task.retry_exponential_backoff**steps)
    except OverflowError:
        return MAX_BACKOFF


def _skips(ti: TaskInstanceView, outcome: TryOutcome, run: RunView) -> list[SetTaskState]:
    if not outcome.skip:
        return []
    skipped = set(outcome.skip)
    nodes = graph_of(run.dag).nodes
    group = nodes[ti.task_id].group
    because = f"{ti.task_id} decided against it."
    return [
        SetTaskState(run.id, other.key, Task.SKIPPED, because)
        for other in run.tasks.values()
        if other.task_id in skipped
        and other.state in (None, Task.SCHEDULED)
        and (group is None or other.map_index == ti.map_index or nodes[other.task_id].group != group)
    ]
