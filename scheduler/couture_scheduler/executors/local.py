"""The local executor: every try is a process on this machine. See ``contract.py`` for what it promises.

What can be lost, and what makes up for it: news (the result is a file, the sweep looks at processes), a warm
parent with the launches on its way (they are sent again; the claim lets only one begin), this process (the next
engine adopts).
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import Adoption, ExecutorEvent, Launch, Progressed, Started, TryOutcome
from couture_scheduler.executors.endings import UNKNOWN, exit_sentence
from couture_scheduler.executors.leftovers import workers
from couture_scheduler.executors.news_pipe import NewsPipe
from couture_scheduler.executors.starters import Ended, ForkStarter, FreshStarter, Starter
from couture_scheduler.executors.terminator import terminate
from couture_scheduler.executors.unended import Record, Unended
from couture_scheduler.executors.watch import Watch
from couture_scheduler.files.claims import Claim, claim_or_forbid, claimed_at, forbid
from couture_scheduler.files.results import read_result

log = logging.getLogger(__name__)

MOST_SENDS = 3  # a launch that took its warm parent down this often is given up


@dataclass(slots=True)
class LocalRecord(Record):
    """``pid`` and ``started`` are known once it has begun."""

    pid: int = 0
    started: float = 0.0
    sends: int = 0


class LocalExecutor(Unended[LocalRecord]):
    """Fulfils ``Executor`` with processes on this machine, forked where the system can (``fork=None``)."""

    def __init__(self, settings: Settings, *, fork: bool | None = None) -> None:
        super().__init__()
        self._dags_folder = settings.dags_folder
        self._host = socket.gethostname()
        self._pipe = NewsPipe()
        self._watch = Watch()
        forks = hasattr(os, "fork") if fork is None else fork
        self._starter: Starter = (
            ForkStarter(self._pipe.writer, settings.dags_folder, settings.home / "workers.log")
            if forks
            else FreshStarter(self._pipe.writer, settings.dags_folder)
        )

    def start(self) -> None:
        """Start the warm parent of all."""
        self._starter.start()

    def submit(self, launch: Launch) -> None:
        """Hand over one try."""
        if launch.id not in self._records:
            self._records[launch.id] = LocalRecord(launch)
            self._send(self._records[launch.id])

    def kill(self, launch_id: str, because: str) -> None:
        """End the try; one that has not begun yet never will."""
        record = self._records.get(launch_id)
        if record is None:
            return
        record.kill_because = because
        if not record.pid and forbid(record.folder, record.launch.launch):
            self._end(record, because)
            return
        self._note_claim(record)
        if record.pid:
            terminate(record.pid, record.started)

    def warm_notebooks(self) -> None:
        """Import what notebook tasks need now, about a second of work, so that the first does not wait for it."""
        if isinstance(self._starter, ForkStarter):
            self._starter.warm_notebooks()

    def adopt(self, launch: Launch) -> Adoption:
        """Find out what became of a launch that an earlier engine submitted."""
        claim = claim_or_forbid(Path(launch.folder), launch.launch)
        if claim is None:
            return Adoption.NEVER_BEGAN
        return self._adopt(LocalRecord(launch, pid=claim.pid, started=claim.started), claim)

    def leftovers(self) -> Sequence[tuple[int, float]]:
        """Workers of earlier executors that still run."""
        return workers(self._dags_folder)

    def end_leftover(self, pid: int, started: float) -> None:
        """End one of them and all its children."""
        terminate(pid, started)

    def waitables(self) -> Sequence[Any]:
        """Objects that become readable when ``drain`` has news."""
        return [self._pipe.reader, *self._starter.waitables(), *self._watch.waitables()]

    def drain(self) -> list[ExecutorEvent]:
        """All news, oldest first."""
        for message in self._pipe.read():
            try:
                self._hear(message)
            except (KeyError, TypeError, ValueError):  # no worker of ours wrote that
                log.warning("News that cannot be understood: %r", message)
        for ended in self._starter.ended():
            if ended.launch_id is None:
                self._look_after_all()
            elif ended.launch_id in self._records:
                self._own_ended(self._records[ended.launch_id], ended)
        for key in self._watch.ended():
            self._gone(self._records[key], UNKNOWN)
        return self._news()

    def sweep(self) -> None:
        """Look at each process: was its end, or its beginning, lost?"""
        for record in list(self._records.values()):
            self._check(record)

    def stop(self) -> None:
        """Let go of the warm parents. Running tries go on."""
        self._starter.stop()
        self._watch.close()
        self._pipe.close()
        self._records.clear()

    def _send(self, record: LocalRecord) -> None:
        record.sends += 1
        self._starter.launch(record.launch)

    def _hear(self, message: dict[str, Any]) -> None:
        kind = message["t"]
        if kind == "gone":
            self._look_after_all()
            return
        record = self._records.get(message["id"])
        if record is None:
            return
        if kind == "started":
            self._begun(record, message["pid"], message["ps"], message["at"])
        elif kind == "done":
            self._finished(record, message.get("outcome"))
        elif kind == "exit":
            self._exited(record, message)
        else:
            self._events.append(Progressed(record.launch.id, message.get("progress"), log_size=message.get("size")))

    def _begun(self, record: LocalRecord, pid: int, started: float, at: str | None) -> None:
        if record.pid:
            return
        record.pid, record.started = pid, started
        moment = datetime.fromisoformat(at) if at else claimed_at(record.folder, record.launch.launch)
        self._events.append(Started(record.launch.id, pid, started, moment, self._host))
        if record.kill_because:
            terminate(pid, started)

    def _finished(self, record: LocalRecord, outcome: dict[str, Any] | None) -> None:
        if outcome is None:
            self._gone(record, UNKNOWN)  # the result is a file
        else:
            self._finish(record, TryOutcome.from_json(outcome))

    def _exited(self, record: LocalRecord, message: dict[str, Any]) -> None:
        if "error" in message:
            self._gone(record, message["error"])
        else:
            code = os.waitstatus_to_exitcode(message["status"])
            self._own_ended(record, Ended(record.launch.id, message["pid"], code))

    def _own_ended(self, record: LocalRecord, ended: Ended) -> None:
        """A process of ours has ended. One that had not begun is no loss; else another one may hold the claim."""
        claim = record.claim
        if claim is None:
            self._look_after(record)
        elif claim.pid == ended.pid:
            self._gone(record, exit_sentence(ended.exit_code))
        else:
            self._check(record)

    def _check(self, record: LocalRecord) -> None:
        claim = record.claim
        if claim is None:
            return
        if claim.by_engine:
            self._end(record, record.kill_because or "Another engine has withdrawn this try.")
            return
        self._begun(record, claim.pid, claim.started, None)
        if not claim.is_alive:
            self._gone(record, UNKNOWN)

    def _forget(self, record: LocalRecord) -> None:
        self._watch.remove(record.launch.id)
        super()._forget(record)

    def _look_after_all(self) -> None:
        """A warm parent is gone: watch its children ourselves, send again what it had not begun."""
        for record in list(self._records.values()):
            self._look_after(record)

    def _look_after(self, record: LocalRecord) -> None:
        self._note_claim(record)
        if record.pid:
            self._watch.add(record.launch.id, record.pid)
            claim = record.claim
            if claim is not None and not claim.is_alive:
                self._gone(record, UNKNOWN)
        elif record.sends < MOST_SENDS:
            self._send(record)
        elif forbid(record.folder, record.launch.launch):
            self._end(
                record, "The process that imports the DAG file ended unexpectedly before the task began, several times."
            )

    def _note_claim(self, record: LocalRecord) -> None:
        claim = record.claim
        if claim is not None and not claim.by_engine:
            self._begun(record, claim.pid, claim.started, None)

    def _adopt(self, record: LocalRecord, claim: Claim) -> Adoption:
        """The order matters: a process that ends between two looks has left its result before the second."""
        alive = claim.is_alive
        outcome = read_result(record.folder, record.launch.launch)
        if outcome is not None:
            self._finish(record, outcome)
            return Adoption.FINISHED
        if not alive:
            return Adoption.DEAD
        self._records[record.launch.id] = record
        self._watch.add(record.launch.id, record.pid)
        return Adoption.RUNNING
