"""How often one caller may call: a number of calls in each stretch of time, kept in memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

MOST_CALLERS = 10_000


class Rate:
    """Counts the calls of each caller in the last ``seconds``."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}
        self._lock = Lock()

    def wait(self, caller: str) -> float:
        """Count this call; 0, or for how many seconds the caller must wait. A refused call is not counted."""
        now = self._clock()
        with self._lock:
            if len(self._calls) >= MOST_CALLERS:
                self._forget(now)
            calls = self._calls.setdefault(caller, deque())
            while calls and now - calls[0] >= self._seconds:
                calls.popleft()
            if len(calls) >= self._most:
                return self._seconds - (now - calls[0])
            calls.append(now)
            return 0.0

    def forgive(self, caller: str) -> None:
        """Take back the newest call of this caller: it does not count."""
        with self._lock:
            if calls := self._calls.get(caller):
                calls.pop()

    def _forget(self, now: float) -> None:
        """Whoever did not call lately; everybody when there are still too many."""
        recent = {caller: calls for caller, calls in self._calls.items() if calls and now - calls[-1] < self._seconds}
        self._calls = recent if len(recent) < MOST_CALLERS else {}
