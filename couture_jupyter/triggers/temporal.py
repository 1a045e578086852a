"""Triggers that wait for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

from couture_jupyter.arguments import moment
from couture_jupyter.exceptions import DagError
from couture_jupyter.triggers.base import BaseTrigger, TriggerEvent

_LONGEST = 3600.0  # seconds of one sleep: clocks are set, machines suspended


class DateTimeTrigger(BaseTrigger):
    """Fires at ``moment`` (aware; text in ISO 8601 as well) and tells it. ``end_from_trigger`` is accepted for
    Airflow's sake: the task always goes on by itself."""

    def __init__(self, moment: datetime | str, *, end_from_trigger: bool = False) -> None:
        super().__init__()
        self.moment = _aware(moment)
        self.end_from_trigger = end_from_trigger

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """The moment as text."""
        path = "couture_jupyter.triggers.temporal.DateTimeTrigger"
        return path, {"moment": self.moment.isoformat(), "end_from_trigger": self.end_from_trigger}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Wait until then."""
        while (rest := (self.moment - datetime.now(UTC)).total_seconds()) > 0:
            await asyncio.sleep(min(rest, _LONGEST))
        yield TriggerEvent(self.moment.isoformat())


class TimeDeltaTrigger(DateTimeTrigger):
    """Fires when ``delta`` has passed from now. It travels as the moment, so that one that is made again does not wait
    longer."""

    def __init__(self, delta: timedelta, *, end_from_trigger: bool = False) -> None:
        super().__init__(datetime.now(UTC) + delta, end_from_trigger=end_from_trigger)


def _aware(value: datetime | str) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise DagError(f"The moment of a DateTimeTrigger needs a time zone: {value!r} has none.")
    found = moment("The moment of a DateTimeTrigger", value)
    if found is None:
        raise DagError("A DateTimeTrigger needs a moment.")
    return datetime.fromtimestamp(found.timestamp(), UTC)
