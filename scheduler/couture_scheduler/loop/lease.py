"""The lease of the engine: only its holder may write transitions. Losing it is noticed by the next transaction."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable
from datetime import datetime

from couture_scheduler.errors import LeaseLostError
from couture_scheduler.files.processes import is_alive, process_started
from couture_scheduler.store import leases
from couture_scheduler.store.session import Store, Transaction

NAME = "engine"


class Lease:
    """This engine's claim to be the only one that writes."""

    def __init__(self, store: Store, clock: Callable[[], datetime], ttl: float) -> None:
        self._store = store
        self._clock = clock
        self._ttl = ttl
        self._holder = uuid.uuid4().hex
        self._host = socket.gethostname()
        self._token: int | None = None

    def acquire(self) -> bool:
        """Try to become the holder: nobody is, the holder's time is over, or its process (on this machine) is dead."""
        pid = os.getpid()
        started = process_started(pid) or 0.0
        with self._store.transaction() as tx:
            now = self._clock()
            current = leases.current(tx, NAME)
            who = (self._holder, self._host, pid, started)
            if current is not None and current.holder and current.expires_at > now and self._is_dead(current):
                lease = leases.take_over(tx, NAME, current.token, *who, now, self._ttl)
            else:
                lease = leases.acquire(tx, NAME, *who, now, self._ttl)
        self._token = lease.token if lease else None
        return lease is not None

    def renew(self, tx: Transaction) -> None:
        """The first statement of every transaction of the loop. Raises ``LeaseLostError``."""
        if self._token is None or not leases.renew(tx, NAME, self._holder, self._token, self._clock(), self._ttl):
            self._token = None
            raise LeaseLostError("Another engine has taken over.")

    def release(self) -> None:
        """Let another engine in at once."""
        if self._token is None:
            return
        with self._store.transaction() as tx:
            leases.release(tx, NAME, self._holder, self._token, self._clock())
        self._token = None

    def _is_dead(self, current: leases.LeaseRecord) -> bool:
        return current.host == self._host and not is_alive(current.pid, current.process_started)
