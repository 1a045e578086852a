"""Cron expressions: their times in zones whose clocks change, and what is said about bad ones."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.cron_expression import CronExpression

ZONES = ["UTC", "Europe/Helsinki", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kolkata"]
RHYTHMS = ["* * * * *", "*/15 * * * *", "0 * * * *", "0 */2 * * *", "30 */6 * * 1", "*/7 1,2 * * *"]
TIMES_OF_DAY = ["0 9 * * *", "30 2 * * *", "0 0 * * *", "15,45 1-3 * * *", "0 1 1 * *", "0 12 * * MON"]


def moments(expression: str, zone: str, start: datetime, count: int) -> list[str]:
    """The next ``count`` moments as the wall clock of ``zone`` shows them."""
    cron, shown, moment = CronExpression(expression, zone), [], start
    for _ in range(count):
        moment = cron.after(moment)
        shown.append(moment.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M%z"))
    return shown


@pytest.mark.parametrize(
    ("expression", "zone", "start", "expected"),
    [
        ("30 3 * * *", "Europe/Helsinki", "2026-03-28T12:00Z", ["03-29 04:00+0300", "03-30 03:30+0300"]),
        ("30 3 * * *", "Europe/Helsinki", "2026-10-24T12:00Z", ["10-25 03:30+0300", "10-26 03:30+0200"]),
        ("30 2 * * *", "America/New_York", "2026-03-07T12:00Z", ["03-08 03:00-0400", "03-09 02:30-0400"]),
        ("30 1 * * *", "America/New_York", "2026-10-31T12:00Z", ["11-01 01:30-0400", "11-02 01:30-0500"]),
        ("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00Z", ["04-24 01:00+0300", "04-25 00:00+0300"]),
        ("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00Z", ["10-04 02:30+1100", "10-05 02:15+1100"]),
        ("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T00:00Z", ["04-05 01:45+1100", "04-06 01:45+1030"]),
    ],
)
def test_a_time_of_day_survives_a_clock_change(expression, zone, start, expected):
    assert moments(expression, zone, datetime.fromisoformat(start), 2) == expected


@pytest.mark.parametrize(
    ("expression", "zone", "start", "expected"),
    [
        ("0 * * * *", "Europe/Helsinki", "2026-03-29T00:30Z", ["03-29 04:00+0300", "03-29 05:00+0300"]),
        ("0 * * * *", "Europe/Helsinki", "2026-10-24T23:30Z", ["10-25 03:00+0300", "10-25 03:00+0200"]),
        (
            "*/30 * * * *",
            "Australia/Lord_Howe",
            "2026-10-03T15:00Z",
            ["10-04 02:30+1100", "10-04 03:00+1100"],
        ),
        (
            "*/30 1 * * *",
            "Australia/Lord_Howe",
            "2026-04-04T14:30Z",
            ["04-05 01:30+1030", "04-06 01:00+1030"],
        ),
        ("0 */2 * * *", "Australia/Lord_Howe", "2026-04-04T14:00Z", ["04-05 02:00+1030", "04-05 04:00+1030"]),
    ],
)
def test_a_rhythm_follows_the_wall_clock(expression, zone, start, expected):
    assert moments(expression, zone, datetime.fromisoformat(start), 2) == expected


@given(
    expression=st.sampled_from(RHYTHMS + TIMES_OF_DAY),
    zone=st.sampled_from(ZONES),
    start=st.datetimes(datetime(2019, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),
)
@settings(deadline=None, max_examples=150)
def test_after_and_until_walk_the_same_moments(expression, zone, start):
    cron = CronExpression(expression, zone)
    walked = [cron.after(start)]
    for _ in range(10):
        walked.append(cron.after(walked[-1]))
    assert all(earlier < later for earlier, later in pairwise(walked))
    for earlier, later in pairwise(walked):
        assert cron.until(later) == later
        assert cron.until(later - timedelta(microseconds=1)) == earlier


@given(
    expression=st.sampled_from(RHYTHMS),
    zone=st.sampled_from(ZONES),
    change=st.sampled_from(
        [
            "2026-03-29T01:00Z",
            "2026-10-25T01:00Z",
            "2026-11-01T06:00Z",
            "2026-03-08T07:00Z",
            "2026-04-23T22:00Z",
            "2026-10-29T21:00Z",
            "2026-04-04T15:00Z",
            "2026-10-03T15:30Z",
        ]
    ),
    minutes=st.integers(-240, 240),
)
@settings(deadline=None, max_examples=100)
def test_a_rhythm_has_exactly_the_minutes_whose_wall_time_matches(expression, zone, change, minutes):
    start = datetime.fromisoformat(change) + timedelta(minutes=minutes)
    expected = next(
        start + timedelta(minutes=n)
        for n in range(1, 60 * 24 * 8)
        if _matches(expression, (start + timedelta(minutes=n)).astimezone(ZoneInfo(zone)))
    )
    assert CronExpression(expression, zone).after(start) == expected


def _matches(expression: str, local: datetime) -> bool:
    wall = local.replace(tzinfo=None)
    return next(CronSim(expression, wall - timedelta(seconds=1))) == wall


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("0 25 * * *", 'The hour of the cron expression "0 25 * * *" cannot be "25": it takes 0 to 23.'),
        ("61 * * * *", "The minute of"),
        ("0 0 32 * *", "The day of month of"),
        ("0 0 * 13 *", "The month of"),
        ("0 0 * * 9", "The day of week of"),
        ("0 0 * * * 99", "The second of"),
        ("0 0 30 2 *", "never comes"),
        ("0 9 * *", "has 4 fields"),
        ("", "has 0 fields"),
        ("every day at nine please", 'The minute of the cron expression "every day at nine please"'),
    ],
)
def test_a_bad_expression_is_explained(expression, sentence):
    with pytest.raises(TimetableError, match=sentence.replace("*", r"\*")):
        CronExpression(expression)


def test_an_unknown_time_zone_is_explained():
    with pytest.raises(TimetableError, match='There is no time zone "Mars/Olympus"'):
        CronExpression("0 9 * * *", "Mars/Olympus")


def test_a_sixth_field_is_the_second():
    cron = CronExpression("0 9 * * * 30")
    assert cron.after(datetime(2026, 1, 1, 9, tzinfo=UTC)) == datetime(2026, 1, 1, 9, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["0 9 * * *", "0 9 ? * MON", "0 9 L * *", "0 9 * * MON#2", "0 9 * jan,feb fri"])
def test_what_crontabs_contain_is_understood(name):
    assert CronExpression(name).after(datetime(2026, 1, 1, tzinfo=UTC)).hour == 9


def test_a_leap_day_is_found_after_years():
    cron = CronExpression("0 0 29 2 *", "Europe/Helsinki")
    assert cron.after(datetime(2096, 3, 1, tzinfo=UTC)).year == 2104


@pytest.mark.parametrize(
    ("wrapped", "plain"),
    [
        ("0 22-2 * * *", "0 22,23,0,1,2 * * *"),
        ("0 9 * * FRI-MON", "0 9 * * 5,6,0,1"),
        ("0 9 * * 5-7", "0 9 * * 5,6,0"),
        ("0 9 1 NOV-FEB *", "0 9 1 11,12,1,2 *"),
        ("50-10 * * * *", "50-59,0-10 * * * *"),
    ],
)
def test_a_range_may_go_over_the_end(wrapped, plain):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert moments(wrapped, "UTC", start, 40) == moments(plain, "UTC", start, 40)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("0 9 * * *", "At 09:00 every day"),
        ("*/15 * * * *", "Every 15 minutes"),
        ("*/10 9-17 * * 1-5", "Every 10 minutes from 09:00 through 17:59 on Monday through Friday"),
        ("0 */2 * * *", "Every 2 hours"),
        ("0 */5 * * *", "At minute 0 past every fifth hour"),
        ("0 0 * * FRI-MON", "At 00:00 on Friday, Saturday, Sunday, and Monday"),
    ],
)
def test_the_summary_is_a_sentence(expression, words):
    assert CronExpression(expression).summary() == words
