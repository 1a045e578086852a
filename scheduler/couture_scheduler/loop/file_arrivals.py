"""Starts a run for each file that came, for the DAGs whose timetable is a ``FileArrival``.

Looking again and again is the one way that works on every disk: network drives tell nobody of changes. What has come is
in the table ``arrival``; the run's id is made from the file, so that a crash between the two makes no second run. While
a DAG has ``MOST_WAITING`` runs under way its other files wait on the disk, where they are found again.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from couture_jupyter.states import DagRunType
from couture_jupyter.timetables import FileArrival, from_json
from couture_scheduler.actions import runs
from couture_scheduler.actions.notebooks import inspect_file
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.files.arrivals import FoundFile, find
from couture_scheduler.loop.engine_actions import engine_context
from couture_scheduler.store import arrivals
from couture_scheduler.store.arrivals import Arrival, Follower
from couture_scheduler.store.session import Store, Transaction

log = logging.getLogger(__name__)

MOST_WAITING = 50  # runs of one DAG that are queued or running
PARAMETER = "file"  # of a notebook that declares one
LEAST_PAUSE = 1.0  # seconds between two looks; longer where a look takes long
LONGEST_PAUSE = 30.0
WITHOUT_WORK = 5.0  # seconds until asking again whether a DAG waits for files

_Sight = tuple[str, float]  # a file's identity, and since when (monotonic seconds) it has that


class FileArrivals:
    """One duty of the engine."""

    name = "file arrivals"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._ticks = ticks
        self._ctx = engine_context(settings, store, clock, tell)
        self._sights: dict[str, dict[str, _Sight]] = {}
        self._refused: set[tuple[str, str, str]] = set()
        self._since: dict[str, tuple[int, datetime]] = {}
        self._next_look = 0.0

    def catch_up(self) -> None:
        """Nothing: what came meanwhile is on the disk."""

    def hear(self, changes: list[Change]) -> None:
        """A DAG may have begun to wait for files, or takes now what it refused before."""
        changed = {change.dag_id for change in changes if change.subject == "dag"}
        if changed:
            self._next_look = 0.0
            self._refused = {each for each in self._refused if each[0] not in changed}

    def turn(self) -> float:
        """Look once for every DAG that is on, unless it is too early."""
        if self._ticks() >= self._next_look:
            pause = self._look_at_all()
            self._next_look = self._ticks() + pause
        return self._next_look - self._ticks()

    def _look_at_all(self) -> float:
        began = self._ticks()
        with self._store.reading() as tx:
            watching = [each for each in arrivals.followers(tx, FileArrival.kind) if not each.is_paused]
        self._sights = {each.dag_id: self._sights.get(each.dag_id, {}) for each in watching}
        for follower in watching:
            self._look(follower)
        took = self._ticks() - began
        return min(LONGEST_PAUSE, max(LEAST_PAUSE, 10 * took)) if watching else WITHOUT_WORK

    def _look(self, follower: Follower) -> None:
        timetable = from_json(follower.spec.timetable)
        assert isinstance(timetable, FileArrival)
        now, end = self._clock(), follower.spec.end_date
        if end is not None and now > end:
            return
        found = find(self._settings.workspace, timetable.pattern, home=self._settings.home)
        with self._store.reading() as tx:
            known = arrivals.known(tx, follower.dag_id)
            since = self._waits_since(tx, follower)
            room = MOST_WAITING - arrivals.waiting_runs(tx, follower.dag_id)
        fresh = [file for file in found if known.get(_arrival(file).key) != file.identity]
        self._note(follower, [file for file in fresh if file.came_at < since])
        came = [file for file in fresh if file.came_at >= since]
        for file in self._settled(follower, came, timetable.settle)[: max(0, room)]:
            self._start(follower, file)

    def _waits_since(self, tx: Transaction, follower: Follower) -> datetime:
        """Asked once for each version: there may be many, and we look every second."""
        version, since = self._since.get(follower.dag_id, (None, None))
        if since is None or version != follower.version_id:
            since = arrivals.waits_since(tx, follower)
            self._since[follower.dag_id] = (follower.version_id, since)
        return since

    def _settled(self, follower: Follower, files: Iterable[FoundFile], settle: float) -> list[FoundFile]:
        """Those that have not changed for so long."""
        now, before = self._ticks(), self._sights[follower.dag_id]
        sights: dict[str, _Sight] = {}
        for file in files:
            seen = before.get(file.path)
            sights[file.path] = seen if seen is not None and seen[0] == file.identity else (file.identity, now)
        self._sights[follower.dag_id] = sights
        return [
            file
            for file in files
            if now - sights[file.path][1] >= settle and (follower.dag_id, file.path, file.identity) not in self._refused
        ]

    def _start(self, follower: Follower, file: FoundFile) -> None:
        conf: dict[str, object] = {"file": file.path}
        if self._wants_parameter(follower):
            # Absolute: a notebook may run in its own folder, or in a copy of it.
            conf["parameters"] = {PARAMETER: str(self._settings.workspace / file.path)}
        try:
            runs.trigger(
                self._ctx,
                follower.dag_id,
                conf=conf,
                run_id=_run_id(file),
                run_type=DagRunType.ASSET_TRIGGERED,
                triggered_by="file",
            )
        except ConflictError:
            log.info("The file %s has its run of %s already", file.path, follower.dag_id)
        except (InvalidInputError, NotFoundError) as error:
            self._refused.add((follower.dag_id, file.path, file.identity))
            log.warning("The file %s cannot start %s: %s", file.path, follower.dag_id, error)
            return
        self._note(follower, [file])

    def _wants_parameter(self, follower: Follower) -> bool:
        notebook = runs.notebook_of(follower.spec)
        if not notebook:
            return False
        try:
            return any(each.name == PARAMETER for each in inspect_file(self._ctx, notebook).parameters)
        except (InvalidInputError, NotFoundError):  # the run will say what is wrong with it
            return False

    def _note(self, follower: Follower, files: list[FoundFile]) -> None:
        if files:
            with self._store.transaction() as tx:
                arrivals.note(tx, follower.dag_id, map(_arrival, files), self._clock())


def _arrival(file: FoundFile) -> Arrival:
    return Arrival(file.path, file.identity)


def _run_id(file: FoundFile) -> str:
    digest = hashlib.sha256(f"{file.path}\n{file.identity}".encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"file__{file.came_at.isoformat()}__{digest}"
