"""What the schedule form shows while a person types a cron expression."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables import CronTrigger, Window
from couture_scheduler.actions.context import ActionContext, needs

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TimetablePreview:
    """What a cron expression means, and its next five runs; or what is wrong with it."""

    sentence: str
    next_runs: tuple[datetime, ...] = ()
    error: str | None = None


@needs("notebooks:read")
def preview(
    ctx: ActionContext,
    cron: str,
    timezone: str | None = None,
    start_date: datetime | None = None,
    end_date: datetime | None = None,
) -> TimetablePreview:
    """A sentence and the next five run times in UTC. A wrong expression raises nothing: the answer says what it is."""
    zone = timezone or ctx.settings.default_timezone
    try:
        timetable = CronTrigger(cron, timezone=zone)
        sentence = f"{timetable.summary()} ({zone})"
        return TimetablePreview(sentence, next_runs(timetable, ctx.clock(), start_date, end_date))
    except TimetableError as error:
        return TimetablePreview("", (), str(error))


def next_runs(
    timetable: CronTrigger, now: datetime, start: datetime | None, end: datetime | None
) -> tuple[datetime, ...]:
    """The next five moments after ``now`` within the window."""
    window = Window(start if start is None or start > now else now, end)
    if window.start is None:
        window = Window(now, end)
    found: list[datetime] = []
    last: datetime | None = now
    while len(found) < _SHOWN:
        run = timetable.next_run(last, window)
        if run is None:
            break
        found.append(run.logical_date)
        last = run.logical_date
    return tuple(found)


@needs("notebooks:read")
def list_timezones(ctx: ActionContext) -> list[str]:
    """All IANA time zones that may be named, in order."""
    return _timezones()


@cache
def _timezones() -> list[str]:
    """Without the doubles that only exist for old programs (``posix/…``)."""
    hidden = ("posix/", "right/", "SystemV/", "Etc/GMT")
    return sorted(name for name in available_timezones() if not name.startswith(hidden) and name != "localtime")
