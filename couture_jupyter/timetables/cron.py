"""Timetables by a cron expression, with Airflow's two meanings."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any, ClassVar, Self

from couture_jupyter.arguments import zone_name
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables import lengths
from couture_jupyter.timetables.airflow_protocol import AnswersAirflow
from couture_jupyter.timetables.contract import EPOCH, TimetableRun, Window
from couture_jupyter.timetables.cron_expression import PRESETS, CronExpression
from couture_jupyter.timetables.lengths import Length

_TICK = timedelta(microseconds=1)


class _Cron(AnswersAirflow):
    """What both have in common: an expression, a time zone, equality."""

    kind: ClassVar[str]
    __slots__ = ("_cron",)

    def __init__(self, cron: str, timezone: str | tzinfo = "UTC") -> None:
        if not isinstance(cron, str):
            raise TimetableError(f"A cron expression is text such as '0 9 * * *', not {cron!r}.")
        self._cron = CronExpression(PRESETS.get(cron.strip().lower(), cron), zone_name(timezone))

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
    """A run starts at each moment of the expression. ``interval`` is the length of the data interval that ends there;
    its begin is the logical date. The default is none: then the moment is the logical date. Notebook schedules use
    this.

    ``run_immediately`` says where a DAG without a start date begins: ``True`` with the newest moment that is past,
    ``False`` with the next one, a ``timedelta`` with the one that is past if it is not longer ago.
    """

    kind = "cron_trigger"
    __slots__ = ("interval", "run_immediately")

    def __init__(
        self,
        cron: str,
        timezone: str | tzinfo = "UTC",
        interval: Length = timedelta(0),
        run_immediately: bool | timedelta | None = False,
    ) -> None:
        super().__init__(cron, timezone)
        self.interval = lengths.check("The data interval of a schedule", interval, may_be_nothing=True)
        self.run_immediately = run_immediately

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first run whose logical date is after ``last``; its moment lies in the window."""
        moment = self._first_after(last and lengths.end_of(last, self.interval), window)
        while moment and last and lengths.earlier(moment, self.interval) <= last:
            moment = self._first_after(moment, window)
        return self._run(moment) if moment else None

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest moment that has come."""
        latest = moment if window.end is None else min(moment, window.end)
        found = self._cron.until(latest)
        return self._run(found) if found and window.allows(found) else None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The stretch of time that ends now."""
        return (lengths.earlier(moment, self.interval), moment)

    def begins_with(self, past: TimetableRun, now: datetime) -> bool:
        """Whether a DAG without a start date begins with its newest run that is past."""
        return begins_with_past(self.run_immediately, past.run_after, self._cron.after(now), now)

    def to_json(self) -> dict[str, Any]:
        """JSON; lengths in seconds, or in their parts. What is as by default is left out."""
        document = {**super().to_json(), "interval": lengths.to_json(self.interval)}
        return document | shown_immediately(self.run_immediately)

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """The timetable that ``to_json`` wrote."""
        interval = lengths.from_json(document.get("interval", 0))
        at_once = read_immediately(document)
        return cls(document["expression"], document.get("timezone", "UTC"), interval, at_once)

    def _run(self, moment: datetime) -> TimetableRun:
        begin = lengths.earlier(moment, self.interval)
        return TimetableRun(begin, (begin, moment), moment)


def begins_with_past(
    at_once: bool | timedelta | None, past: datetime, following: datetime | None, now: datetime
) -> bool:
    """What ``run_immediately`` says of a moment that is past. ``None`` means: if less than a tenth of the time to the
    following one, or five minutes, have passed since."""
    if isinstance(at_once, bool):
        return at_once
    if at_once is None:
        at_once = max((following - past) / 10 if following else timedelta(0), timedelta(minutes=5))
    return now - past <= at_once


def shown_immediately(at_once: bool | timedelta | None) -> dict[str, Any]:
    """``run_immediately`` in JSON; nothing for the default."""
    if at_once is False:
        return {}
    return {"run_immediately": at_once.total_seconds() if isinstance(at_once, timedelta) else at_once}


def read_immediately(document: dict[str, Any]) -> bool | timedelta | None:
    """What ``shown_immediately`` wrote."""
    found: bool | float | None = document.get("run_immediately", False)
    return found if found is None or isinstance(found, bool) else timedelta(seconds=found)
