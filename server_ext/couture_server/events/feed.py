"""Pass changes on to those who listen: gathered for a moment, the newest of each thing, in one batch.

``put`` may be called from any thread. A burst of changes becomes one batch every ``INTERVAL``; within it only the last
change of the same thing counts (a progress bar needs no history), except that something new stays "created".
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

from couture_scheduler.events import Change

from couture_server.events.telling import Batch

INTERVAL = 0.05
MAX_CHANGES = 500

Key = tuple[Any, ...]
Listener = Callable[[Batch], None]


class ChangeFeed:
    """Gathers changes and tells those who listen, on the event loop. ``listen`` and ``leave`` are called there too.

    Args:
        on_loop: runs a function on the event loop, from any thread (``IOLoop.add_callback``).
        later: on the loop, runs a function after some seconds (``IOLoop.call_later``).
    """

    def __init__(self, on_loop: Callable[..., Any], later: Callable[..., Any]) -> None:
        self._listeners: set[Listener] = set()
        self._on_loop = on_loop
        self._later = later
        self._lock = threading.Lock()
        self._waiting: dict[Key, Change] = {}
        self._open = False  # an interval is running: what comes now waits for its end

    def listen(self, listener: Listener) -> None:
        """Have ``listener`` called with each batch, which it must not keep waiting."""
        self._listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        """Call it no more."""
        self._listeners.discard(listener)

    def put(self, *changes: Change) -> None:
        """Take changes; never blocks."""
        with self._lock:
            for change in changes:
                self._keep(change)
            if self._open or not self._waiting:
                return
            self._open = True
        self._on_loop(self._flush)

    def _keep(self, change: Change) -> None:
        key = _key(change)
        before = self._waiting.pop(key, None)
        if before is not None and before.what == "created" and change.what == "changed":
            change = dataclasses.replace(change, what="created")
        self._waiting[key] = change

    def _flush(self) -> None:
        """Tell what waits and open the next interval; close when nothing came during the last one."""
        with self._lock:
            changes, self._waiting = list(self._waiting.values()), {}
            self._open = bool(changes)
        for start in range(0, len(changes), MAX_CHANGES):
            batch = Batch(changes[start : start + MAX_CHANGES])
            for listener in list(self._listeners):
                listener(batch)
        if changes:
            self._later(INTERVAL, self._flush)


def _key(change: Change) -> Key:
    return (change.subject, change.dag_id, change.run_id, change.task_id, change.map_index)
