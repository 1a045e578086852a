"""Asks the engine what follows, and carries its answers into the state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from couture_jupyter.states import FINISHED_RUN_STATES, FINISHED_TASK_STATES, DagRunState, TaskInstanceState
from couture_scheduler.engine.admit import admit, waiting
from couture_scheduler.engine.callbacks import of_run_end
from couture_scheduler.engine.decisions import ExpandTask, KillTask, SetRunState, SetTaskState
from couture_scheduler.engine.plan_tasks import advance, next_moment
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView
from couture_scheduler.engine.start_runs import startable
from couture_scheduler.loop.launches import Launches, launch_id
from couture_scheduler.loop.pauses import forget, goes_on
from couture_scheduler.loop.state import LiveLaunch, LoopState, run_change, task_change


def decide(state: LoopState, launches: Launches, now: datetime) -> None:
    """Everything that follows from what was touched: runs started and finished, tasks scheduled and queued."""
    _start_runs(state, now)
    _advance_touched(state, now)
    if any(dirty.run.state in FINISHED_RUN_STATES for dirty in state.active.dirty_runs.values()):
        _start_runs(state, now)  # the end of a run makes room for one that waits
        _advance_touched(state, now)
    _admit(state, launches, now)


def _advance_touched(state: LoopState, now: datetime) -> None:
    while state.touched:
        run_id, keys = state.touched.popitem()
        run = state.active.by_id.get(run_id)
        if run is not None and run.state == DagRunState.RUNNING:
            _advance(state, run, keys, now)


def _start_runs(state: LoopState, now: datetime) -> None:
    queued = [run for run in state.active if run.state == DagRunState.QUEUED]
    if not queued:
        return
    for run in startable(queued, state.active.running_per_dag(), paused=state.paused):
        run.started_at = run.started_at or now
        state.active.set_run(run, DagRunState.RUNNING, "")
        state.touch(run)
        state.out.changes.append(run_change(run))


def _advance(state: LoopState, run: RunView, keys: set[tuple[str, int]] | None, now: datetime) -> None:
    for decision in advance(run, keys, now):
        match decision:
            case SetTaskState():
                _set_task(state, run, decision, now)
            case SetRunState(to=to, because=because):
                state.active.set_run(run, to, because)
                state.out.changes.append(run_change(run))
                owed = of_run_end(run, to, because, now)
                state.out.callbacks += [owed] if owed else []
            case KillTask():
                _kill(state, run, decision)
            case ExpandTask(task_id=task_id, size=size):
                state.out.expand[run.id, task_id] = size
    if keys is None and run.state == DagRunState.RUNNING:
        state.remember(next_moment(run, now), run)


def _set_task(state: LoopState, run: RunView, decision: SetTaskState, now: datetime) -> None:
    task = run.tasks[decision.key]
    task.retry_at = decision.retry_at
    values: dict[str, Any] = {"because": decision.because, "retry_at": decision.retry_at}
    if decision.to in FINISHED_TASK_STATES:
        values["ended_at"] = now
        values |= forget(task)
    state.active.set_task(run, task, decision.to, values)
    state.out.changes.append(task_change(run, task))


def _kill(state: LoopState, run: RunView, decision: KillTask) -> None:
    launch = launch_id(run.tasks[decision.key])
    live = state.live.get(launch)
    if live is not None and not live.kill_because:
        live.kill_because = decision.because
        live.may_retry = decision.may_retry
        state.out.kill.append((launch, decision.because))


def _admit(state: LoopState, launches: Launches, now: datetime) -> None:
    active = state.active
    if active.usage.active >= active.usage.parallelism or not active.waiting:
        return
    candidates = [
        each if each.spec.max_active_tis_per_dagrun is None else waiting(active.by_id[run_id], each.key)
        for run_id, scheduled in active.waiting.items()
        if scheduled and active.by_id[run_id].state == DagRunState.RUNNING
        for each in scheduled.values()
    ]
    ending = {(live.run_id, live.key) for live in state.live.values()}  # a try begins after the one before has ended
    candidates = [each for each in candidates if (each.run, each.key) not in ending]
    for chosen in admit(candidates, active.usage):
        run = active.by_id[chosen.run]
        _queue(state, launches, run, chosen.key, now)


def _queue(state: LoopState, launches: Launches, run: RunView, key: tuple[str, int], now: datetime) -> None:
    task = run.tasks[key]
    if goes_on(task):
        _go_on(state, launches, run, task, now)
        return
    if task.try_number:
        state.out.forget_xcoms.append(task.id)
    for name in [name for name in run.lengths if name[:2] == task.key]:
        del run.lengths[name]
    task.try_number += 1
    task.launch = 1
    task.queued_at, task.started_at = now, None
    values = {
        "try_number": task.try_number,
        "launch": task.launch,
        "queued_at": now,
        "started_at": None,
        "ended_at": None,
        "because": None,
        "error": None,
        "error_name": None,
        "progress": None,
    }
    if task.skips:
        task.skips = values["skips"] = None
    state.active.set_task(run, task, TaskInstanceState.QUEUED, values)
    hand_over(state, launches, run, key)


def _go_on(state: LoopState, launches: Launches, run: RunView, task: TaskInstanceView, now: datetime) -> None:
    """The same try in a further process: what it has pushed and where it began stay."""
    task.launch += 1
    task.queued_at, task.started_at = now, None
    values = {"launch": task.launch, "queued_at": now, "started_at": None, "because": None}
    state.active.set_task(run, task, TaskInstanceState.QUEUED, values)
    hand_over(state, launches, run, task.key)


def hand_over(state: LoopState, launches: Launches, run: RunView, key: tuple[str, int]) -> None:
    """Have the current try submitted after the commit."""
    task = run.tasks[key]
    state.live[launch_id(task)] = LiveLaunch(run.id, key)
    state.out.submit.append(launches.build(run, task, state.active.info[run.id]))
    state.out.changes.append(task_change(run, task))
