"""Properties of all timetables that follow a clock: runs never go back in time and none is left out."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from couture_jupyter.timetables import (
    CronInterval,
    CronTrigger,
    DeltaTrigger,
    EventsTimetable,
    Interval,
    MultipleCronTrigger,
    Timetable,
    TimetableRun,
    Window,
)

ZONES = ["UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo"]
TICK = timedelta(microseconds=1)
moments = st.datetimes(datetime(2018, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
near_clock_changes = st.sampled_from(
    [datetime(2026, month, day, tzinfo=UTC) for month in (3, 4, 10, 11) for day in (1, 7, 24, 28, 30)]
)
minutes = st.sampled_from(["0", "30", "*/15", "*/7", "5,35", "*"])
hours = st.sampled_from(["*", "*/6", "2", "3", "0", "1-3", "23"])
days = st.sampled_from(["*", "1", "31", "L", "*/2"])
weekdays = st.sampled_from(["*", "1-5", "0", "6#1"])
crons = st.builds(lambda *fields: " ".join(fields), minutes, hours, days, st.just("*"), weekdays)
deltas = st.one_of(
    st.timedeltas(timedelta(minutes=7), timedelta(days=40)),
    st.builds(relativedelta, months=st.integers(1, 5), days=st.integers(0, 20)),
)
intervals = st.one_of(st.just(timedelta(0)), st.timedeltas(timedelta(0), timedelta(days=3)))


def by_cron(make: Any) -> Any:
    """Timetables of one cron expression."""
    return st.builds(make, crons, st.sampled_from(ZONES))


timetables = st.one_of(
    by_cron(CronInterval),
    by_cron(CronTrigger),
    st.builds(CronTrigger, crons, st.sampled_from(ZONES), intervals),
    st.builds(
        lambda one, two, zone: MultipleCronTrigger(one, two, timezone=zone), crons, crons, st.sampled_from(ZONES)
    ),
    st.builds(Interval, deltas),
    st.builds(DeltaTrigger, deltas, intervals),
    st.builds(EventsTimetable, st.lists(moments, min_size=1, max_size=20)),
)


def walk(timetable: Timetable, window: Window, number: int) -> list[TimetableRun]:
    """The first runs."""
    found: list[TimetableRun] = []
    while len(found) < number and (run := timetable.next_run(found[-1].logical_date if found else None, window)):
        found.append(run)
    return found


@settings(deadline=None, max_examples=150)
@given(timetables, st.one_of(moments, near_clock_changes))
def test_runs_never_go_back_in_time(timetable: Timetable, start: datetime) -> None:
    found = walk(timetable, Window(start), 12)
    for before, after in itertools.pairwise(found):
        assert before.logical_date < after.logical_date
        assert before.run_after < after.run_after
        assert before.data_interval[0] <= after.data_interval[0]
        assert before.data_interval[1] <= after.data_interval[1]
    assert all(run.data_interval[0] <= run.data_interval[1] <= run.run_after for run in found)


@settings(deadline=None, max_examples=150)
@given(timetables, st.one_of(moments, near_clock_changes), st.integers(1, 10))
def test_catching_up_leaves_no_run_out(timetable: Timetable, start: datetime, place: int) -> None:
    """Whoever asks for the newest run at any moment is told one that the walk from the start date comes to."""
    window = Window(start)
    found = walk(timetable, window, place + 1)
    for run, following in itertools.pairwise(found):
        assert timetable.last_run_before(run.run_after, window) == run
        assert timetable.last_run_before(following.run_after - TICK, window) == run


@settings(deadline=None, max_examples=100)
@given(by_cron(CronInterval), st.one_of(moments, near_clock_changes))
def test_data_intervals_of_a_cron_schedule_touch(timetable: Timetable, start: datetime) -> None:
    found = walk(timetable, Window(start), 8)
    for before, after in itertools.pairwise(found):
        assert before.data_interval[1] == after.data_interval[0]


@settings(deadline=None, max_examples=100)
@given(timetables, moments, st.timedeltas(timedelta(0), timedelta(days=100)))
def test_nothing_runs_outside_the_window(timetable: Timetable, start: datetime, length: timedelta) -> None:
    """What the window bounds are logical dates, or the moments of a trigger."""
    window = Window(start, start + length)
    for run in walk(timetable, window, 8):
        assert window.allows(run.logical_date) or window.allows(run.run_after)
