"""What a try that gave its process back waits for has come: its trigger's event, or a moment."""

from __future__ import annotations

from datetime import datetime

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.engine.preconditions.verdict import Verdict

RULE = "wait_is_over"


def check(state: TaskInstanceState, until: datetime | None, now: datetime) -> Verdict:
    """``until``: when a rescheduled try looks again; when a deferred one stops waiting for its trigger."""
    if until is not None and until <= now:
        return Verdict(True, "Its wait is over.", RULE)
    moment = f"{until:%Y-%m-%d %H:%M:%S} UTC" if until else ""
    if state is TaskInstanceState.UP_FOR_RESCHEDULE:
        return Verdict(False, f"It gave its process back and looks again at {moment}.", RULE)
    latest = f" It gives up at {moment}." if moment else ""
    return Verdict(False, f"It gave its process back and waits for its trigger.{latest}", RULE)
