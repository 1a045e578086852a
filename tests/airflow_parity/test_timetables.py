"""Timetables: Airflow's names, arguments and meanings."""

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import MO, relativedelta

from couture_jupyter import DAG, timetables
from couture_jupyter.airflow_compat import airflow_names
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables import Timetable, TimetableRun, Window, from_json

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
OPEN = Window(START)


def runs(timetable: Timetable, number: int, window: Window = OPEN) -> list[TimetableRun]:
    """The first runs in the window."""
    found: list[TimetableRun] = []
    while len(found) < number:
        run = timetable.next_run(found[-1].logical_date if found else None, window)
        if run is None:
            break
        found.append(run)
    return found


def starts(timetable: Timetable, number: int, window: Window = OPEN) -> list[str]:
    """When they start."""
    return [f"{run.run_after:%m-%d %H:%M}" for run in runs(timetable, number, window)]


@pytest.fixture(name="airflow")
def an_airflow() -> Iterator[Any]:
    with airflow_names():
        yield importlib.import_module


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("CronTriggerTimetable", ("airflow.timetables.trigger", "airflow.sdk")),
        ("MultipleCronTriggerTimetable", ("airflow.timetables.trigger", "airflow.sdk")),
        ("DeltaTriggerTimetable", ("airflow.timetables.trigger", "airflow.sdk")),
        ("CronDataIntervalTimetable", ("airflow.timetables.interval", "airflow.sdk")),
        ("DeltaDataIntervalTimetable", ("airflow.timetables.interval", "airflow.sdk")),
        ("EventsTimetable", ("airflow.timetables.events", "airflow.sdk")),
        ("OnceTimetable", ("airflow.timetables.simple",)),
        ("NullTimetable", ("airflow.timetables.simple",)),
        ("ContinuousTimetable", ("airflow.timetables.simple",)),
    ],
)
def test_each_timetable_has_the_paths_of_2_and_3(name: str, modules: tuple[str, ...], airflow: Any) -> None:
    """The same class stands at each of Airflow's import paths."""
    found = {getattr(airflow(module), name) for module in modules}
    assert len(found) == 1
    assert found.pop().__module__.startswith("couture_jupyter.timetables")


def test_a_trigger_runs_when_the_clock_strikes_a_data_interval_when_it_is_over() -> None:
    """CronTriggerTimetable starts at the moment of the expression; CronDataIntervalTimetable when the interval ends."""
    trigger = timetables.CronTrigger("0 9 * * *", timezone="UTC")
    interval = timetables.CronInterval("0 9 * * *", timezone="UTC")
    assert starts(trigger, 2) == ["01-01 09:00", "01-02 09:00"]
    assert starts(interval, 2) == ["01-02 09:00", "01-03 09:00"]
    first = runs(interval, 1)[0]
    assert first.data_interval == (START + 9 * HOUR, START + DAY + 9 * HOUR)
    assert first.logical_date == first.data_interval[0]


def test_a_triggers_interval_ends_when_it_runs_and_its_begin_is_the_logical_date() -> None:
    """CronTriggerTimetable(interval=…) sets the data interval; without it the interval has no length."""
    plain, long = (timetables.CronTrigger("0 9 * * *", interval=each) for each in (timedelta(0), DAY))
    run = runs(plain, 1)[0]
    assert run.data_interval == (run.run_after, run.run_after) == (run.logical_date, run.logical_date)
    run = runs(long, 1)[0]
    assert run.data_interval == (run.run_after - DAY, run.run_after)
    assert run.logical_date == run.run_after - DAY
    assert starts(long, 3) == starts(plain, 3)


def test_the_interval_of_a_trigger_may_be_a_month() -> None:
    """A relativedelta goes wherever a timedelta goes; no two runs have the same logical date."""
    timetable = timetables.CronTrigger("0 0 28-31 * *", interval=relativedelta(months=1))
    found = runs(timetable, 12)
    dates = [run.logical_date for run in found]
    assert dates == sorted(set(dates))
    assert found[0].data_interval == (datetime(2025, 12, 28, tzinfo=UTC), datetime(2026, 1, 28, tzinfo=UTC))


def test_a_delta_trigger_runs_at_the_start_date_and_from_then_on() -> None:
    """DeltaTriggerTimetable starts at once, DeltaDataIntervalTimetable after its first interval."""
    trigger, interval = timetables.DeltaTrigger(6 * HOUR), timetables.Interval(6 * HOUR)
    assert starts(trigger, 3) == ["01-01 00:00", "01-01 06:00", "01-01 12:00"]
    assert starts(interval, 3) == ["01-01 06:00", "01-01 12:00", "01-01 18:00"]
    assert runs(timetables.DeltaTrigger(6 * HOUR, interval=HOUR), 2)[1].data_interval == (
        START + 5 * HOUR,
        START + 6 * HOUR,
    )


