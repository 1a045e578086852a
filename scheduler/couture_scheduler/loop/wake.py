"""What wakes the loop: a pipe that any thread may write to, and the messages that came with it."""

from __future__ import annotations

import os
import queue
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any

from couture_scheduler.events import Change


@dataclass(slots=True)
class Inbox:
    """Changes that others made, for the loop to look at; putting one in wakes the loop."""

    _queue: queue.SimpleQueue[Change] = field(default_factory=queue.SimpleQueue)
    _pipe: tuple[int, int] = field(default_factory=os.pipe)

    def __post_init__(self) -> None:
        for end in self._pipe:
            os.set_blocking(end, False)

    def put(self, *changes: Change) -> None:
        """Add changes (or none) and wake the loop. From any thread."""
        for change in changes:
            self._queue.put(change)
        try:
            os.write(self._pipe[1], b"!")
        except BlockingIOError:  # the pipe is full: the loop will wake anyway
            return

    def drain(self) -> list[Change]:
        """All changes that came since the last call."""
        try:
            while os.read(self._pipe[0], 4096):
                pass
        except BlockingIOError:
            pass
        changes = []
        while not self._queue.empty():
            changes.append(self._queue.get())
        return changes

    def wait(self, others: Sequence[Any], timeout: float) -> None:
        """Sleep until something comes in, one of ``others`` is readable, or ``timeout`` seconds went by."""
        wait([self._pipe[0], *others], timeout=max(0.0, timeout))

    def close(self) -> None:
        """Close the pipe."""
        for end in self._pipe:
            os.close(end)
