"""The retry delay (or the pause of a rescheduled sensor) is over."""

from __future__ import annotations

from datetime import datetime

from couture_scheduler.engine.preconditions.verdict import Verdict


def is_met(retry_at: datetime | None, now: datetime) -> bool:
    """Whether the moment has come; without one there is nothing to wait for."""
    return retry_at is None or retry_at <= now


def check(retry_at: datetime | None, now: datetime) -> Verdict:
    """The same with a sentence."""
    rule = "retry_delay_is_over"
    if retry_at is None:
        return Verdict(True, "It waits for no retry.", rule)
    if is_met(retry_at, now):
        return Verdict(True, "Its retry delay is over.", rule)
    return Verdict(False, f"Its next try starts at {retry_at:%Y-%m-%d %H:%M:%S} UTC.", rule)
