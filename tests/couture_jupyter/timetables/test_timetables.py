"""Each timetable: its next run, its newest run, its interval, its JSON."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables import (
    EPOCH,
    Continuous,
    CronInterval,
    CronTrigger,
    Interval,
    Never,
    Once,
    Window,
    from_json,
    parse_schedule,
)

JAN = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN = Window(JAN)
ALL = [
    Never(),
    Once(),
    Once(JAN),
    Continuous(),
    Interval(timedelta(hours=7)),
    CronInterval("0 9 * * *", "Europe/Helsinki"),
    CronTrigger("*/5 * * * *", "America/New_York", timedelta(minutes=5)),
]


def test_a_cron_interval_starts_at_the_end_of_its_data_interval():
    run = CronInterval("@daily").next_run(None, OPEN)
    assert (run.logical_date, run.data_interval, run.run_after) == (JAN, (JAN, JAN + DAY), JAN + DAY)
    assert CronInterval("@daily").next_run(run.logical_date, OPEN).logical_date == JAN + DAY


def test_a_cron_trigger_starts_at_its_logical_date():
    run = CronTrigger("0 9 * * *").next_run(None, OPEN)
    assert run.logical_date == run.run_after == JAN + timedelta(hours=9)
    assert run.data_interval == (run.logical_date, run.logical_date)


def test_an_interval_counts_from_the_start_date():
    start = JAN + timedelta(minutes=7)
    timetable = Interval(timedelta(hours=6))
    first = timetable.next_run(None, Window(start))
    assert (first.logical_date, first.run_after) == (start, start + timedelta(hours=6))
    assert timetable.next_run(JAN + DAY, Window(start)).logical_date == start + DAY
    assert timetable.next_run(None, Window()).logical_date == EPOCH


def test_once_comes_once():
    assert Once().next_run(None, OPEN).logical_date == JAN
    assert Once(JAN + DAY).next_run(None, OPEN).run_after == JAN + DAY
    assert Once().next_run(JAN, OPEN) is None
    assert Once(JAN - DAY).next_run(None, OPEN) is None


def test_continuous_is_always_due():
    assert Continuous().next_run(None, OPEN).run_after == JAN
    assert Continuous().next_run(JAN, OPEN).logical_date > JAN


@pytest.mark.parametrize("timetable", ALL, ids=repr)
def test_nothing_comes_after_the_end_date(timetable):
    assert timetable.next_run(JAN + 2 * DAY, Window(JAN, JAN + DAY)) is None


@pytest.mark.parametrize("timetable", ALL, ids=repr)
def test_json_and_back(timetable):
    assert from_json(timetable.to_json()) == timetable
    assert timetable.summary()


@given(
    timetable=st.sampled_from([each for each in ALL if each.kind in ("interval", "cron", "cron_trigger")]),
    moment=st.datetimes(datetime(2026, 1, 3), datetime(2027, 6, 1), timezones=st.just(UTC)),
    length=st.integers(0, 600),
)
@settings(deadline=None, max_examples=100)
def test_the_newest_run_is_the_last_of_the_walk(timetable, moment, length):
    window = Window(moment - DAY, moment - DAY + timedelta(hours=length))
    walked, run = None, timetable.next_run(None, window)
    while run and run.run_after <= moment:
        walked, run = run, timetable.next_run(run.logical_date, window)
    assert timetable.last_run_before(moment, window) == walked


def test_the_newest_run_is_quick_after_years_of_minutes():
    window = Window(datetime(1990, 1, 1, tzinfo=UTC))
    run = CronTrigger("* * * * *", "Europe/Helsinki").last_run_before(JAN, window)
    assert run.run_after == JAN


def test_a_manual_run_gets_the_newest_whole_interval():
    moment = JAN + timedelta(hours=30)
    assert CronInterval("@daily").manual_interval(moment) == (JAN, JAN + DAY)
    assert CronTrigger("@daily").manual_interval(moment) == (moment, moment)
    assert Interval(DAY).manual_interval(moment) == (moment - DAY, moment)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (None, Never()),
        ("@once", Once()),
        ("@continuous", Continuous()),
        ("@daily", CronInterval("0 0 * * *")),
        ("@Hourly", CronInterval("0 * * * *")),
        (" 5  4 * * * ", CronInterval("5 4 * * *")),
        (timedelta(days=10), Interval(timedelta(days=10))),
        (CronTrigger("0 1 * * *"), CronTrigger("0 1 * * *")),
    ],
)
def test_a_schedule_is_understood(schedule, expected):
    assert parse_schedule(schedule) == expected


@pytest.mark.parametrize("schedule", ["@dayly", 5, timedelta(0), CronTrigger, "whenever"])
def test_a_schedule_that_means_nothing_is_refused(schedule):
    with pytest.raises(TimetableError):
        parse_schedule(schedule)


@pytest.mark.parametrize(
    ("timetable", "words"),
    [
        (Interval(timedelta(days=10)), "Every 10 days"),
        (Interval(timedelta(hours=1)), "Every hour"),
        (Interval(timedelta(hours=1, minutes=30)), "Every 1 hour 30 minutes"),
        (Never(), "Only by hand"),
        (CronInterval("@daily"), "At 00:00 every day"),
    ],
)
def test_the_summary_is_readable(timetable, words):
    assert timetable.summary() == words
