"""Keeps the table of held kernels in step with the kernel pools, which are the truth about them: ours, and people's."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from couture_scheduler.actions.held_mirror import mirror
from couture_scheduler.config import Settings
from couture_scheduler.errors import UnavailableError
from couture_scheduler.events import Change
from couture_scheduler.kernels import account_pools
from couture_scheduler.store import held_kernels
from couture_scheduler.store.session import Store

OFTEN = 15.0  # seconds between two looks while a kernel is held
SELDOM = 60.0
AFTER = 0.5  # seconds by which a look follows the moment when a kernel's time is over
_FAILED = ("failed", "up_for_retry")

log = logging.getLogger(__name__)


class HeldKernels:
    """Looks at the pools at the start, when a try failed or a run was deleted, when a kernel's time is over, and now
    and then: a kernel may die on its own, and so may the pool."""

    name = "held-kernels"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._home = settings.home
        self._store = store
        self._clock = clock
        self._tell = tell
        self._next_look = 0.0
        self._holds = False  # a kernel, when we last looked

    def catch_up(self) -> None:
        """The first turn looks at everything."""

    def hear(self, changes: list[Change]) -> None:
        """A kernel may be held since now, or have lost its run; a person prolonged one, or a try goes on with one."""
        if any(_matters(change) or (self._holds and change.subject == "task_instance") for change in changes):
            self._next_look = 0.0

    def turn(self) -> float:
        """Look if it is time, and sleep until something may have changed."""
        if time.monotonic() >= self._next_look:
            for account in (None, *self._accounts()):
                self._look(account)
            self._next_look = time.monotonic() + self._pause()
        return max(0.0, self._next_look - time.monotonic())

    def _look(self, account: str | None) -> None:
        try:
            news = mirror(self._store, self._home, self._clock(), account)
        except UnavailableError as error:
            if account is None:
                raise
            log.warning("The kept kernels of %s are not known: %s", account, error)  # nor do others wait for them
            return
        if news:
            self._tell(news)

    def _accounts(self) -> set[str]:
        """Whose pools may keep a kernel, or have."""
        if account_pools.place() is None:
            return set()
        with self._store.reading() as tx:
            known = {row.account for row in held_kernels.listing(tx) if row.account}
        return known.union(account_pools.accounts())

    def _pause(self) -> float:
        with self._store.reading() as tx:
            ends = [row.held_until for row in held_kernels.listing(tx)]
        self._holds = bool(ends)
        if not ends:
            return SELDOM
        return max(AFTER, min(OFTEN, (min(ends) - self._clock()).total_seconds() + AFTER))


def _matters(change: Change) -> bool:
    if change.subject == "held_kernel":
        return change.user is not None  # not our own news
    if change.subject == "dag_run":
        return change.what == "deleted"
    return change.subject == "task_instance" and change.state in _FAILED
