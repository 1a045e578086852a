"""When a DAG runs next: its schedule in words, and the runs to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from couture_jupyter.timetables import Timetable, TimetableRun, Window, from_json
from couture_scheduler.actions import asked_timetables, find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.store.dag_listing import DagRecord

SHOWN = 5
MOST = 100
_BY_HAND_OR_ONCE = ("none", "once", "partitioned_at_runtime")


@dataclass(frozen=True, slots=True)
class NextRuns:
    """``sentence`` is the schedule in words; ``runs`` come while the DAG is on. ``is_open`` says that none can be named
    though there will be some: they follow events. ``is_cut``: there are more of them than were asked for."""

    sentence: str
    timezone: str
    is_paused: bool
    is_open: bool
    runs: tuple[TimetableRun, ...]
    is_cut: bool = False


@needs("dags:read")
def get(ctx: ActionContext, dag_id: str, number: int = SHOWN, until: datetime | None = None) -> NextRuns:
    """The next runs of a DAG, as they would be made if it is on from now on; only those that are due before ``until``,
    if it is given. Of a timetable that an author wrote no more than a hundred are asked for."""
    with ctx.store.reading() as tx:
        record = find.dag(tx, dag_id)
        version = find.version(tx, dag_id)
    spec = version.spec
    timetable = from_json(spec.timetable)
    window = Window(spec.start_date, spec.end_date)
    runs: tuple[TimetableRun, ...] = ()
    if asked_timetables.is_custom(version) and not record.is_stale:
        number = min(number, MOST)
        runs = asked_timetables.coming(ctx, version, _planned(record), number)
    elif not record.is_stale:
        runs = coming(timetable, window, _planned(record), ctx.clock(), number, until)
    is_cut = len(runs) >= number
    if until is not None:
        is_cut = is_cut and runs[-1].run_after < until
        runs = tuple(run for run in runs if run.run_after < until)
    is_open = not runs and timetable.kind not in _BY_HAND_OR_ONCE and not record.is_stale
    return NextRuns(record.schedule_summary, record.timezone, record.is_paused, is_open, runs, is_cut)


def coming(
    timetable: Timetable,
    window: Window,
    planned: TimetableRun | None,
    now: datetime,
    number: int,
    until: datetime | None = None,
) -> tuple[TimetableRun, ...]:
    """The first runs after ``now``, beginning with what is planned, if it is; the first one that is not due before
    ``until`` is the last."""
    if timetable.kind == "continuous":
        return ()
    run = planned
    if run is None or (run.run_after <= now and timetable.kind != "once"):
        newest = timetable.last_run_before(now, window)
        run = timetable.next_run(newest.logical_date if newest else None, window)
    found: list[TimetableRun] = []
    while run is not None and len(found) < number:
        found.append(run)
        if until is not None and run.run_after >= until:
            break
        run = timetable.next_run(run.logical_date, window)
    return tuple(found)


def _planned(record: DagRecord) -> TimetableRun | None:
    start, end = record.next_interval_start, record.next_interval_end
    if record.next_logical_date is None or record.next_run_after is None or start is None or end is None:
        return None
    return TimetableRun(record.next_logical_date, (start, end), record.next_run_after)