def test_a_schedule_may_be_a_relativedelta() -> None:
    """schedule=relativedelta(months=1): a month is as long as the calendar says, and the day is not lost."""
    dag = DAG("monthly", schedule=relativedelta(months=1), start_date=datetime(2026, 1, 31, tzinfo=UTC))
    found = runs(dag.timetable, 3, Window(dag.start_date))
    assert [f"{run.logical_date:%m-%d}" for run in found] == ["01-31", "02-28", "03-31"]
    assert found[0].data_interval[1] == found[1].data_interval[0] == found[0].run_after
    assert dag.timetable.summary() == "Every month"


def test_a_relativedelta_may_name_a_weekday() -> None:
    """relativedelta(weeks=1, weekday=MO): each Monday."""
    found = runs(timetables.Interval(relativedelta(weeks=1, weekday=MO)), 4, Window(datetime(2026, 1, 5, tzinfo=UTC)))
    assert {run.logical_date.weekday() for run in found} == {0}
    assert [run.logical_date.day for run in found] == [5, 12, 19, 26]


def test_arguments_have_airflows_names(airflow: Any) -> None:
    """Keywords are those of Airflow's constructors."""
    interval, trigger = airflow("airflow.timetables.interval"), airflow("airflow.timetables.trigger")
    assert interval.DeltaDataIntervalTimetable(delta=DAY) == timetables.Interval(DAY)
    assert interval.CronDataIntervalTimetable(cron="@daily", timezone="UTC") == timetables.CronInterval("@daily")
    assert trigger.DeltaTriggerTimetable(delta=DAY, interval=HOUR) == timetables.DeltaTrigger(DAY, HOUR)
    cron = trigger.CronTriggerTimetable(cron="@daily", timezone="UTC", interval=HOUR, run_immediately=True)
    assert cron == timetables.CronTrigger("@daily", "UTC", HOUR, True)
    events = airflow("airflow.timetables.events").EventsTimetable
    assert starts(events(event_dates=[START], presorted=True), 2) == ["01-01 00:00"]


@pytest.mark.parametrize("length", [timedelta(0), -DAY, relativedelta(day=1), relativedelta(days=1, year=2020), "1d"])
def test_a_length_that_does_not_lead_on_is_refused(length: Any) -> None:
    """A schedule must come to a later moment each time."""
    with pytest.raises(TimetableError):
        timetables.DeltaTrigger(length)


def test_several_crons_run_at_each_of_their_moments_once() -> None:
    """MultipleCronTriggerTimetable: a run when any expression says so, one when several do."""
    timetable = timetables.MultipleCronTrigger("0 9 * * *", "0 9 * * 4", "30 12 * * *", timezone="UTC")
    assert starts(timetable, 4) == ["01-01 09:00", "01-01 12:30", "01-02 09:00", "01-02 12:30"]
    newest = timetable.last_run_before(START + 13 * HOUR, OPEN)
    assert newest is not None
    assert newest.run_after == START + timedelta(hours=12, minutes=30)
    assert timetable.summary() == "At 09:00 every day, At 09:00 on Thursday, At 12:30 every day"
    with pytest.raises(TimetableError, match="at least one"):
        timetables.MultipleCronTrigger(timezone="UTC")


def test_an_events_timetable_runs_at_its_events() -> None:
    """EventsTimetable: each event once, in order, whatever order they were given in."""
    events = [START + each * DAY for each in (5, 1, 3, 1)]
    timetable = timetables.EventsTimetable(events, description="Matches")
    assert starts(timetable, 9) == ["01-02 00:00", "01-04 00:00", "01-06 00:00"]
    assert timetable.summary() == "Matches"
    assert starts(timetable, 9, Window(START + 2 * DAY, START + 4 * DAY)) == ["01-04 00:00"]


def test_a_run_by_hand_may_be_restricted_to_events() -> None:
    """restrict_to_events: the newest event that is past, or the first one; else the moment itself."""
    events = [START, START + DAY]
    free, bound = (timetables.EventsTimetable(events, restrict_to_events=each) for each in (False, True))
    noon = START + 12 * HOUR
    assert free.manual_interval(noon) == (noon, noon)
    assert bound.manual_interval(noon) == (START, START)
    assert bound.manual_interval(START - DAY) == (START, START)
    assert bound.manual_interval(START + 9 * DAY) == (START + DAY, START + DAY)


