"""One tick: hear, decide, commit, act, tell. The only place where the order of these is written down."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import EventFired, ExecutorEvent
from couture_scheduler.engine.snapshot import PoolUsage, Usage
from couture_scheduler.events import Change
from couture_scheduler.executors.contract import Executor
from couture_scheduler.loop import asset_updates, commit, loading, planning, recovery
from couture_scheduler.loop.active_runs import ActiveRuns
from couture_scheduler.loop.callbacks import Callbacks
from couture_scheduler.loop.deciding import decide
from couture_scheduler.loop.expanding import expand
from couture_scheduler.loop.launches import Launches, Versions
from couture_scheduler.loop.launches import launch_id as current_launch
from couture_scheduler.loop.lease import Lease
from couture_scheduler.loop.news import take_in
from couture_scheduler.loop.state import LoopState, Outbox
from couture_scheduler.store import dag_runs, dags, pools
from couture_scheduler.store.session import Store, Transaction

log = logging.getLogger(__name__)

QUEUED = TaskInstanceState.QUEUED
RUNNING = TaskInstanceState.RUNNING
BUSY_TRIES = 4 * (os.cpu_count() or 1)
PROGRESS_SECONDS = 1.0  # a notebook's progress is told at once but stored at most so often; then it is told again


class Ticker:
    """Holds what ticks need. ``tell`` publishes changes after the commit."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        executor: Executor,
        lease: Lease,
        launches: Launches,
        versions: Versions,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._executor = executor
        self._lease = lease
        self._launches = launches
        self._versions = versions
        self._clock = clock
        self._tell = tell
        self._callbacks = Callbacks(store, executor, lease, launches, clock, tell)
        self.state = self._empty()
        self.holding = False
        self._due: datetime | None = None
        self._stored_progress_at = 0.0
        self._awake_at = clock()
        self._down_since: datetime | None = None

    def was_down_since(self, moment: datetime) -> None:
        """Before the first tick: until when an engine worked before this one."""
        self._awake_at = moment

    def recover(self) -> None:
        """Throw memory away and read everything anew. Raises what the store raises."""
        self.state = self._empty()
        now = self._clock()
        with self._store.transaction() as tx:
            self._lease.renew(tx)
            recovery.recover(tx, self.state, self._executor, self._launches, self._versions, now)
            decide(self.state, self._launches, now)
            stale = commit.write(tx, self.state, self._settings.home, now)
            expand(tx, self.state)
        self._after_commit(stale)
        self._callbacks.recover()

    def tick(
        self, changes: list[Change], reports: Sequence[ExecutorEvent | EventFired], *, plan: bool, may_hold: bool
    ) -> bool:
        """One round. ``plan`` says that DAGs may be due; ``may_hold`` that starts alone need not be stored at once: the
        end of a short task then comes with its start in one commit. Returns whether there is more to do at once."""
        now = self._wake()
        for event in (*self._executor.drain(), *reports):
            if not self._callbacks.take(event):
                take_in(self.state, event, now)
        self._callbacks.look |= any(change.subject == "callback" for change in changes)
        self._callbacks.turn()
        self.state.touch_what_is_due(now)
        self.holding = may_hold and not plan and not changes and (self.is_busy or self._only_starts())
        if self.holding:
            return False
        if not (plan or changes or self._has_work()):
            self._publish()
            return False
        with self._store.transaction() as tx:
            self._lease.renew(tx)
            more = self._read(tx, changes, plan, now)
            decide(self.state, self._launches, now)
            stale = commit.write(tx, self.state, self._settings.home, now)
            more |= commit.plan_continuous(tx, self.state) | expand(tx, self.state)
            more |= self._start_by_assets(tx, now, any(each.subject in ("dag", "asset") for each in changes))
        self._after_commit(stale)
        return more or bool(stale)

    def sweep(self) -> None:
        """Every few seconds: keep the lease, store progress, and look for rows that a lost nudge would have told of."""
        now = self._wake()
        self._executor.sweep()
        with self._store.transaction() as tx:
            self._lease.renew(tx)
            self._refresh_pools(tx)
            self.state.paused = dags.paused_ids(tx)
            differing = dag_runs.unfinished_ids(tx) ^ set(self.state.active.by_id)
            loading.load(tx, self.state, self._versions, differing | loading.changed_by_others(tx, self.state))
            loading.settle_restarting(self.state, self._clock())
            decide(self.state, self._launches, now)
            stale = commit.write(tx, self.state, self._settings.home, now)
            expand(tx, self.state)
            self._start_by_assets(tx, now, look=True)
        self._callbacks.look = True
        self._after_commit(stale)

    def _wake(self) -> datetime:
        """Now; and notice if the machine, or every engine, has slept for longer than a few heartbeats."""
        now = self._clock()
        if (now - self._awake_at).total_seconds() > 4 * self._settings.heartbeat:
            self._down_since = self._awake_at
        self._awake_at = now
        return now

    @property
    def is_busy(self) -> bool:
        """Whether so many tries are under way that the processors have work while news gather for one commit."""
        return len(self.state.live) > BUSY_TRIES

    @property
    def seconds_to_storing(self) -> float:
        """When progress that was told must be stored, too: whoever asks is to see it."""
        if not self.state.progress:
            return math.inf
        return self._stored_progress_at + PROGRESS_SECONDS - time.monotonic()

    def next_moment(self) -> datetime | None:
        """When the loop must wake by itself: a retry, a timeout, or a run that is due."""
        moments = [moment for moment in (self._due, self._first_moment()) if moment is not None]
        return min(moments, default=None)

    def _empty(self) -> LoopState:
        return LoopState(ActiveRuns(Usage(parallelism=self._settings.parallelism)))

    def _first_moment(self) -> datetime | None:
        return self.state.moments[0][0] if self.state.moments else None

    def _only_starts(self) -> bool:
        """Whether all that happened is that tasks began."""
        state = self.state
        quiet = not (state.out.tries or state.active.dirty_runs or state.out.submit)
        return bool(state.active.dirty) and quiet and all(d.task.state == RUNNING for d in state.active.dirty.values())

    def _has_work(self) -> bool:
        state = self.state
        if self.seconds_to_storing <= 0:
            return True
        return bool(state.touched or state.active.dirty or state.active.dirty_runs or state.out.tries)

    def _read(self, tx: Transaction, changes: list[Change], plan: bool, now: datetime) -> bool:
        ids: set[int] = set()
        more = False
        if plan or any(change.subject == "dag" for change in changes):
            self.state.paused = dags.paused_ids(tx)
        if any(change.subject == "notebook" for change in changes):
            self._executor.warm_notebooks()
        if any(change.subject == "pool" for change in changes):
            self._refresh_pools(tx)
        for change in changes:
            if change.subject in ("dag_run", "task_instance") and change.dag_id and change.run_id:
                ids |= dag_runs.ids_named(tx, change.dag_id, change.run_id)
                ids |= self._known(change.dag_id, change.run_id)
                if change.what == "deleted":
                    ids |= {run.id for run in self.state.active if run.dag.dag_id == change.dag_id}
        if plan or any(change.subject == "dag" for change in changes):
            made, more = planning.plan_due(tx, self.state, now, self._down_since or now)
            ids |= set(made)
            if not more:
                self._down_since = None
            self._due = dags.earliest_due(tx)
        if ids:
            loading.load(tx, self.state, self._versions, ids)
            loading.settle_restarting(self.state, self._clock())
        return more

    def _start_by_assets(self, tx: Transaction, now: datetime, look: bool) -> bool:
        """Make the runs that updates of assets start; whether there are any. The next tick decides about them."""
        if not (look or self.state.out.asset_events):
            return False
        made = asset_updates.start_runs(tx, self.state, now)
        if made:
            loading.load(tx, self.state, self._versions, made)
        return bool(made)

    def _known(self, dag_id: str, run_id: str) -> set[int]:
        run = self.state.active.named(dag_id, run_id)
        return {run.id} if run else set()

    def _refresh_pools(self, tx: Transaction) -> None:
        """The sizes; what is in use we count ourselves. A pool that is gone has no slot: its tasks wait."""
        known, found = self.state.active.usage.pools, pools.usage(tx)
        for name in known.keys() | found.keys():
            now = found.get(name, PoolUsage(0))
            pool = known.setdefault(name, PoolUsage(0))
            pool.slots, pool.include_deferred = now.slots, now.include_deferred

    def _after_commit(self, stale: set[int]) -> None:
        state = self.state
        commit.forget_finished(state)
        state.active.dirty.clear()
        state.active.dirty_runs.clear()
        state.out.changes.extend(change for change in state.progress.values() if change not in state.out.changes)
        state.progress.clear()
        self._stored_progress_at = time.monotonic()
        self._reload(stale)
        for launch in state.out.submit:
            if self._is_queued(launch.id):
                self._executor.submit(launch)
            else:
                state.live.pop(launch.id, None)
        for launch_id, because in state.out.kill:
            self._executor.kill(launch_id, because)
        self._callbacks.look |= bool(state.out.callbacks)
        self._publish()
        self._callbacks.turn()

    def _is_queued(self, launch_id: str) -> bool:
        """Whether the store took the launch: a stale run has just been read again."""
        found = self.state.find(launch_id)
        return found is not None and found[2].state is QUEUED and current_launch(found[2]) == launch_id

    def _publish(self) -> None:
        changes, self.state.out = self.state.out.changes, Outbox()
        if changes:
            self._tell(changes)

    def _reload(self, stale: set[int]) -> None:
        """Read runs again; what follows from what is found there is decided in the next tick."""
        if not stale:
            return
        log.debug("Reading the runs %s again", sorted(stale))
        with self._store.transaction() as tx:
            self._lease.renew(tx)
            loading.load(tx, self.state, self._versions, stale)
        loading.settle_restarting(self.state, self._clock())
