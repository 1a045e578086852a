"""Launches that were handed over and have not ended, and the news of them. Each ends once: by its result, else dead."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from couture_scheduler.engine.launch import Died, ExecutorEvent, Finished, Launch, TryOutcome
from couture_scheduler.files.claims import Claim, read_claim
from couture_scheduler.files.results import read_result


@dataclass(slots=True)
class Record:
    """A launch that was submitted or adopted and has not ended."""

    launch: Launch
    kill_because: str = ""

    @property
    def folder(self) -> Path:
        """The try's folder."""
        return Path(self.launch.folder)

    @property
    def claim(self) -> Claim | None:
        """The claim of this launch."""
        return read_claim(self.folder, self.launch.launch)


R = TypeVar("R", bound=Record)


class Unended(Generic[R]):
    """What executors on this machine and elsewhere have in common."""

    def __init__(self) -> None:
        self._records: dict[str, R] = {}
        self._events: list[ExecutorEvent] = []

    def _gone(self, record: R, because: str) -> None:
        """Whoever did it has ended: with a result, or without."""
        outcome = read_result(record.folder, record.launch.launch)
        if outcome is None:
            self._end(record, record.kill_because or because)
        else:
            self._finish(record, outcome)

    def _finish(self, record: R, outcome: TryOutcome) -> None:
        self._forget(record)
        self._events.append(Finished(record.launch.id, outcome))

    def _end(self, record: R, because: str) -> None:
        self._forget(record)
        self._events.append(Died(record.launch.id, because))

    def _forget(self, record: R) -> None:
        self._records.pop(record.launch.id, None)

    def _news(self) -> list[ExecutorEvent]:
        """All events since the last call, oldest first."""
        events, self._events = self._events, []
        return events