def test_the_data_interval_of_a_run_by_hand() -> None:
    """The newest whole interval of a cron schedule; of a delta the stretch that ends now; of a trigger its interval."""
    noon = START + 12 * HOUR
    assert timetables.CronInterval("@daily").manual_interval(noon) == (START - DAY, START)
    assert timetables.Interval(DAY).manual_interval(noon) == (noon - DAY, noon)
    assert timetables.CronTrigger("@daily", interval=HOUR).manual_interval(noon) == (noon - HOUR, noon)
    assert timetables.DeltaTrigger(DAY).manual_interval(noon) == (noon, noon)
    month = timetables.Interval(relativedelta(months=1)).manual_interval(datetime(2026, 3, 31, tzinfo=UTC))
    assert month == (datetime(2026, 2, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["Europe/Helsinki", ZoneInfo("Europe/Helsinki")])
def test_a_time_zone_is_a_name_or_an_object(zone: Any) -> None:
    """timezone= takes both; nine in Helsinki is seven in UTC in winter and six in summer."""
    timetable = timetables.CronTrigger("0 9 * * *", timezone=zone)
    assert starts(timetable, 1) == ["01-01 07:00"]
    assert starts(timetable, 1, Window(datetime(2026, 7, 1, tzinfo=UTC))) == ["07-01 06:00"]
    assert DAG("zoned", schedule=timetable).timezone == "Europe/Helsinki"


def test_when_clocks_go_forward_a_skipped_time_comes_right_after_the_gap() -> None:
    """03:30 does not exist in Helsinki on 2026-03-29: the run comes at 04:00, which is 01:00 in UTC."""
    window = Window(datetime(2026, 3, 28, tzinfo=UTC))
    timetable = timetables.CronTrigger("30 3 * * *", timezone="Europe/Helsinki")
    assert starts(timetable, 3, window) == ["03-28 01:30", "03-29 01:00", "03-30 00:30"]
    every = timetables.MultipleCronTrigger("30 3 * * *", "0 5 * * *", timezone="Europe/Helsinki")
    assert starts(every, 4, window) == ["03-28 01:30", "03-28 03:00", "03-29 01:00", "03-29 02:00"]


def test_when_clocks_go_back_a_repeated_time_comes_once() -> None:
    """03:30 comes twice in Helsinki on 2026-10-25; a run at that time comes once, the first time."""
    window = Window(datetime(2026, 10, 24, tzinfo=UTC))
    timetable = timetables.CronTrigger("30 3 * * *", timezone="Europe/Helsinki")
    assert starts(timetable, 3, window) == ["10-24 00:30", "10-25 00:30", "10-26 01:30"]
    daily = timetables.CronInterval("0 0 * * *", timezone="Europe/Helsinki")
    day = next(run for run in runs(daily, 3, window) if run.logical_date.day == 24)
    assert day.data_interval[1] - day.data_interval[0] == 25 * HOUR


def test_the_start_and_end_date_are_included() -> None:
    """A run may have exactly the start or the end date."""
    window = Window(START, START + 2 * DAY)
    assert starts(timetables.CronTrigger("@daily"), 9, window) == ["01-01 00:00", "01-02 00:00", "01-03 00:00"]
    assert starts(timetables.DeltaTrigger(DAY), 9, window) == ["01-01 00:00", "01-02 00:00", "01-03 00:00"]
    assert starts(timetables.Interval(DAY), 9, window) == ["01-02 00:00", "01-03 00:00", "01-04 00:00"]


@pytest.mark.parametrize(
    "timetable",
    [
        timetables.CronTrigger("0 9 * * *", "Asia/Tokyo", relativedelta(months=1), run_immediately=True),
        timetables.CronTrigger("0 9 * * *", run_immediately=None),
        timetables.MultipleCronTrigger("0 9 * * *", "@weekly", interval=DAY, run_immediately=HOUR),
        timetables.DeltaTrigger(relativedelta(weeks=1, weekday=MO(1), hour=4), interval=HOUR),
        timetables.Interval(relativedelta(months=3, day=1)),
        timetables.EventsTimetable([START], restrict_to_events=True, description="x"),
    ],
    ids=repr,
)
def test_what_is_stored_of_a_timetable_is_all_of_it(timetable: Any) -> None:
    """The engine follows what the author wrote."""
    again = from_json(timetable.to_json())
    assert again == timetable
    assert again.to_json() == timetable.to_json()
    assert runs(again, 3) == runs(timetable, 3)
    assert timetable.summary()
