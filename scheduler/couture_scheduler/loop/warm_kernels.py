"""Keeps the kernel pool alive while the engine works, with a warm kernel for each kernelspec that schedules use.

Starting a pool and its first kernel takes seconds, so this is done in a thread. It is only for speed: a worker that
finds no pool starts one, and a kernelspec that was not foreseen is started when it is asked for. Where schedules run
as their owners, their pools are warmed in the same thread, shortly before: ``owners_kernels.py``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from couture_scheduler.config import Settings
from couture_scheduler.errors import SchedulerError
from couture_scheduler.kernels import account_pools
from couture_scheduler.kernels.kernelspecs import DEFAULT_KERNEL
from couture_scheduler.kernels.pool_client import PoolKeeper
from couture_scheduler.loop.owners_kernels import OwnersKernels
from couture_scheduler.store import notebook_schedules
from couture_scheduler.store.session import Store

log = logging.getLogger(__name__)


class WarmKernels:
    """Looks after the pool in a thread; ``look`` has it look at the schedules again."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._owners = OwnersKernels(store, clock)
        self._keeper = PoolKeeper(settings.home, spares=settings.spare_kernels)
        self._look = threading.Event()
        self._asked: set[str] = set()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="warm-kernels", daemon=True)

    @property
    def address(self) -> str:
        """Where workers find the pool."""
        return self._keeper.address

    def start(self) -> None:
        """Begin to look after the pool."""
        self._thread.start()
        self.look()

    def look(self, kernel_name: str | None = None) -> None:
        """Schedules may have changed, or a notebook with this kernelspec is about to run."""
        if kernel_name:
            self._asked.add(kernel_name)
        self._look.set()

    def stop(self) -> None:
        """Let go of the pool: it ends when its last kernel is given back."""
        self._stopping = True
        self._look.set()
        if self._thread.is_alive():
            self._thread.join(timeout=70)
        self._keeper.close()

    def _run(self) -> None:
        warmed: set[str] = set()
        pause: float | None = None
        while True:
            self._look.wait(pause)
            self._look.clear()
            if self._stopping:
                return
            try:
                warmed = self._warm(warmed)
                pause = self._owners.warm()
            except (SchedulerError, OSError) as error:
                log.warning("No kernel could be warmed: %s", error)

    def _warm(self, warmed: set[str]) -> set[str]:
        wanted = set(self._asked)
        if account_pools.place() is None:
            with self._store.reading() as tx:
                wanted |= {name or DEFAULT_KERNEL for name in notebook_schedules.kernel_names(tx)}
        if wanted - warmed:
            self._keeper.warm(sorted(wanted))
        return wanted
