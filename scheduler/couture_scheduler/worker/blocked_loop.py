"""Notices when a trigger blocks the thread that it shares with all others, and says which one and where."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
import traceback

BEAT = 0.5  # seconds between signs of life
BLOCKED = 2.0  # seconds without one
log = logging.getLogger("couture.triggerer")


class BlockedLoopWatch:
    """A thread that watches the event loop of the thread that makes it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._thread = threading.get_ident()
        self._alive_at = time.monotonic()

    def start(self) -> None:
        """Watch for as long as the process lives."""
        self._beat()
        threading.Thread(target=self._watch, daemon=True, name="blocked-loop").start()

    def _beat(self) -> None:
        self._alive_at = time.monotonic()
        self._loop.call_later(BEAT, self._beat)

    def _watch(self) -> None:
        pause, told = threading.Event(), 0.0
        while not pause.wait(BEAT):
            last = self._alive_at
            if time.monotonic() - last > BLOCKED and last != told:
                told = last  # once for each time that it stands still
                self._tell()

    def _tell(self) -> None:
        frame = sys._current_frames().get(self._thread)
        stack = "".join(traceback.format_stack(frame)[-3:]).rstrip() if frame else ""
        task = asyncio.current_task(self._loop)
        log.warning(
            "All triggers have been standing still for %.1f seconds: %s blocks. A trigger must await, never block.\n%s",
            BLOCKED,
            task.get_name() if task else "something",
            stack,
        )
