"""Timetables by a cron expression, with Airflow's two meanings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.contract import EPOCH, TimetableRun, Window
from couture_jupyter.timetables.cron_expression import PRESETS, CronExpression

_TICK = timedelta(microseconds=1)


class _Cron:
    """What both have in common: an expression, a time zone, equality."""

    kind: ClassVar[str]
    __slots__ = ("_cron",)

    def __init__(self, expression: str, timezone: str = "UTC") -> None:
        if not isinstance(expression, str):
            raise TimetableError(f"A cron expression is text such as '0 9 * * *', not {expression!r}.")
        self._cron = CronExpression(PRESETS.get(expression.strip().lower(), expression), timezone)

    @property
    def expression(self) -> str:
        """The cron expression, presets spelled out."""
        return self._cron.text

    @property
    def timezone(self) -> str:
        """The IANA name of the time zone."""
        return self._cron.timezone

    def summary(self) -> str:
        """A phrase, e.g. "At 09:00 every day"."""
        return self._cron.summary()

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind, "expression": self.expression, "timezone": self.timezone}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Cron) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.kind, self.expression, self.timezone))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.expression!r}, timezone={self.timezone!r})"

    def _first_after(self, last: datetime | None, window: Window) -> datetime | None:
        """The first moment after ``last`` that lies in the window."""
        start = (window.start or EPOCH) - _TICK
        moment = self._cron.after(start if last is None else max(start, last))
        return moment if moment and window.allows(moment) else None


class CronInterval(_Cron):
    """The moments of the expression divide time into data intervals; a run works on one of them and starts at
    its end. This is what a cron string means in Airflow 2: the daily run of Monday has Monday's logical date
    and starts on Tuesday."""

    kind = "cron"
    __slots__ = ()

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first interval that begins after ``last``."""
        start = self._first_after(last, window)
        return self._run(start) if start else None

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest interval that is over at ``moment``."""
        end = self._cron.until(moment)
        start = self._cron.until(end - _TICK) if end else None
        if start and window.end is not None and start > window.end:
            start = self._cron.until(window.end)
        return self._run(start) if start and window.allows(start) else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The newest interval that is over, as in Airflow."""
        end = self._cron.until(moment)
        start = self._cron.until(end - _TICK) if end else None
        return (start, end) if start and end else (moment, moment)

    def _run(self, start: datetime) -> TimetableRun | None:
        end = self._cron.after(start)
        return TimetableRun(start, (start, end), end) if end else None


class CronTrigger(_Cron):
    """A run starts at each moment of the expression, and that moment is its logical date. ``interval`` is the
    length of the data interval that ends there; the default is none. Notebook schedules use this."""

    kind = "cron_trigger"
    __slots__ = ("interval",)

    def __init__(self, expression: str, timezone: str = "UTC", interval: timedelta = timedelta(0)) -> None:
        super().__init__(expression, timezone)
        self.interval = interval

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first moment after ``last``."""
        moment = self._first_after(last, window)
        return self._run(moment) if moment else None

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest moment that has come."""
        latest = moment if window.end is None else min(moment, window.end)
        found = self._cron.until(latest)
        return self._run(found) if found and window.allows(found) else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The stretch of time that ends now."""
        return (moment - self.interval, moment)

    def to_json(self) -> dict[str, Any]:
        """JSON; the interval in seconds."""
        return {**super().to_json(), "interval": self.interval.total_seconds()}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """The timetable that ``to_json`` wrote."""
        interval = timedelta(seconds=document.get("interval", 0))
        return cls(document["expression"], document.get("timezone", "UTC"), interval)

    def _run(self, moment: datetime) -> TimetableRun:
        return TimetableRun(moment, (moment - self.interval, moment), moment)
