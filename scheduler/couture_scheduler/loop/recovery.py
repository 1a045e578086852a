"""What a new engine does with the work of an earlier one: adopt what lives, take the results that lie there,
and hand over again what provably never began. The same is done after the database was away: memory is thrown
away and read anew."""

from __future__ import annotations

import logging
from datetime import datetime

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.engine.launch import Adoption, Died
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView
from couture_scheduler.executors.contract import Executor
from couture_scheduler.loop.launches import Launches, Versions, launch_id
from couture_scheduler.loop.loading import load, remember_moments, settle_restarting
from couture_scheduler.loop.news import take_in
from couture_scheduler.loop.state import LiveLaunch, LoopState
from couture_scheduler.store import dag_runs, pools, task_instances
from couture_scheduler.store.session import Transaction

log = logging.getLogger(__name__)

SAME_START = 0.02  # seconds by which the start of one and the same process may be told differently
DEAD = "The process of this try is gone and left no result: it was killed, or the machine went down."


def recover(
    tx: Transaction,
    state: LoopState,
    executor: Executor,
    launches: Launches,
    versions: Versions,
    now: datetime,
) -> None:
    """Fill the empty ``state`` from the store and find out what became of everything that was handed over."""
    state.active.usage.pools = pools.usage(tx)
    for pool in state.active.usage.pools.values():
        pool.used = pool.deferred = 0  # counted anew while the runs are loaded
    load(tx, state, versions, dag_runs.unfinished_ids(tx))
    for run in list(state.active):
        for task in list(run.tasks.values()):
            if task.state in (TaskInstanceState.QUEUED, TaskInstanceState.RUNNING):
                _adopt(state, executor, launches, run, task, now)
    settle_restarting(state, now)
    remember_moments(state, now)
    _end_leftovers(tx, executor)


def _end_leftovers(tx: Transaction, executor: Executor) -> None:
    """While no engine was there a person may have ended a run whose tasks were at work: nobody else would end their
    processes."""
    left = dict(executor.leftovers())
    for pid, started in task_instances.ended_with_process(tx, list(left)):
        if abs(left[pid] - started) < SAME_START:
            log.info("Ending the process %d: its task has ended", pid)
            executor.end_leftover(pid, started)


def _adopt(
    state: LoopState,
    executor: Executor,
    launches: Launches,
    run: RunView,
    task: TaskInstanceView,
    now: datetime,
) -> None:
    launch = launches.build(run, task, state.active.info[run.id])
    state.live[launch.id] = LiveLaunch(run.id, task.key)
    match executor.adopt(launch):
        case Adoption.DEAD:
            take_in(state, Died(launch.id, DEAD), now)
        case Adoption.NEVER_BEGAN:
            del state.live[launch.id]
            task.launch += 1
            state.active.set_task(run, task, TaskInstanceState.QUEUED, {"launch": task.launch})
            state.live[launch_id(task)] = LiveLaunch(run.id, task.key)
            state.out.submit.append(launches.build(run, task, state.active.info[run.id]))
        case Adoption.RUNNING | Adoption.FINISHED:
            pass  # its end will be reported
