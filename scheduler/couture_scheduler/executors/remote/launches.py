"""Launches on worker machines, watched from the engine: what machines tell, their signs of life, results, kills. The
Celery executor sends them; every engine can watch, so that none that a machine has begun is begun again beside it."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import Adoption, ExecutorEvent, Launch, Progressed, Started
from couture_scheduler.executors.endings import UNKNOWN
from couture_scheduler.executors.remote.machines import Machines
from couture_scheduler.executors.remote.signs import Signs
from couture_scheduler.executors.unended import Record, Unended
from couture_scheduler.files.claims import claim_or_forbid, claimed_at, forbid
from couture_scheduler.files.launch_files import launch_file
from couture_scheduler.files.results import read_result
from couture_scheduler.files.worker_machines import forget_gone, read_signs

log = logging.getLogger(__name__)


@dataclass(slots=True)
class RemoteRecord(Record):
    """``machine`` is known once it has begun; ``since`` is how often the machine's sign had changed at the first look
    after that."""

    sent_at: float = 0.0
    machine: str = ""
    since: int | None = None


class RemoteLaunches(Unended[RemoteRecord]):
    """Fulfils ``Executor``, but takes no launches that nobody has begun."""

    def __init__(self, settings: Settings, machines: Machines) -> None:
        super().__init__()
        self._home = settings.home
        self._machines = machines
        self._signs = Signs(settings.worker_lost_after, time.monotonic)

    def start(self) -> None:
        """Look who is there."""
        forget_gone(self._home, datetime.now(UTC))
        self._signs.look(read_signs(self._home))

    def kill(self, launch_id: str, because: str) -> None:
        """End the try; one that has not begun yet never will."""
        record = self._records.get(launch_id)
        if record is None:
            return
        record.kill_because = because
        if not record.machine and forbid(record.folder, record.launch.launch):
            self._end(record, because)
            return
        self._note_claim(record)
        self._tell_kill(record)

    def warm_notebooks(self) -> None:
        """Each machine keeps itself warm."""

    def adopt(self, launch: Launch) -> Adoption:
        """Find out what became of a launch that an earlier engine sent."""
        claim = claim_or_forbid(Path(launch.folder), launch.launch)
        if claim is None:
            return Adoption.NEVER_BEGAN
        record = self._records[launch.id] = RemoteRecord(launch, machine=claim.machine)
        outcome = read_result(record.folder, launch.launch)
        if outcome is None:
            return Adoption.RUNNING
        self._finish(record, outcome)
        return Adoption.FINISHED

    def leftovers(self) -> Sequence[tuple[int, float]]:
        """None on this machine."""
        return []

    def end_leftover(self, pid: int, started: float) -> None:
        """None on this machine."""

    def waitables(self) -> Sequence[Any]:
        """Readable when a machine has told something."""
        return [self._machines.reader]

    def drain(self) -> list[ExecutorEvent]:
        """All news, oldest first."""
        for machine, message in self._machines.drain():
            try:
                self._hear(machine, message)
            except (KeyError, TypeError, ValueError):
                log.warning("News of %s that cannot be understood: %r", machine, message)
        return self._news()

    def sweep(self) -> None:
        """Look at the machines' signs of life: was a message lost, is a machine lost?"""
        self._signs.look(read_signs(self._home))
        for record in list(self._records.values()):
            if record.machine:
                self._look_after(record)

    def stop(self) -> None:
        """Running tries go on."""
        self._records.clear()

    def _hear(self, machine: str, message: dict[str, Any]) -> None:
        kind = message["t"]
        if kind == "joined":
            for record in self._records.values():
                if record.machine == machine:
                    self._tell_kill(record)
            return
        record_or_none = self._records.get(message["id"])
        if record_or_none is None:
            return
        record = record_or_none
        if kind == "started":
            self._begun(record, machine, message["pid"], message["ps"], datetime.fromisoformat(message["at"]))
        elif kind == "ended":
            self._gone(record, message.get("because") or UNKNOWN)
        elif kind == "progress":
            self._events.append(Progressed(record.launch.id, message.get("progress"), log_size=message.get("size")))

    def _look_after(self, record: RemoteRecord) -> None:
        self._tell_kill(record)
        if self._signs.is_lost(record.machine):
            self._gone(
                record,
                f"The worker machine {record.machine} has not been heard of for long: it went down, or cannot reach "
                "the shared folder any more.",
            )
        elif record.since is None:
            record.since = self._signs.changes(record.machine)
        elif self._signs.has_ended(record.machine, record.launch.id, record.since):
            self._gone(record, UNKNOWN)

    def _tell_kill(self, record: RemoteRecord) -> None:
        if record.kill_because:
            self._machines.tell(record.machine, {"kill": record.launch.id, "because": record.kill_because})

    def _note_claim(self, record: RemoteRecord) -> None:
        claim = record.claim
        if claim is None:
            return
        if claim.by_engine:
            self._end(record, record.kill_because or "Another engine has withdrawn this try.")
        else:
            moment = claimed_at(record.folder, record.launch.launch)
            self._begun(record, claim.machine, claim.pid, claim.started, moment)

    def _begun(self, record: RemoteRecord, machine: str, pid: int, started: float, at: datetime) -> None:
        if record.machine:
            return
        record.machine = machine
        self._events.append(Started(record.launch.id, pid, started, at, machine))
        self._tell_kill(record)

    def _forget(self, record: RemoteRecord) -> None:
        super()._forget(record)
        launch_file(record.launch).unlink(missing_ok=True)  # it holds the try's token
