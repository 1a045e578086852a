"""Writes one tick: every transition, in one transaction. What follows from them happens after the commit."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_jupyter.states import ACTIVE_TASK_STATES, FINISHED_RUN_STATES, FINISHED_TASK_STATES
from couture_scheduler.files.encryption import cipher
from couture_scheduler.loop import asset_updates
from couture_scheduler.loop.active_runs import Dirty, DirtyRun
from couture_scheduler.loop.state import LoopState
from couture_scheduler.store import callbacks, dag_runs, dags, rendered_fields, task_instances, tries, triggers, xcoms
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskChange


def write(tx: Transaction, state: LoopState, home: Path, now: datetime) -> set[int]:
    """Write what the tick changed; returns the ids of runs that must be read again: somebody else changed them
    meanwhile, or what they look back at changed, or they waited for this commit."""
    stale = _write_tasks(tx, state, home, now)
    for dirty in state.active.dirty_runs.values():
        if not _write_run(tx, dirty, now):
            stale.add(dirty.run.id)
    _owe_callbacks(tx, state, stale, now)
    if state.out.forget_xcoms:
        xcoms.clear(tx, state.out.forget_xcoms)
    if state.out.tries:
        tries.record_end(tx, state.out.tries)
    if state.out.xcoms:
        xcoms.put_many(tx, state.out.xcoms, now)
    if state.out.rendered:
        rendered_fields.put_many(tx, state.out.rendered)
    unread, state.unread = state.unread, set()
    return stale | unread | that_look_back(state)


def _write_tasks(tx: Transaction, state: LoopState, home: Path, now: datetime) -> set[int]:
    dirty = state.active.dirty
    refused = task_instances.apply(tx, [_change(each) for each in dirty.values()]) if dirty else []
    if state.progress:  # after the starts that came with it: only what runs has progress
        task_instances.store_progress(tx, {each: change.detail or {} for each, change in state.progress.items()})
    if not dirty:
        return set()
    lost = {change.id for change in refused}
    waiting = {number: row for number, row in state.out.triggers.items() if number not in lost}
    if waiting:
        _write_triggers(tx, waiting, home, now)
    asset_updates.write(tx, state, lost, now)
    return {dirty[number].run.id for number in lost}


def _write_triggers(tx: Transaction, waiting: dict[int, dict[str, Any]], home: Path, now: datetime) -> None:
    keys = cipher(home)
    rows = [
        {"task_instance_id": number, **row, "kwargs": keys.encrypt(json.dumps(row["kwargs"]))}
        for number, row in waiting.items()
    ]
    triggers.put_many(tx, rows, now)


def _owe_callbacks(tx: Transaction, state: LoopState, lost: set[int], now: datetime) -> None:
    """With the very transaction that makes them due: so none is lost, and none comes twice."""
    callbacks.add(tx, [each for each in state.out.callbacks if each.dag_run_id not in lost], now)


def _change(dirty: Dirty) -> TaskChange:
    return TaskChange(dirty.task.id, dirty.task.state, frozenset({dirty.stored}), dirty.values)


def _write_run(tx: Transaction, dirty: DirtyRun, now: datetime) -> bool:
    return dag_runs.set_state(
        tx, dirty.run.id, dirty.run.state, allowed=frozenset({dirty.stored}), at=now, because=dirty.because
    )


def plan_continuous(tx: Transaction, state: LoopState) -> bool:
    """A continuous DAG whose run this tick ended is to be planned again; whether there is one."""
    ended = [
        dirty.run.dag.dag_id
        for dirty in state.active.dirty_runs.values()
        if dirty.run.state in FINISHED_RUN_STATES and dirty.run.dag.timetable.get("kind") == "continuous"
    ]
    for dag_id in ended:
        dags.plan_again(tx, dag_id)
    return bool(ended)


def that_look_back(state: LoopState) -> set[int]:
    """Runs whose tasks depend on tasks of the run before, which this tick ended; they are to be read again."""
    ended = {d.run.id: d.run for d in state.active.dirty.values() if d.task.state in FINISHED_TASK_STATES}
    return state.active.that_look_back(ended.values())


def forget_finished(state: LoopState) -> None:
    """After the commit: drop the runs that are over and have no process left."""
    ended = {dirty.run.id: dirty.run for dirty in state.active.dirty_runs.values()}
    ended.update({dirty.run.id: dirty.run for dirty in state.active.dirty.values()})
    for run in ended.values():
        if run.state in FINISHED_RUN_STATES and not any(t.state in ACTIVE_TASK_STATES for t in run.tasks.values()):
            state.active.drop(run.id)
