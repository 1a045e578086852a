"""Keep an engine running: start one when none is there, start it again when it was killed, leave it alone when a person
stopped it.

A killed engine leaves its address behind (``engine.json``); one that was stopped takes it away. So the address tells
what to do. While we listen to an engine it counts us as a server and does not end itself for idleness.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from couture_scheduler.config import Settings
from couture_scheduler.errors import EngineUnavailableError, SchedulerError
from couture_scheduler.events import Change
from couture_scheduler.loop import address
from couture_scheduler.loop.client import EngineClient, Subscription
from couture_scheduler.loop.launcher import LOG_NAME, start_engine

FIRST_WAIT = 0.5
LONGEST_WAIT = 60.0
STEADY = 60.0  # an engine that lived this long had started well: the next wait is short again
STOPPING = 30.0  # how long a person who stopped the engine waits to see it gone
DEPARTURE = 5.0  # how long an engine that closed its connections may take to end

log = logging.getLogger(__name__)


class EngineSupervisor:
    """Starts and watches the engine from a thread of its own.

    ``state`` is ``running``, ``starting`` or ``stopped``; ``problem`` says why the last start failed.
    """

    def __init__(
        self,
        settings: Settings,
        client: EngineClient,
        on_changes: Callable[[list[Change]], None],
        *,
        autostart: bool,
    ) -> None:
        self.state = "starting" if autostart else "stopped"
        self.problem = ""
        self._settings = settings
        self._client = client
        self._on_changes = on_changes
        self._autostart = autostart
        self._stopped_by_person = False
        self._starting = threading.Lock()
        self._changed = threading.Condition()
        self._news: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._subscription: Subscription | None = None
        self._thread = threading.Thread(target=self._supervise, name="couture-engine", daemon=True)

    def start(self) -> None:
        """Begin to listen and to supervise."""
        self._thread.start()

    def close(self) -> None:
        """Stop supervising; the engine stays."""
        self._closed.set()
        self._news.put("closed")
        if self._subscription is not None:
            self._subscription.close()

    def start_engine(self) -> None:
        """Start one because a person asks; ``EngineUnavailableError`` when it does not come up."""
        self._stopped_by_person = False
        self._start_now()

    def stop_engine(self) -> None:
        """Stop it because a person asks; it stays stopped. ``EngineUnavailableError`` when none answers."""
        self._stopped_by_person = True
        engine = address.read(self._settings.home)
        self._client.stop()
        deadline = time.monotonic() + STOPPING
        while engine and lives(engine.pid) and time.monotonic() < deadline:
            if self._closed.wait(0.05):
                return
        self._news.put("stopped")  # the subscription may just have been between two engines
        with self._changed:
            self._changed.wait_for(lambda: self.state == "stopped", DEPARTURE)

    def _supervise(self) -> None:
        if self._autostart:
            self._start_until_it_works()
        if self._closed.is_set():
            return
        self._subscription = self._client.subscribe(self._on_changes, self._news.put)
        lived_since, wait = time.monotonic(), FIRST_WAIT
        just_started = True
        while (state := self._next_state(just_started)) != "closed":
            just_started = False
            if state == "running":
                lived_since = time.monotonic()
                self._tell("running", heard=True)
                continue
            if not self._autostart or self._left_on_purpose():
                self._tell("stopped")
                continue
            log.warning("The engine is gone; starting it again")
            steady = time.monotonic() - lived_since > STEADY
            wait = FIRST_WAIT if steady else min(LONGEST_WAIT, wait * 2)
            self._start_until_it_works(wait)
            just_started = True

    def _next_state(self, just_started: bool) -> str:
        """The next news. An engine that was just started may be gone again before the subscription has found it: then
        nothing is heard, and it must be asked."""
        try:
            return self._news.get(timeout=DEPARTURE if just_started else None)
        except queue.Empty:
            return "running" if self._client.is_running() else "stopped"

    def _left_on_purpose(self) -> bool:
        """Whether the engine that went away took its address with it; waits a little for its end."""
        deadline = time.monotonic() + DEPARTURE
        while not self._stopped_by_person and not self._closed.is_set():
            left = address.read(self._settings.home)
            if left is None:
                return True
            if not lives(left.pid) or time.monotonic() > deadline:
                return False
            self._closed.wait(0.1)
        return True

    def _start_until_it_works(self, wait: float = FIRST_WAIT) -> None:
        self._tell("starting")
        while not self._closed.is_set() and not self._stopped_by_person and not self._try_to_start():
            self._closed.wait(wait)
            wait = min(LONGEST_WAIT, wait * 2)

    def _try_to_start(self) -> bool:
        try:
            self._start_now()
        except EngineUnavailableError:
            return False
        return True

    def _start_now(self) -> None:
        with self._starting:
            self._tell("running" if self._client.is_running() else "starting")
            try:
                start_engine(self._settings)
            except (SchedulerError, OSError) as error:
                log.warning("%s", error)
                self.problem = told_shortly(error, self._settings.home / LOG_NAME)
                self._tell("stopped")
                raise EngineUnavailableError(self.problem) from error
            self.problem = ""
            self._tell("running")

    def _tell(self, state: str, *, heard: bool = False) -> None:
        """Pass the state on if it is new; also if we hear the engine from now on: what it said before was missed, and
        pages fetch again when they are told that it runs."""
        with self._changed:
            if state == self.state and not heard:
                return
            self.state = state
            self._changed.notify_all()
        self._on_changes([Change("engine", state=state)])


def told_shortly(error: Exception, engine_log: Path) -> str:
    """One sentence for people: the launcher's message ends with the engine's log, of which the last line says most."""
    last = [line.strip() for line in str(error).splitlines() if line.strip()][-1:]
    return f"The engine did not start ({''.join(last)}). Its log {engine_log} says more."


def lives(pid: int) -> bool:
    """Whether the process is still there; a killed child of ours that nobody waited for is not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
