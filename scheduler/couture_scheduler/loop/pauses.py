"""Tries that gave their process back: what is remembered of them, and how they go on.

While such a try waits, ``next_kwargs`` says how it goes on if nothing else happens: a deferred one as timed out. Its
trigger's event takes that place. ``first_started_at`` tells a try that goes on from a new one.
"""

from __future__ import annotations

from datetime import datetime

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.engine.decisions import SetTaskState
from couture_scheduler.engine.launch import EventFired, OutcomeKind, TryOutcome
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView
from couture_scheduler.loop.launches import launch_id
from couture_scheduler.loop.state import LoopState, task_change
from couture_scheduler.store.task_instances import ENDED

PAUSED = frozenset({TaskInstanceState.DEFERRED, TaskInstanceState.UP_FOR_RESCHEDULE})


def pause(state: LoopState, run: RunView, task: TaskInstanceView, outcome: TryOutcome, decision: SetTaskState) -> None:
    """The try waits now; nothing has ended."""
    after = outcome.next
    assert after is not None  # else the engine has decided that the try failed
    task.first_started_at = task.first_started_at or task.started_at or datetime.fromisoformat(outcome.started_at)
    task.next_method, task.next_kwargs = after.method, {"kwargs": after.kwargs}
    if outcome.kind is OutcomeKind.DEFERRED:
        task.next_kwargs["timed_out"] = True
    task.retry_at = decision.retry_at
    values = {
        "because": decision.because,
        "retry_at": decision.retry_at,
        "next_method": task.next_method,
        "next_kwargs": task.next_kwargs,
        "first_started_at": task.first_started_at,
    }
    state.active.set_task(run, task, decision.to, values)
    if after.trigger is not None:
        row = {"class_path": after.trigger["class"], "kwargs": after.trigger["kwargs"], "timeout_at": decision.retry_at}
        state.out.triggers[task.id] = row
    state.remember(decision.retry_at, run)
    state.touch(run, task)
    state.out.changes.append(task_change(run, task))


def take_event(state: LoopState, event: EventFired) -> None:
    """A trigger fired: its try goes on. What nobody waits for any more is dropped."""
    run = state.active.by_id.get(event.run)
    task = run.tasks.get(event.key) if run else None
    if run is None or task is None:
        return
    if task.state is not TaskInstanceState.DEFERRED or launch_id(task) != event.launch_id:
        return
    task.next_kwargs = {"kwargs": (task.next_kwargs or {}).get("kwargs", {}), **event.told}
    task.retry_at = None
    values = {"next_kwargs": task.next_kwargs, "retry_at": None, "because": None}
    state.active.set_task(run, task, TaskInstanceState.SCHEDULED, values)
    state.touch(run, task)
    state.out.changes.append(task_change(run, task))


def goes_on(task: TaskInstanceView) -> bool:
    """Whether the try of ``task`` has begun in an earlier process."""
    return task.first_started_at is not None


def forget(task: TaskInstanceView) -> dict[str, None]:
    """The try is over: the columns to write."""
    if not goes_on(task):
        return {}
    task.first_started_at = task.next_method = task.next_kwargs = None
    return dict(ENDED)
