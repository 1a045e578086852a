"""Reads runs from the store into the loop's memory: new ones, and those that somebody else changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from couture_jupyter.serialization.shape import tasks_of_run
from couture_jupyter.states import ACTIVE_TASK_STATES, FINISHED_RUN_STATES, DagRunState, TaskInstanceState
from couture_scheduler.engine.plan_tasks import next_moment
from couture_scheduler.engine.snapshot import RunView
from couture_scheduler.loop.launches import Versions, launch_id
from couture_scheduler.loop.pauses import forget
from couture_scheduler.loop.state import LoopState, task_change
from couture_scheduler.store import dag_runs, run_listing, task_instances
from couture_scheduler.store.session import Transaction

RESTARTING = TaskInstanceState.RESTARTING
MOST_IDS = 500  # in one query


def load(tx: Transaction, state: LoopState, versions: Versions, ids: Collection[int]) -> None:
    """Read these runs anew, and those that look back at them. Launches that the store does not want any more are
    killed after the commit.

    What was heard and is not stored yet (a task has ended) would be forgotten with the old view: such a run is left in
    ``state.unread``, to be read after the commit. Where somebody else changed it as well, the commit refuses it.
    """
    unsaved = state.active.unsaved()
    state.unread |= unsaved.intersection(ids)
    wanted = set(ids) - unsaved
    views = dag_runs.load_views(tx, list(wanted), versions.spec)
    later = state.active.that_look_back(views) - wanted
    state.unread |= later & unsaved
    later -= unsaved
    _take(tx, state, [*wanted, *later], [*views, *dag_runs.load_views(tx, list(later), versions.spec)])


def _take(tx: Transaction, state: LoopState, ids: Collection[int], found: Collection[RunView]) -> None:
    views = {view.id: view for view in found}
    infos = dag_runs.infos(tx, list(views))
    for run_id in ids:
        view = views.get(run_id)
        if view is None or _is_over(view):
            state.active.drop(run_id)
        else:
            if not view.tasks:
                tasks = tasks_of_run(view.dag, view.run_type, view.logical_date)
                made = task_instances.insert_for_run(tx, run_id, view.dag, tasks)
                view.tasks = {task.key: task for task in made}
            state.active.add(view, infos[run_id])
            state.touch(view)
    _kill_unwanted(state, set(ids))


def _is_over(run: RunView) -> bool:
    unfinished = (*ACTIVE_TASK_STATES, TaskInstanceState.RESTARTING)
    return run.state in FINISHED_RUN_STATES and not any(task.state in unfinished for task in run.tasks.values())


def _kill_unwanted(state: LoopState, run_ids: set[int]) -> None:
    for launch, live in state.live.items():
        if live.run_id not in run_ids or live.kill_because:
            continue
        found = state.find(launch)
        wanted = found and found[2].state in ACTIVE_TASK_STATES and launch_id(found[2]) == launch
        if not wanted:
            live.kill_because = "Somebody stopped or cleared it."
            state.out.kill.append((launch, live.kill_because))


def changed_by_others(tx: Transaction, state: LoopState) -> set[int]:
    """Active runs whose task instances are in other states in the store than here: somebody cleared or marked some, and
    the notification was lost."""
    ids = list(state.active.by_id)
    stored = {}
    for first in range(0, len(ids), MOST_IDS):
        stored.update(run_listing.task_counts(tx, ids[first : first + MOST_IDS]))
    return {run.id for run in state.active if run.tasks and stored.get(run.id, {}) != _counts(run, state)}


def _counts(run: RunView, state: LoopState) -> Counter[str]:
    """As the store has them: what the last ticks have not written yet counts with its state there."""
    dirty = state.active.dirty
    states = (dirty[task.id].stored if task.id in dirty else task.state for task in run.tasks.values())
    return Counter("none" if each is None else each.value for each in states)


def settle_restarting(state: LoopState, now: datetime) -> None:
    """Tasks cleared while they ran wait for the end of their process; those without one start over at once."""
    working = {(live.run_id, live.key) for live in state.live.values()}
    for run in state.active:
        for task in run.tasks.values():
            if task.state is RESTARTING and (run.id, task.key) not in working:
                task.retry_at = now
                values = {"because": "It was cleared while it was running.", "retry_at": now, **forget(task)}
                state.active.set_task(run, task, TaskInstanceState.UP_FOR_RETRY, values)
                state.touch(run)
                state.out.changes.append(task_change(run, task))


def remember_moments(state: LoopState, now: datetime) -> None:
    """Note when each active run must be looked at again; after loading."""
    for run in state.active:
        if run.state == DagRunState.RUNNING:
            state.remember(next_moment(run, now), run)
