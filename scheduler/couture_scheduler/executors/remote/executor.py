"""The engine's half of the Celery executor. See ``executors/contract.py`` for what it promises, and the package for how
the parts fit."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import Adoption, Died, ExecutorEvent, Finished, Launch, Progressed, Started
from couture_scheduler.errors import DiskFullError
from couture_scheduler.executors.endings import UNKNOWN
from couture_scheduler.executors.remote.celery_app import make_app
from couture_scheduler.executors.remote.dispatch import Dispatch, Message
from couture_scheduler.executors.remote.machines import Machines
from couture_scheduler.executors.remote.signs import Signs
from couture_scheduler.files.claims import claimed_at, forbid, read_claim
from couture_scheduler.files.launch_files import launch_file, write_launch
from couture_scheduler.files.results import read_result
from couture_scheduler.files.worker_machines import forget_gone, read_signs

OVERDUE = 60.0  # seconds after which a launch that nobody has taken is looked for in the broker

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Record:
    """A launch that was sent or adopted and has not ended. ``machine`` is known once it has begun; ``since`` is how
    often the machine's sign had changed at the first look after that."""

    launch: Launch
    sent_at: float = 0.0
    machine: str = ""
    since: int | None = None
    kill_because: str = ""

    @property
    def folder(self) -> Path:
        """The try's folder."""
        return Path(self.launch.folder)


class CeleryExecutor:
    """Fulfils ``Executor`` with worker machines that Celery brings launches to."""

    def __init__(self, settings: Settings, machines: Machines) -> None:
        self._home = settings.home
        self._machines = machines
        self._dispatch = Dispatch(make_app(settings))
        self._signs = Signs(settings.worker_lost_after, time.monotonic)
        self._records: dict[str, Record] = {}
        self._events: list[ExecutorEvent] = []

    @property
    def problem(self) -> str:
        """A sentence when the broker cannot be reached, else empty."""
        return self._dispatch.problem

    def start(self) -> None:
        """Get ready to send."""
        forget_gone(self._home, datetime.now(UTC))
        self._dispatch.start()
        self._signs.look(read_signs(self._home))

    def submit(self, launch: Launch) -> None:
        """Hand over one try."""
        if launch.id in self._records:
            return
        record = self._records[launch.id] = Record(launch, sent_at=time.monotonic())
        self._note_claim(record)
        if record.machine or launch.id not in self._records:  # this hand-over comes late
            return
        try:
            file = write_launch(launch)
        except (OSError, DiskFullError) as error:
            self._end(record, f"The hand-over to a worker machine could not be written: {error}")
        else:
            self._dispatch.put(Message(launch.id, str(file), launch.queue))

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
        folder = Path(launch.folder)
        claim = read_claim(folder, launch.launch)
        if claim is None and not forbid(folder, launch.launch):
            claim = read_claim(folder, launch.launch)
        if claim is None or claim.by_engine:
            return Adoption.NEVER_BEGAN
        outcome = read_result(folder, launch.launch)
        if outcome is not None:
            self._events.append(Finished(launch.id, outcome))
            return Adoption.FINISHED
        record = self._records[launch.id] = Record(launch)
        record.machine = claim.machine
        return Adoption.RUNNING

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
        events, self._events = self._events, []
        return events

    def sweep(self) -> None:
        """Look at the machines' signs of life: was a message lost, is a machine lost?"""
        self._signs.look(read_signs(self._home))
        taken = self._signs.taken()
        for record in list(self._records.values()):
            if record.machine:
                self._look_after(record)
            elif record.launch.id in taken:
                self._note_claim(record)
            elif time.monotonic() - record.sent_at > OVERDUE:
                self._remind(record)

    def stop(self) -> None:
        """Send no more. Running tries go on."""
        self._dispatch.stop()
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

    def _remind(self, record: Record) -> None:
        """Nobody has taken it: all are busy, there are none, or the broker has lost it."""
        record.sent_at = time.monotonic()
        self._note_claim(record)
        if not record.machine and record.launch.id in self._records:
            file = str(launch_file(record.launch))
            self._dispatch.put(Message(record.launch.id, file, record.launch.queue, again=True))

    def _look_after(self, record: Record) -> None:
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

    def _tell_kill(self, record: Record) -> None:
        if record.kill_because:
            self._machines.tell(record.machine, {"kill": record.launch.id, "because": record.kill_because})

    def _note_claim(self, record: Record) -> None:
        claim = read_claim(record.folder, record.launch.launch)
        if claim is None:
            return
        if claim.by_engine:
            self._end(record, record.kill_because or "Another engine has withdrawn this try.")
        else:
            moment = claimed_at(record.folder, record.launch.launch)
            self._begun(record, claim.machine, claim.pid, claim.started, moment)

    def _begun(self, record: Record, machine: str, pid: int, started: float, at: datetime) -> None:
        if record.machine:
            return
        record.machine = machine
        self._events.append(Started(record.launch.id, pid, started, at, machine))
        self._tell_kill(record)

    def _gone(self, record: Record, because: str) -> None:
        """It has ended: with a result, or without."""
        outcome = read_result(record.folder, record.launch.launch)
        if outcome is None:
            self._end(record, record.kill_because or because)
        else:
            self._forget(record)
            self._events.append(Finished(record.launch.id, outcome))

    def _end(self, record: Record, because: str) -> None:
        self._forget(record)
        self._events.append(Died(record.launch.id, because))

    def _forget(self, record: Record) -> None:
        self._records.pop(record.launch.id, None)
        launch_file(record.launch).unlink(missing_ok=True)  # it holds the try's token
