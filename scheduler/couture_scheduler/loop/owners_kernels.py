"""Has kernels ready in people's own pools, where their schedules run as them: a minute before a schedule is due.

A pool takes memory of its own, so only those are started that are needed soon, and few at a time. Nobody has to give
them back: a pool that nobody uses ends by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from couture_scheduler.errors import SchedulerError
from couture_scheduler.kernels import account_pools
from couture_scheduler.kernels.kernelspecs import DEFAULT_KERNEL
from couture_scheduler.kernels.pool_client import connect
from couture_scheduler.store import notebook_schedules
from couture_scheduler.store.notebook_schedules import NextRun
from couture_scheduler.store.session import Store

log = logging.getLogger(__name__)

AHEAD = timedelta(seconds=60)
MOST_ACCOUNTS = 8  # whose pools are warmed for one minute
MOST_RUNS = 200  # next runs that are looked at


class OwnersKernels:
    """Looks at what is due next; where everything runs as one user there is nothing to do."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._warmed: dict[str, datetime] = {}  # for which moment each account's pool was warmed last

    def warm(self) -> float | None:
        """Warm what is due soon. Answers the seconds until there is something to do again, ``None``: nothing known."""
        if account_pools.place() is None:
            return None
        with self._store.reading() as tx:
            known = notebook_schedules.next_runs(tx, MOST_RUNS)
        soon = self._clock() + AHEAD
        due = [each for each in known if each.at <= soon]
        for account in list(dict.fromkeys(each.owner for each in due))[:MOST_ACCOUNTS]:
            self._warm(account, [each for each in due if each.owner == account])
        if due:
            return AHEAD.total_seconds()
        return (known[0].at - soon).total_seconds() if known else None

    def _warm(self, account: str, due: list[NextRun]) -> None:
        latest = max(each.at for each in due)
        if self._warmed.get(account) == latest:
            return
        self._warmed[account] = latest
        try:
            line = connect(account_pools.address_of(account))
            try:
                line.tell(do="warm", kernels=sorted({each.kernel_name or DEFAULT_KERNEL for each in due}))
            finally:
                line.close()
        except (SchedulerError, OSError) as error:  # the run says it again, where people see it
            log.warning("No kernel could be warmed for %s: %s", account, error)
