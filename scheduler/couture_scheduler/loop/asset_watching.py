"""Has the triggers of asset watchers wait in a triggerer of their own; each event is an update of the asset.

A watcher works while a DAG that is on waits for its asset. After an event its trigger is made again: it waits for the
next one. What a trigger took away (a file, a message) just before the engine was killed is lost, as in Airflow.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from couture_jupyter import xcom
from couture_scheduler.config import Settings
from couture_scheduler.events import Change
from couture_scheduler.executors.triggerer_process import TriggererProcess
from couture_scheduler.loop.launches import Launches
from couture_scheduler.loop.presence import ChildPresence
from couture_scheduler.store import asset_events, jobs
from couture_scheduler.store.asset_events import NewEvent
from couture_scheduler.store.asset_waits import watchers
from couture_scheduler.store.session import Store

LOG_NAME = "asset-watchers.log"
LOOK_AGAIN = 30.0  # seconds, also when nobody told of a change
LISTEN = 0.25  # seconds between two looks at what the triggers told
AFTER_DEATH = 5.0  # seconds until a triggerer that ended is started again
AFTER_FAILURE = 30.0  # seconds until a trigger that failed is made again

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """A watcher's trigger that waits, or that has failed and is made again at ``again`` (monotonic seconds)."""

    watcher: dict[str, Any]
    launch: str
    again: float = 0.0


class AssetWatching:
    """One duty of the engine."""

    name = "asset watchers"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        launches: Launches,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._settings, self._store, self._launches = settings, store, launches
        self._clock, self._tell = clock, tell
        self._presence = ChildPresence(store, clock, jobs.WATCHERS)
        self._process: TriggererProcess | None = None
        self._stamp = ""
        self._watches: dict[str, Watch] = {}  # by what the watcher says, as text
        self._counter = 0
        self._next_look = 0.0

    def catch_up(self) -> None:
        """Nothing: all watchers are in the DAGs."""

    def hear(self, changes: list[Change]) -> None:
        """A DAG may have come, changed, or been switched on or off."""
        if any(change.subject == "dag" for change in changes):
            self._next_look = 0.0

    def turn(self) -> float:
        """Take what was told, and have wait what does not yet."""
        self._listen()
        if time.monotonic() >= self._next_look:
            self._look()
            self._next_look = time.monotonic() + LOOK_AGAIN
        if self._process is not None:
            self._presence.seen(self._process.pid)
        return LISTEN if self._process is not None else self._next_look - time.monotonic()

    def _listen(self) -> None:
        if self._process is None:
            return
        for message in self._process.receive():
            self._told(message["id"], message["told"])
        if self._process.is_over:
            log.warning("The triggerer of asset watchers (process %d) ended; it is started again", self._process.pid)
            self._presence.lost()
            self._drop()
            self._next_look = time.monotonic() + AFTER_DEATH

    def _told(self, launch: str, told: dict[str, Any]) -> None:
        found = next((key for key, watch in self._watches.items() if watch.launch == launch), None)
        if found is None:
            return
        watch = self._watches[found]
        if "failed" in told:
            log.warning("The watcher %s of the asset %s: %s", watch.watcher["name"], _name(watch), told["failed"])
            watch.again = time.monotonic() + AFTER_FAILURE
            watch.launch = ""
            self._next_look = min(self._next_look, watch.again)
            return
        self._store_event(watch, told["event"])
        del self._watches[found]
        self._next_look = 0.0

    def _store_event(self, watch: Watch, event: Any) -> None:
        extra = {"from_trigger": True, "payload": _as_json(xcom.decode(event))}
        of = {"asset_ref": {"name": _name(watch)}}
        with self._store.transaction() as tx:
            asset_events.add(tx, NewEvent(of, extra), self._clock())
        self._tell([Change("asset", detail={"asset": _name(watch)})])

    def _look(self) -> None:
        with self._store.reading() as tx:
            wanted = {json.dumps(each, sort_keys=True): each for each in watchers(tx)}
        if self._process is not None and self._stamp != self._launches.folder_stamp:
            self._drop()  # a module beside the DAG files changed: it may hold triggers
        for key in self._watches.keys() - wanted.keys():
            gone = self._watches.pop(key)
            if self._process is not None and gone.launch:
                self._process.send({"forget": gone.launch})
        if not wanted:
            self._drop()
        for key, watcher in wanted.items():
            known = self._watches.get(key)
            if known is None or (not known.launch and known.again <= time.monotonic()):
                self._watches[key] = Watch(watcher, self._begin(watcher))

    def _begin(self, watcher: dict[str, Any]) -> str:
        if self._process is None:
            self._process = TriggererProcess(self._settings.dags_folder, self._settings.home / LOG_NAME)
            self._stamp = self._launches.folder_stamp
        self._counter += 1
        folder = self._settings.home / "watchers"
        folder.mkdir(exist_ok=True)
        launch = self._launches.of_watcher(self._counter, str(watcher["name"]), folder, self._clock())
        told = {name: watcher[name] for name in ("class", "kwargs", "asset")}
        self._process.send({"wait": {"launch": launch.to_json(), **told}})
        return launch.id

    def _drop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._presence.ended()
        self._process = None
        self._watches.clear()


def _name(watch: Watch) -> str:
    return str(watch.watcher["asset"])


def _as_json(value: Any) -> Any:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return str(value)
    return value
