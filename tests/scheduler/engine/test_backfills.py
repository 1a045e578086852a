"""Which runs a backfill has, and what becomes of days whose run exists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.backfills import DayProblem, Reprocess, days, has_days, problem_of, room
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState
from couture_jupyter.timetables import (
    AfterDag,
    Continuous,
    CronInterval,
    CronTrigger,
    DeltaTrigger,
    EventsTimetable,
    Interval,
    Never,
    Once,
    Window,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
START = datetime(2026, 3, 1, tzinfo=UTC)


def dates(timetable: Any, begin: datetime, end: datetime, start_date: datetime | None = None) -> list[str]:
    spec = DagSpec("a", {}, (), start_date=start_date)
    return [f"{run.logical_date:%m-%d %H:%M}" for run in days(spec, timetable, begin, end, NOW)]


def test_both_dates_are_included_and_the_dags_own_dates_do_not_matter() -> None:
    daily = CronInterval("@daily")
    assert dates(daily, START, START + 2 * DAY) == ["03-01 00:00", "03-02 00:00", "03-03 00:00"]
    assert dates(daily, START, START, NOW) == ["03-01 00:00"]
    assert dates(daily, START + HOUR, START + 2 * HOUR) == []


def test_only_what_is_over_is_made() -> None:
    assert dates(CronInterval("@daily"), NOW - 2 * DAY, NOW + 9 * DAY) == ["03-09 00:00"]
    assert dates(CronTrigger("@daily"), NOW - 2 * DAY, NOW + 9 * DAY) == ["03-09 00:00", "03-10 00:00"]


@pytest.mark.parametrize("kind", [Interval, DeltaTrigger])
def test_multiples_are_counted_from_the_start_date_in_both_directions(kind: Any) -> None:
    start = START + timedelta(minutes=7)
    assert dates(kind(12 * HOUR), START, START + DAY, start) == ["03-01 00:07", "03-01 12:07"]
    assert dates(kind(12 * HOUR), START - DAY, START, start) == ["02-28 00:07", "02-28 12:07"]
    monthly = kind(relativedelta(months=1))
    assert dates(monthly, datetime(2025, 11, 5, tzinfo=UTC), START - DAY, start) == [
        "12-01 00:07",
        "01-01 00:07",
        "02-01 00:07",
    ]


def test_events_that_are_past_are_made() -> None:
    assert dates(EventsTimetable([START, START + DAY, NOW + DAY]), START, NOW + 9 * DAY) == [
        "03-01 00:00",
        "03-02 00:00",
    ]


def test_the_dates_are_those_that_the_schedule_made() -> None:
    timetable = CronInterval("30 3 * * *", "Europe/Helsinki")
    begin = datetime(2025, 10, 20, tzinfo=UTC)
    found = days(DagSpec("a", {}, ()), timetable, begin, begin + 20 * DAY, NOW)
    last = None
    for run in found:
        assert run == timetable.next_run(last, Window(begin))
        last = run.logical_date


def test_too_many_are_noticed_without_finding_them_all() -> None:
    spec = DagSpec("a", {}, ())
    assert len(days(spec, CronTrigger("* * * * *"), NOW - 999 * DAY, NOW, NOW, most=50)) == 51


@pytest.mark.parametrize("timetable", [Never(), Once(), Continuous(), AfterDag("b")], ids=repr)
def test_a_schedule_that_names_no_moments_has_no_days(timetable: Any) -> None:
    assert not has_days(timetable)


@pytest.mark.parametrize("state", [None, *DagRunState])
@pytest.mark.parametrize("reprocess", Reprocess)
def test_what_becomes_of_a_day(state: DagRunState | None, reprocess: Reprocess) -> None:
    again = {
        Reprocess.NONE: {None},
        Reprocess.FAILED: {None, DagRunState.FAILED},
        Reprocess.COMPLETED: {None, DagRunState.FAILED, DagRunState.SUCCESS},
    }
    expected = DayProblem.IN_FLIGHT if state in (DagRunState.QUEUED, DagRunState.RUNNING) else DayProblem.ALREADY_EXISTS
    assert problem_of(state, reprocess) is (None if state in again[reprocess] else expected)


@given(st.integers(1, 100), st.integers(0, 200), st.integers(0, 200))
def test_there_are_never_more_runs_than_were_asked_for(most: int, active: int, waiting: int) -> None:
    begin = room(most, active, waiting)
    assert 0 <= begin <= waiting
    assert begin == 0 or active + begin <= most
