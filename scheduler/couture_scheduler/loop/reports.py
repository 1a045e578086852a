"""What comes to the loop beside the executor's news: progress that workers report through the endpoint, and events of
triggers. Only the newest of each launch counts."""

from __future__ import annotations

import threading

from couture_scheduler.engine.launch import EventFired, Progressed
from couture_scheduler.loop.wake import Inbox

Report = Progressed | EventFired


class Reports:
    """Filled by other threads, emptied by the loop."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._lock = threading.Lock()
        self._newest: dict[tuple[type[Report], str], Report] = {}

    def put(self, report: Report) -> None:
        """Take a report; wakes the loop only for the first one since it looked."""
        with self._lock:
            first = not self._newest
            self._newest[type(report), report.launch_id] = report
        if first:
            self._inbox.put()

    def drain(self) -> list[Report]:
        """The newest report of each launch since the last call."""
        with self._lock:
            reports, self._newest = list(self._newest.values()), {}
        return reports
