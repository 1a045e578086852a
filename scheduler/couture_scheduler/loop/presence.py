"""The engine as others see it in the store (a job with a heartbeat), and whether anybody still needs it."""

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
