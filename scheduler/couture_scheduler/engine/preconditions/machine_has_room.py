"""A worker machine takes the task's queue and has a slot free. Matters for queued tasks, where there are machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from couture_scheduler.engine.preconditions.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Room:
    """What a machine that lives has: the queues that it takes, its slots, and how many of them are taken."""

    name: str
    edition: str
    queues: tuple[str, ...]
    slots: int
    running: int


def check(queue: str, edition: str, machines: Sequence[Room]) -> Verdict:
    """Whether one of the machines is about to begin it. Those of another edition than the engine's take nothing."""
    wanted = [each for each in machines if queue in each.queues]
    able = [each for each in wanted if each.edition == edition]
    if wanted and not able:
        others = ", ".join(f"{each.name} ({each.edition})" for each in wanted)
        words = (
            f"The worker machines for the queue {queue!r} have another version of Couture than the engine ({edition}), "
            f"and take no tasks of it: {others}. Install the same version there, and start them again."
        )
        return Verdict(False, words, "machine_has_room")
    if not able:
        words = f"No worker machine takes tasks of the queue {queue!r}. Start one: couture worker run --queues {queue}"
        return Verdict(False, words, "machine_has_room")
    slots, running = sum(each.slots for each in able), sum(each.running for each in able)
    words = f"{running} of {slots} slots of the worker machines for the queue {queue!r} are taken."
    return Verdict(any(each.running < each.slots for each in able), words, "machine_has_room")
