"""The list of runs that were due and are not made: the newest hundred, and how many there were before them.

A DAG that ran every minute and was paused for years has missed millions; nobody may walk through them all in
a tick. The newest are found backwards, the others counted up to a bound and estimated beyond it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from couture_jupyter.timetables import Timetable, TimetableRun, Window
from couture_scheduler.engine.decisions import MissedRun

TICK = timedelta(microseconds=1)
MOST_LISTED = 100
MOST_COUNTED = 500


def late_runs(
    timetable: Timetable,
    window: Window,
    first: TimetableRun,
    newest: TimetableRun,
    why: Callable[[TimetableRun], str],
    counts_from: datetime | None = None,
) -> list[MissedRun]:
    """The runs from ``first`` to ``newest``, both included, the newest first; those before ``counts_from``
    left out. The last one's ``why`` says how many earlier ones there were, e.g. ``down (and 4,211
    earlier)``."""
    if counts_from is not None and newest.run_after < counts_from:
        return []
    listed = _backwards(timetable, window, first, newest)
    if counts_from is not None:
        listed = [run for run in listed if run.run_after >= counts_from]
    earlier = ""
    if len(listed) == MOST_LISTED and listed[-1].logical_date > first.logical_date:
        earlier = _count_earlier(timetable, window, first, listed)
    return _missed(listed, why, earlier)


def overlapping(runs: list[TimetableRun]) -> list[MissedRun]:
    """Runs that are not made because another is active, the newest first."""
    newest_first = runs[::-1][:MOST_LISTED]
    earlier = f" (and {len(runs) - MOST_LISTED:,} earlier)" if len(runs) > MOST_LISTED else ""
    return _missed(newest_first, lambda _: "overlap", earlier)


def _missed(runs: list[TimetableRun], why: Callable[[TimetableRun], str], earlier: str) -> list[MissedRun]:
    last = len(runs) - 1
    return [
        MissedRun(run.logical_date, run.run_after, why(run) + (earlier if place == last else ""))
        for place, run in enumerate(runs)
    ]


def _backwards(timetable: Timetable, window: Window, first: TimetableRun, newest: TimetableRun) -> list[TimetableRun]:
    found = [newest]
    while len(found) < MOST_LISTED and found[-1].logical_date > first.logical_date:
        before = timetable.last_run_before(found[-1].run_after - TICK, window)
        if before is None or before.logical_date < first.logical_date:
            break
        found.append(before)
    return found


def _count_earlier(timetable: Timetable, window: Window, first: TimetableRun, listed: list[TimetableRun]) -> str:
    count, run = 0, first
    while run.logical_date < listed[-1].logical_date:
        count += 1
        if count > MOST_COUNTED:
            spacing = (listed[0].run_after - listed[-1].run_after) / (len(listed) - 1)
            return f" (and about {(listed[-1].run_after - first.run_after) // spacing:,} earlier)"
        following = timetable.next_run(run.logical_date, window)
        if following is None:
            break
        run = following
    return f" (and {count:,} earlier)"
