"""Has the triggers of deferred tasks wait in the triggerer, and passes their events on to the loop.

A thread of the engine. What is waited for is in the store: it is looked up whenever a task was deferred or has changed,
so a triggerer that was killed, or an engine, loses nothing. Events go to the loop as quickly as workers' news do; one
that the loop could not store is told again.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import EventFired
from couture_scheduler.errors import ConflictError, SchedulerError
from couture_scheduler.events import Change
from couture_scheduler.executors.triggerer_process import TriggererProcess
from couture_scheduler.files.encryption import cipher
from couture_scheduler.loop.launches import Launches
from couture_scheduler.loop.presence import ChildPresence
from couture_scheduler.loop.wake import Inbox
from couture_scheduler.store import dag_runs, jobs, triggers
from couture_scheduler.store.session import Store
from couture_scheduler.store.triggers import WaitRecord

LOG_NAME = "triggerer.log"
LOOK_AGAIN = 10.0  # seconds: finds what a lost change would have told
SHORTEST = 0.05  # seconds between two looks at the store
IDLE = 60.0  # seconds after which a triggerer that has nothing to do ends
MOST_PATIENCE = 60.0  # seconds before a triggerer that keeps dying is started again
TELL_AGAIN = 5.0  # seconds

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Wait:
    """What the triggerer was asked to wait for, and what came of it."""

    run: int
    key: tuple[str, int]
    told: EventFired | None = None
    told_at: float = 0.0


class Triggerer:
    """Runs while the engine works. ``report`` passes events on to the loop."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        launches: Launches,
        clock: Callable[[], datetime],
        report: Callable[[EventFired], None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._launches = launches
        self._report = report
        self._presence = ChildPresence(store, clock, jobs.TRIGGERER)
        self._inbox = Inbox()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="triggerer", daemon=True)
        self._process: TriggererProcess | None = None
        self._stamp = ""
        self._waits: dict[str, Wait] = {}  # by launch id
        self._next_look = 0.0
        self._busy_at = self._started_at = 0.0
        self._deaths = 0

    def start(self) -> None:
        """Begin, with what an engine before this one left waiting."""
        self._thread.start()

    def stop(self) -> None:
        """End; what is waited for stays in the store."""
        self._over.set()
        self._inbox.put()
        if self._thread.is_alive():
            self._thread.join(10.0)

    def tell(self, changes: list[Change]) -> None:
        """Changes were committed. Never blocks."""
        if any(self._matters(change) for change in changes):
            self._inbox.put(Change("task_instance"))

    def _matters(self, change: Change) -> bool:
        """Whether something may have begun to wait, or waits no more."""
        if change.subject == "task_instance" and change.state == TaskInstanceState.DEFERRED:
            return True
        return bool(self._waits) and change.subject in ("task_instance", "dag_run")

    def _run(self) -> None:
        failures = 0
        while not self._over.is_set():
            try:
                self._turn()
                failures = 0
            except (SchedulerError, OSError) as error:
                failures += 1
                log.warning("The triggerer cannot be served, trying again: %s", error)
            except Exception:  # an edge: whatever goes wrong here must not end the waits of others
                failures += 1
                log.exception("The triggerer cannot be served, trying again")
            self._sleep(failures)
        if self._process is not None:
            self._process.stop()

    def _sleep(self, failures: int) -> None:
        if failures:
            self._over.wait(min(MOST_PATIENCE, 0.2 * 2.0**failures))
        others = self._process.waitables() if self._process else []
        self._inbox.wait(others, self._next_look - time.monotonic())
        if self._inbox.drain():
            self._next_look = min(self._next_look, time.monotonic() + SHORTEST)

    def _turn(self) -> None:
        self._listen()
        if time.monotonic() >= self._next_look:
            self._look()
            self._next_look = time.monotonic() + LOOK_AGAIN
        if self._process is not None:
            self._presence.seen(self._process.pid)

    def _listen(self) -> None:
        if self._process is None:
            return
        for message in self._process.receive():
            self._fired(message["id"], message["told"])
        if self._process.is_over:
            log.warning("The triggerer (process %d) ended; its triggers are made again", self._process.pid)
            self._deaths = self._deaths + 1 if time.monotonic() - self._started_at < MOST_PATIENCE else 0
            self._presence.lost()
            self._drop()
            self._over.wait(min(MOST_PATIENCE, 2.0**self._deaths - 1))

    def _fired(self, launch_id: str, told: dict[str, Any]) -> None:
        wait = self._waits.get(launch_id)
        if wait is not None and wait.told is None:
            wait.told = EventFired(launch_id, wait.run, wait.key, told)
            wait.told_at = time.monotonic()
            self._report(wait.told)

    def _drop(self) -> None:
        """Let go of the process; what has not been told is asked for again."""
        if self._process is not None:
            self._process.stop()
            self._process = None
            self._presence.ended()
        self._waits = {name: wait for name, wait in self._waits.items() if wait.told is not None}
        self._next_look = 0.0

    def _look(self) -> None:
        with self._store.reading() as tx:
            awaited = triggers.awaited(tx)
        for name in self._waits.keys() - awaited.keys():
            if self._waits.pop(name).told is None and self._process is not None:
                self._process.send({"forget": name})
        self._tell_again()
        if self._process is not None and self._stamp != self._launches.folder_stamp:
            self._drop()  # a module beside the DAG files changed: it may hold triggers
        self._ask([number for name, number in awaited.items() if name not in self._waits])
        if awaited:
            self._busy_at = time.monotonic()
        elif self._process is not None and time.monotonic() - self._busy_at > IDLE:
            self._drop()

    def _tell_again(self) -> None:
        now = time.monotonic()
        for wait in self._waits.values():
            if wait.told is not None and now - wait.told_at > TELL_AGAIN:
                wait.told_at = now
                self._report(wait.told)

    def _ask(self, numbers: list[int]) -> None:
        for first in range(0, len(numbers), triggers.MOST_IDS):
            with self._store.reading() as tx:
                found = triggers.waits(tx, numbers[first : first + triggers.MOST_IDS])
                infos = dag_runs.infos(tx, list({record.dag_run_id for record in found}))
            process = self._started()
            for launch_id, message in self._messages(found, infos):
                process.send(message)
                log.debug("The triggerer waits for %s", launch_id)

    def _messages(
        self, found: list[WaitRecord], infos: dict[int, dict[str, Any]]
    ) -> Iterable[tuple[str, dict[str, Any]]]:
        keys = cipher(self._settings.home)
        for record in found:
            self._waits[record.launch_id] = Wait(record.dag_run_id, (record.task_id, record.map_index))
            try:
                kwargs = json.loads(keys.decrypt(record.kwargs, f"What the task {record.task_id} waits for"))
            except ConflictError as error:  # the key is lost: this try fails, the others wait on
                self._fired(record.launch_id, {"failed": str(error), "traceback": ""})
                continue
            launch = self._launches.of_wait(record, infos[record.dag_run_id])
            wait = {"launch": launch.to_json(), "class": record.class_path, "kwargs": kwargs}
            yield record.launch_id, {"wait": wait}

    def _started(self) -> TriggererProcess:
        if self._process is None:
            self._process = TriggererProcess(self._settings.dags_folder, self._settings.home / LOG_NAME)
            self._stamp = self._launches.folder_stamp
            self._started_at = time.monotonic()
            log.info("The triggerer has started (process %d)", self._process.pid)
        return self._process
