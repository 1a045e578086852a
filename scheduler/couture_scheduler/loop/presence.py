"""The engine and the processes beside it as others see them in the store (jobs with heartbeats), and whether anybody
still needs the engine."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from datetime import datetime

from couture_jupyter.notebook_options import CHANNELS
from couture_scheduler.config import Settings
from couture_scheduler.loop.state import LoopState
from couture_scheduler.loop.subscribers import Subscribers
from couture_scheduler.store import arrivals, backfills, callbacks, jobs, notifications
from couture_scheduler.store.session import Store

KIND = "engine"
CHILD_SECONDS = 9.0  # between two signs of life of a process beside the engine


class Presence:
    """Signs on, keeps signing, signs off."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._job: int | None = None
        self._needed_at = time.monotonic()

    def begin(self) -> datetime:
        """Sign on. Returns when an engine was heard of last: the one before this, or now."""
        self._needed_at = time.monotonic()
        with self._store.transaction() as tx:
            jobs.forget_kinds(tx, jobs.BESIDE_ENGINES, socket.gethostname())  # of an engine that was killed
            before = jobs.latest(tx, KIND)
            self._job = jobs.start(tx, KIND, socket.gethostname(), os.getpid(), self._clock())
        return before.heartbeat_at if before else self._clock()

    def heartbeat(self) -> None:
        """Still here."""
        if self._job is not None:
            with self._store.transaction() as tx:
                jobs.heartbeat(tx, self._job, self._clock(), None)

    def end(self) -> None:
        """Sign off."""
        if self._job is not None:
            with self._store.transaction() as tx:
                jobs.end(tx, self._job, self._clock())
                jobs.forget_kinds(tx, jobs.BESIDE_ENGINES, socket.gethostname())
            self._job = None

    def is_idle(self, state: LoopState, subscribers: Subscribers, next_moment: datetime | None) -> bool:
        """Whether it was not needed for ``idle_exit`` seconds: no server, no active run, nothing scheduled, no file
        waited for, no message to deliver, no callback to call, no backfill to go on with."""
        needed = bool(state.active.by_id) or next_moment is not None or subscribers.count("server") > 0
        if needed or not self._settings.idle_exit or self._waits_for_files() or self._owes():
            self._needed_at = time.monotonic()
        return time.monotonic() - self._needed_at > self._settings.idle_exit > 0

    def _waits_for_files(self) -> bool:
        with self._store.reading() as tx:
            return any(not follower.is_paused for follower in arrivals.followers(tx, "file"))

    def _owes(self) -> bool:
        """Messages, callbacks, or runs of a backfill."""
        with self._store.reading() as tx:
            owed = callbacks.are_owed(tx) or notifications.next_moment(tx, CHANNELS) is not None
            return owed or backfills.may_go_on(tx)


class ChildPresence:
    """A process that an engine keeps while there is work for it: signed on while it is there. One that was killed stays
    in the list, silent, until the engine ends."""

    def __init__(self, store: Store, clock: Callable[[], datetime], kind: str) -> None:
        self._store, self._clock, self._kind = store, clock, kind
        self._job: int | None = None
        self._told_at = 0.0

    def seen(self, pid: int) -> None:
        """It is there; this is told when it is new, and every few seconds."""
        if self._job is not None and time.monotonic() - self._told_at < CHILD_SECONDS:
            return
        with self._store.transaction() as tx:
            if self._job is None:
                self._job = jobs.start(tx, self._kind, socket.gethostname(), pid, self._clock())
            else:
                jobs.heartbeat(tx, self._job, self._clock())
        self._told_at = time.monotonic()

    def ended(self) -> None:
        """There was nothing more to do for it."""
        if self._job is not None:
            job, self._job = self._job, None
            with self._store.transaction() as tx:
                jobs.forget(tx, job)

    def lost(self) -> None:
        """It ended by itself: what will be seen next is another one."""
        self._job = None
