"""What the executor reports, turned into transitions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from couture_jupyter.serialization import TaskSpec
from couture_jupyter.states import ACTIVE_TASK_STATES, TaskInstanceState
from couture_scheduler.comparing.fingerprints import of_sentence
from couture_scheduler.engine.callbacks import of_death
from couture_scheduler.engine.graph import graph_of
from couture_scheduler.engine.launch import (
    Died,
    EventFired,
    ExecutorEvent,
    Finished,
    OutcomeKind,
    Progressed,
    Started,
    TryOutcome,
)
from couture_scheduler.engine.outcomes import after_try
from couture_scheduler.engine.plan_tasks import TIMEOUT_GRACE
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView
from couture_scheduler.events import Change
from couture_scheduler.loop import asset_updates
from couture_scheduler.loop.launches import launch_id
from couture_scheduler.loop.pauses import PAUSED, forget, pause, take_event
from couture_scheduler.loop.state import LiveLaunch, LoopState, task_change

_AT_WORK = ACTIVE_TASK_STATES | {TaskInstanceState.RESTARTING}


def take_in(state: LoopState, event: ExecutorEvent | EventFired, now: datetime) -> None:
    """Carry one event into the state. News of launches that are not ours any more are dropped."""
    if isinstance(event, EventFired):
        take_event(state, event)
        return
    found = state.find(event.launch_id)
    if found is None or not _is_wanted(found[2], event.launch_id):
        ended = state.live.pop(event.launch_id, None) if isinstance(event, Finished | Died) else None
        if ended is not None and found is not None:
            state.touch(found[1])  # the next try has waited for the end of this process
        return
    live, run, task = found
    match event:
        case Started():
            _started(state, run, task, event)
        case Progressed():
            _progressed(state, run, task, event)
        case Finished(outcome=outcome):
            _ended(state, live, run, task, outcome, now)
        case Died(because=because):
            was_cleared = task.state is TaskInstanceState.RESTARTING
            outcome = _death(live, task, because, now)
            _ended(state, live, run, task, outcome, now)
            owed = None if was_cleared else of_death(run, _spec(run, task), task, outcome.error)
            state.out.callbacks += [owed] if owed else []


def _is_wanted(task: TaskInstanceView, launch: str) -> bool:
    """Whether this launch still decides about the task: a person may have marked it, or a further try has begun."""
    return task.state in _AT_WORK and launch_id(task) == launch


def _started(state: LoopState, run: RunView, task: TaskInstanceView, event: Started) -> None:
    if task.state != TaskInstanceState.QUEUED:
        return
    task.started_at = event.at
    process = {"host": event.host, "pid": event.pid, "process_started": event.process_started}
    values = {"started_at": event.at, **process}
    state.active.set_task(run, task, TaskInstanceState.RUNNING, values)
    state.out.changes.append(task_change(run, task))
    timeout = _spec(run, task).execution_timeout
    if timeout is not None:
        state.remember(event.at + timedelta(seconds=timeout) + TIMEOUT_GRACE, run)


def _progressed(state: LoopState, run: RunView, task: TaskInstanceView, event: Progressed) -> None:
    is_progress = event.progress is not None
    change = Change(
        "progress" if is_progress else "log",
        dag_id=run.dag.dag_id,
        run_id=run.run_id,
        task_id=task.task_id,
        map_index=task.map_index,
        try_number=task.try_number,
        detail=event.progress if is_progress else {"size": event.log_size},
    )
    state.out.changes.append(change)
    if is_progress:
        state.progress[task.id] = change


def _death(live: LiveLaunch, task: TaskInstanceView, because: str, now: datetime) -> TryOutcome:
    kind = OutcomeKind.FAILED if live.may_retry else OutcomeKind.FAILED_FOR_GOOD
    started = task.started_at or task.queued_at or now
    sentence = live.kill_because or because
    return TryOutcome(kind, started.isoformat(), now.isoformat(), error=sentence, error_name="TaskDied")


def _ended(
    state: LoopState,
    live: LiveLaunch,
    run: RunView,
    task: TaskInstanceView,
    outcome: TryOutcome,
    now: datetime,
) -> None:
    del state.live[launch_id(task)]
    state.progress.pop(task.id, None)
    decisions = after_try(_spec(run, task), task, outcome, run, now)
    if decisions[0].to in PAUSED:
        pause(state, run, task, outcome, decisions[0])
        return
    values = _values(outcome)
    if task.first_started_at is not None:
        values["started_at"] = task.first_started_at
    if task.started_at is None:
        task.started_at = values["started_at"]
    task.skips = list(outcome.skip) or None
    ended = forget(task)
    for decision in decisions:
        other = run.tasks[decision.key]
        other.retry_at = decision.retry_at
        own = values | _own_columns(outcome) | ended if other is task else {"ended_at": now}
        own = {**own, "because": decision.because, "retry_at": decision.retry_at}
        state.active.set_task(run, other, decision.to, own)
        state.remember(decision.retry_at, run)
        state.touch(run, other)
        state.out.changes.append(task_change(run, other))
    run.lengths.update({(task.task_id, task.map_index, key): length for key, length in outcome.lengths.items()})
    _record(state, run, task, outcome, values)


def _spec(run: RunView, task: TaskInstanceView) -> TaskSpec:
    return graph_of(run.dag).nodes[task.task_id].task


def _values(outcome: TryOutcome) -> dict[str, Any]:
    return {
        "started_at": datetime.fromisoformat(outcome.started_at),
        "ended_at": datetime.fromisoformat(outcome.ended_at),
        "error": outcome.error or None,
        "error_name": outcome.error_name or None,
        "progress": outcome.progress,
    }


def _own_columns(outcome: TryOutcome) -> dict[str, Any]:
    """What only the task instance keeps, not its try."""
    found: dict[str, Any] = {}
    if outcome.skip:
        found["skips"] = list(outcome.skip)
    if outcome.map_label is not None:
        found["map_label"] = outcome.map_label
    return found


def _fingerprint(outcome: TryOutcome) -> str | None:
    """That of the worker; a process that died could tell none."""
    if outcome.kind not in (OutcomeKind.FAILED, OutcomeKind.FAILED_FOR_GOOD):
        return None
    return str(outcome.fingerprint)[:64] or of_sentence(outcome.error_name, outcome.error)


def _record(
    state: LoopState, run: RunView, task: TaskInstanceView, outcome: TryOutcome, values: dict[str, Any]
) -> None:
    state.out.tries.append(
        {
            "task_instance_id": task.id,
            "try_number": task.try_number,
            "launch": task.launch,
            "state": outcome.kind.value if outcome.kind != OutcomeKind.FAILED_FOR_GOOD else "failed",
            "queued_at": task.queued_at,
            "outputs": list(outcome.outputs),
            "code": outcome.code,
            "fingerprint": _fingerprint(outcome),
            **values,
        }
    )
    if outcome.rendered is not None:
        state.out.rendered[task.id] = outcome.rendered
    if outcome.kind == OutcomeKind.SUCCESS:
        asset_updates.note(state, run, task, outcome)
        state.out.xcoms.extend(
            {
                "dag_id": run.dag.dag_id,
                "run_id": run.run_id,
                "task_id": task.task_id,
                "map_index": task.map_index,
                "key": key,
                "value": value,
            }
            for key, value in outcome.xcom.items()
        )
