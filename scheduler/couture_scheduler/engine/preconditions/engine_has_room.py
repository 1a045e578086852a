"""The engine has room: fewer tasks are active than its ``parallelism``."""

from __future__ import annotations

from couture_scheduler.engine.preconditions.verdict import Verdict


def is_met(parallelism: int, active: int) -> bool:
    """Whether one more task may be active on this engine."""
    return active < parallelism


def check(parallelism: int, active: int) -> Verdict:
    """The same with a sentence."""
    words = f"{active} of at most {parallelism} tasks are active on this engine."
    return Verdict(is_met(parallelism, active), words, "engine_has_room")
