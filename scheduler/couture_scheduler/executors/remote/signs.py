"""What the signs of life of worker machines say, by the engine's own clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from couture_scheduler.files.worker_machines import Sign

SURE = 2  # changes after the first look: what the second says was gathered after that look


@dataclass(slots=True)
class _Seen:
    at: float
    changes: int = 0
    sign: Sign | None = None


class Signs:
    """Remembers when each machine's sign changed last, and how often it did. ``clock`` counts seconds."""

    def __init__(self, lost_after: float, clock: Callable[[], float]) -> None:
        self._lost_after = lost_after
        self._clock = clock
        self._seen: dict[str, _Seen] = {}

    def look(self, found: Mapping[str, Sign]) -> None:
        """Take in what the machines have written last."""
        now = self._clock()
        for name, sign in found.items():
            seen = self._seen.setdefault(name, _Seen(now))
            if seen.sign is None or seen.sign.beat != sign.beat:
                seen.at, seen.sign = now, sign
                seen.changes += 1

    def changes(self, machine: str) -> int:
        """How often its sign has changed."""
        seen = self._seen.get(machine)
        return seen.changes if seen else 0

    def is_lost(self, machine: str) -> bool:
        """Whether it has been silent for too long."""
        now = self._clock()
        return now - self._seen.setdefault(machine, _Seen(now)).at > self._lost_after

    def has_ended(self, machine: str, launch_id: str, since: int) -> bool:
        """Whether the machine does not name the launch any more, which had begun by the look that found ``since``
        changes."""
        seen = self._seen.get(machine)
        if seen is None or seen.sign is None or launch_id in seen.sign.running:
            return False
        return seen.changes >= since + SURE

    def taken(self) -> set[str]:
        """The launches that a machine names."""
        return {each for seen in self._seen.values() if seen.sign for each in seen.sign.running}
