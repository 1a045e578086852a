"""The alarm clock: one APScheduler job that wakes the loop when the next thing is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

JOB_ID = "next-due"
_NEVER_SKIPPED = {"misfire_grace_time": None, "max_instances": 100}  # however late, and while the last one still rings


class Alarm:
    """Rings once at the moment it was last set to. Which run is due then the store knows."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._moment: datetime | None = None
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults=_NEVER_SKIPPED)

    def start(self) -> None:
        """Begin to tick."""
        self._clock.start()

    def set(self, moment: datetime | None) -> None:
        """Ring at ``moment`` (at once if it has passed), or not at all. Replaces what was set before."""
        if moment == self._moment:
            return
        self._moment = moment
        if moment is None:
            if self._clock.get_job(JOB_ID):
                self._clock.remove_job(JOB_ID)
            return
        self._clock.add_job(self._fire, DateTrigger(moment), id=JOB_ID, replace_existing=True)

    def stop(self) -> None:
        """Ring no more."""
        self._clock.shutdown(wait=False)

    def _fire(self) -> None:
        self._moment = None
        self._ring()
