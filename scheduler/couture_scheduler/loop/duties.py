"""What the engine does beside its ticks: each duty has a thread of its own and follows the changes that ticks publish.

A duty works through the store and the actions like everybody else, so nothing that goes wrong in it can hurt a run. It
may die at any moment: what it owes must be found again from the store when it starts.
"""

from __future__ import annotations

import logging
import queue
import threading
from typing import Protocol

from couture_scheduler.errors import SchedulerError
from couture_scheduler.events import Change

log = logging.getLogger(__name__)

MOST_PATIENCE = 60.0  # seconds between two attempts after failures in a row
FLOCK = 0.05  # seconds in which more changes are gathered: each thread that wakes takes the interpreter from the ticks


class Work(Protocol):
    """What one duty does. Called from its own thread only."""

    name: str

    def catch_up(self) -> None:
        """Once at the start: what was left undone by an engine before this one."""

    def hear(self, changes: list[Change]) -> None:
        """Changes that were committed since the last call."""

    def turn(self) -> float:
        """Do what is due; seconds until the next turn unless changes come first."""


class Duty:
    """Runs one ``Work`` in a thread while the engine works."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._changes: queue.SimpleQueue[list[Change]] = queue.SimpleQueue()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=work.name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the current turn; waits a little for it."""
        self._over.set()
        self._changes.put([])
        if self._thread.is_alive():
            self._thread.join(5.0)

    def tell(self, changes: list[Change]) -> None:
        """Changes were committed. Never blocks."""
        self._changes.put(changes)

    def _run(self) -> None:
        failures, caught_up = 0, False
        owed: list[Change] = []
        while not self._over.is_set():
            try:
                if not caught_up:
                    self._work.catch_up()
                    caught_up = True
                if owed:
                    self._work.hear(owed)
                owed = []
                pause = self._work.turn()
                failures = 0
            except (SchedulerError, OSError) as error:
                failures += 1
                pause = min(MOST_PATIENCE, 0.5 * 2.0**failures)
                log.warning("%s: %s Trying again in %.0f s.", self._work.name, error, pause)
            except Exception:  # an edge: one duty's mistake must not end the others
                failures += 1
                pause = min(MOST_PATIENCE, 0.5 * 2.0**failures)
                log.exception("%s failed, trying again in %.0f s", self._work.name, pause)
            owed += self._gather(pause)

    def _gather(self, pause: float) -> list[Change]:
        """Wait for changes, at most ``pause`` seconds; all that are there a moment later."""
        found: list[Change] = []
        try:
            found += self._changes.get(timeout=max(0.01, pause))
            self._over.wait(FLOCK)
            while not self._changes.empty():
                found += self._changes.get_nowait()
        except queue.Empty:
            pass
        return found
