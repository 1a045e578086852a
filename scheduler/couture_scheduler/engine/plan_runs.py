"""Which runs of a DAG are due now, which were missed, and when to look again.

A run is *on time* when it is due within ``grace`` before now. What is older is *late*: nobody could start it,
because the engine was down, the machine slept, or the DAG was paused. The DAG's ``missed_runs`` decides about
late runs: ``skip`` makes none of them, ``run_last`` makes the newest unless one is on time, ``run_all`` makes
them all, a thousand a call. What is not made is kept as missed.

A DAG that has never been planned (it is new, or its schedule was changed) has missed nothing. Where its story begins
follows Airflow: with ``run_all`` at its start date; with ``run_last`` at the newest run that is due since its start
date; with ``skip``, and without a start date, at the next moment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunType
from couture_jupyter.timetables import CronTrigger, MultipleCronTrigger, Timetable, TimetableRun, Window
from couture_scheduler.engine.decisions import MissedRun, NewRun, RunPlan
from couture_scheduler.engine.missed_runs import TICK, late_runs, overlapping

GRACE = timedelta(seconds=60)
MOST_AT_ONCE = 1000

PlannedRun = tuple[datetime, tuple[datetime, datetime], datetime]  # logical date, data interval, run after


def plan(
    spec: DagSpec,
    timetable: Timetable,
    *,
    last_logical_date: datetime | None,
    planned_next: PlannedRun | None,
    active_runs: int,
    now: datetime,
    down_since: datetime | None,
    grace: timedelta = GRACE,
    since: datetime | None = None,
) -> RunPlan:
    """What to do about one DAG that is on.

    Args:
        last_logical_date: of the newest run that the schedule made.
        planned_next: what an earlier plan said is next; ``None`` for a DAG that is new or whose schedule was changed.
        active_runs: how many of its runs are queued or running.
        down_since: from when until now nobody could start runs (the engine was down, the machine asleep). What was due
            before that was held back by a pause; give ``now`` when the engine was up all the time. ``None``: not
            known, everything late counts as down.
        since: for a DAG without ``planned_next``, the moment from which its schedule holds; default now.
    """
    if timetable.kind == "continuous":
        return _plan_continuous(spec, last_logical_date, active_runs, now)
    if timetable.kind == "custom":
        return _plan_custom(spec, planned_next, active_runs, now)
    question = _Question(timetable, Window(spec.start_date, spec.end_date), now, now - grace)
    if planned_next is not None:
        first, counts_from = TimetableRun(*planned_next), None
    else:
        counts_from = since or now
        found = question.beginning(spec.missed_runs, last_logical_date, counts_from)
        if found is None:
            return RunPlan()
        first = found
        if timetable.kind == "once" or question.begins_with(found, last_logical_date):  # due whenever it is found
            question.on_time_from = first.run_after
    if first.run_after > now:
        return _next_is(first)
    return _Due(spec, question, first, active_runs, down_since, counts_from).plan()


def _plan_continuous(spec: DagSpec, last: datetime | None, active_runs: int, now: datetime) -> RunPlan:
    """A run as soon as none is active. While one is, nothing is planned: the DAG must be planned anew when it
    ends."""
    if active_runs or (spec.end_date and now > spec.end_date):
        return RunPlan()
    if spec.start_date and spec.start_date > now:
        return _next_is(TimetableRun(spec.start_date, (spec.start_date, spec.start_date), spec.start_date))
    begin = max(filter(None, (last, spec.start_date)), default=now)
    return RunPlan(create=(_new_run(TimetableRun(now, (begin, now), now)),))


def _plan_custom(spec: DagSpec, planned: PlannedRun | None, active_runs: int, now: datetime) -> RunPlan:
    """What was planned, when it is due. What comes next only the author's code knows: it is asked elsewhere, and
    decides by ``catchup`` what becomes of runs that are long due."""
    if planned is None:
        return RunPlan()
    run = TimetableRun(*planned)
    if run.run_after > now:
        return _next_is(run)
    if spec.overlap == "skip" and active_runs:
        return RunPlan(missed=tuple(overlapping([run])))
    return RunPlan(create=(_new_run(run),))


@dataclass(slots=True)
class _Question:
    """A timetable with everything that its answers depend on."""

    timetable: Timetable
    window: Window
    now: datetime
    on_time_from: datetime

    def after(self, run: TimetableRun) -> TimetableRun | None:
        return self.timetable.next_run(run.logical_date, self.window)

    def beginning(self, policy: str, last: datetime | None, since: datetime) -> TimetableRun | None:
        """The first run of a DAG that has no plan; it may lie in the past."""
        if self.timetable.kind == "once":
            return self.timetable.next_run(last, Window(self.window.start or since, self.window.end))
        newest = self.timetable.last_run_before(since - TICK, self.window)
        if newest is None or (last is not None and newest.logical_date <= last):
            return self.timetable.next_run(last, self.window)
        if self.window.start is None and last is None:
            return newest if self.begins_with(newest, last) else self.after(newest)
        if policy == "run_all":
            return self.timetable.next_run(last, self.window)
        return newest if policy == "run_last" else self.after(newest)

    def begins_with(self, past: TimetableRun, last: datetime | None) -> bool:
        """Whether the author wants the story to begin with the newest run that is past: ``run_immediately``."""
        if last is not None or self.window.start is not None or past.run_after > self.now:
            return False
        return isinstance(self.timetable, CronTrigger | MultipleCronTrigger) and self.timetable.begins_with(
            past, self.now
        )

    def due_from(self, run: TimetableRun | None) -> tuple[list[TimetableRun], TimetableRun | None]:
        """The runs from ``run`` on that are due, and the one after them."""
        found: list[TimetableRun] = []
        while run is not None and run.run_after <= self.now and len(found) < MOST_AT_ONCE:
            found.append(run)
            run = self.after(run)
        return found, run


@dataclass(slots=True)
class _Due:
    """At least ``first`` is due. Runs before ``counts_from`` are nobody's loss."""

    spec: DagSpec
    question: _Question
    first: TimetableRun
    active_runs: int
    down_since: datetime | None
    counts_from: datetime | None

    def plan(self) -> RunPlan:
        if self.spec.missed_runs == "run_all" or self.first.run_after >= self.question.on_time_from:
            create, following = self.question.due_from(self.first)
            return self._plan(create, [], following)
        return self._plan_late()

    def _plan_late(self) -> RunPlan:
        ask = self.question
        newest_late = ask.timetable.last_run_before(ask.on_time_from - TICK, ask.window)
        if newest_late is None or newest_late.logical_date < self.first.logical_date:
            newest_late = self.first
        create, following = ask.due_from(ask.after(newest_late))
        if not create and self.spec.missed_runs == "run_last":
            create = [newest_late]
        late = late_runs(ask.timetable, ask.window, self.first, newest_late, self._why, self.counts_from)
        made = {run.logical_date for run in create}
        return self._plan(create, [each for each in late if each.logical_date not in made], following)

    def _why(self, run: TimetableRun) -> str:
        return "paused" if self.down_since is not None and run.run_after < self.down_since else "down"

    def _plan(self, create: list[TimetableRun], missed: list[MissedRun], following: TimetableRun | None) -> RunPlan:
        if self.spec.overlap == "skip":
            free = 0 if self.active_runs else 1
            missed = overlapping(create[free:]) + missed
            create = create[:free]
        return replace(_next_is(following), create=tuple(_new_run(run) for run in create), missed=tuple(missed))


def _next_is(run: TimetableRun | None) -> RunPlan:
    if run is None:
        return RunPlan()
    return RunPlan(
        next_logical_date=run.logical_date,
        next_data_interval=run.data_interval,
        next_run_after=run.run_after,
    )


def _new_run(run: TimetableRun) -> NewRun:
    return NewRun(DagRunType.SCHEDULED, run.logical_date, run.data_interval, run.run_after)
