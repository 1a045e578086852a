"""Progress that workers report through the endpoint, on its way to the loop: only the newest of each launch counts."""

from __future__ import annotations

import threading

from couture_scheduler.engine.launch import Progressed
from couture_scheduler.loop.wake import Inbox


class Reports:
    """Filled by the endpoint's threads, emptied by the loop."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._lock = threading.Lock()
        self._newest: dict[str, Progressed] = {}

    def put(self, report: Progressed) -> None:
        """Take a report; wakes the loop only for the first one since it looked."""
        with self._lock:
            first = not self._newest
            self._newest[report.launch_id] = report
        if first:
            self._inbox.put()

    def drain(self) -> list[Progressed]:
        """The newest report of each launch since the last call."""
        with self._lock:
            reports, self._newest = list(self._newest.values()), {}
        return reports
