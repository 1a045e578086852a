"""Several cron expressions at once: a run at each moment of any of them."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any, ClassVar, Self

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables import lengths
from couture_jupyter.timetables.airflow_protocol import AnswersAirflow
from couture_jupyter.timetables.contract import TimetableRun, Window
from couture_jupyter.timetables.cron import CronTrigger, begins_with_past, read_immediately, shown_immediately
from couture_jupyter.timetables.lengths import Length


class MultipleCronTrigger(AnswersAirflow):
    """``MultipleCronTrigger("0 9 * * 1-5", "0 12 * * 6")``: a run at each moment of any expression, one where several
    name the same moment. ``interval`` and ``run_immediately`` as in ``CronTrigger``."""

    kind: ClassVar[str] = "multiple_cron_trigger"
    __slots__ = ("_crons",)

    def __init__(
        self,
        *crons: str,
        timezone: str | tzinfo = "UTC",
        interval: Length = timedelta(0),
        run_immediately: bool | timedelta | None = False,
    ) -> None:
        if not crons:
            raise TimetableError("Give at least one cron expression, such as '0 9 * * *'.")
        self._crons = tuple(CronTrigger(cron, timezone, interval, run_immediately) for cron in crons)

    @property
    def timezone(self) -> str:
        """The IANA name of the time zone."""
        return self._crons[0].timezone

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The first of the expressions' next runs."""
        runs = [run for cron in self._crons if (run := cron.next_run(last, window))]
        return min(runs, key=lambda run: (run.logical_date, run.run_after), default=None)

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The last of the expressions' newest runs."""
        runs = [run for cron in self._crons if (run := cron.last_run_before(moment, window))]
        return max(runs, key=lambda run: run.run_after, default=None)

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The stretch of time that ends now."""
        return self._crons[0].manual_interval(moment)

    def begins_with(self, past: TimetableRun, now: datetime) -> bool:
        """Whether a DAG without a start date begins with its newest run that is past."""
        following = self.next_run(past.logical_date, Window())
        moment = following.run_after if following else None
        return begins_with_past(self._crons[0].run_immediately, past.run_after, moment, now)

    def summary(self) -> str:
        """The expressions in words."""
        return ", ".join(dict.fromkeys(cron.summary() for cron in self._crons))

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        first = self._crons[0]
        expressions = [cron.expression for cron in self._crons]
        document = {"kind": self.kind, "expressions": expressions, "timezone": first.timezone}
        return document | {"interval": lengths.to_json(first.interval)} | shown_immediately(first.run_immediately)

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """The timetable that ``to_json`` wrote."""
        interval = lengths.from_json(document["interval"])
        at_once = read_immediately(document)
        expressions = document["expressions"]
        return cls(*expressions, timezone=document["timezone"], interval=interval, run_immediately=at_once)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MultipleCronTrigger) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self._crons)

    def __repr__(self) -> str:
        given = ", ".join(repr(cron.expression) for cron in self._crons)
        return f"{type(self).__name__}({given}, timezone={self.timezone!r})"
