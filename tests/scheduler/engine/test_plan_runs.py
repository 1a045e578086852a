"""Which runs are due, what was missed, and when to look again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.plan_runs import MOST_AT_ONCE, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunType
from couture_jupyter.timetables import Window, parse_schedule
from couture_jupyter.timetables.cron import CronInterval, CronTrigger
from couture_jupyter.timetables.simple import Once

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def ask(draw_dag: Any) -> Any:
    """Plan a DAG with this schedule; ``planned`` is the logical date that an earlier plan found."""

    def plan_it(schedule: Any, now: datetime, planned: datetime | None = None, **values: Any) -> Any:
        timetable = parse_schedule(schedule)
        given = {"last_logical_date": None, "active_runs": 0, "down_since": None}
        given |= {name: values.pop(name) for name in (*given, "since", "grace") if name in values}
        spec = draw_dag("a", **values)
        planned_next = None
        if planned is not None:
            before = None if timetable.kind == "once" else planned - timedelta(microseconds=1)
            run = timetable.next_run(before, Window(spec.start_date, spec.end_date))
            planned_next = (run.logical_date, run.data_interval, run.run_after)
        return plan(spec, timetable, planned_next=planned_next, now=now, **given)

    return plan_it


def dates(plan: Any) -> list[str]:
    return [f"{run.logical_date:%d %H:%M}" for run in plan.create]


def missed(plan: Any) -> list[str]:
    return [f"{run.logical_date:%d %H:%M} {run.why}" for run in plan.missed]


def test_a_run_that_is_due_is_made_and_the_next_one_planned(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON, NOON)
    assert dates(found) == ["02 12:00"]
    assert found.missed == ()
    assert found.next_run_after == NOON + HOUR
    assert found.create[0].run_type is DagRunType.SCHEDULED
    assert found.create[0].run_id == "scheduled__2026-03-02T12:00:00+00:00"


def test_a_run_that_is_not_due_yet_stays_planned(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON - MINUTE, NOON)
    assert found.create == ()
    assert (found.next_logical_date, found.next_run_after) == (NOON, NOON)


def test_a_data_interval_runs_at_its_end(ask: Any) -> None:
    found = ask("@hourly", NOON, NOON - HOUR)
    assert dates(found) == ["02 11:00"]
    assert found.create[0].data_interval == (NOON - HOUR, NOON)
    assert found.next_logical_date == NOON


def test_a_run_within_the_grace_is_on_time_whatever_the_policy(ask: Any) -> None:
    for policy in ("skip", "run_last", "run_all"):
        found = ask(CronTrigger("0 * * * *"), NOON + timedelta(seconds=59), NOON, missed_runs=policy)
        assert dates(found) == ["02 12:00"]
        assert found.missed == ()


@pytest.mark.parametrize(
    ("policy", "made", "lost"),
    [
        ("skip", [], ["02 12:00 down", "02 11:00 down", "02 10:00 down"]),
        ("run_last", ["02 12:00"], ["02 11:00 down", "02 10:00 down"]),
        ("run_all", ["02 10:00", "02 11:00", "02 12:00"], []),
    ],
)
def test_late_runs_follow_the_policy(ask: Any, policy: str, made: list[str], lost: list[str]) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON + 30 * MINUTE, NOON - 2 * HOUR, missed_runs=policy)
    assert dates(found) == made
    assert missed(found) == lost
    assert found.next_run_after == NOON + HOUR


def test_a_run_on_time_replaces_the_newest_late_one(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON, NOON - 2 * HOUR)
    assert dates(found) == ["02 12:00"]
    assert missed(found) == ["02 11:00 down", "02 10:00 down"]


def test_what_was_due_before_the_engine_went_down_was_held_by_a_pause(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON, NOON - 2 * HOUR, down_since=NOON - 90 * MINUTE, missed_runs="skip")
    assert missed(found) == ["02 11:00 down", "02 10:00 paused"]


@pytest.mark.parametrize("policy", ["skip", "run_last"])
def test_years_of_minutes_are_missed_without_walking_through_them(ask: Any, policy: str) -> None:
    found = ask(CronTrigger("* * * * *"), NOON, NOON - 1000 * DAY, missed_runs=policy)
    assert len(found.missed) == 100
    assert found.missed[-1].why == "down (and about 1,439,899 earlier)"
    assert found.missed[0].logical_date > found.missed[-1].logical_date
    assert found.next_run_after == NOON + MINUTE


def test_few_earlier_ones_are_counted_exactly(ask: Any) -> None:
    found = ask(CronTrigger("* * * * *"), NOON + timedelta(seconds=30), NOON - 150 * MINUTE)
    assert dates(found) == ["02 12:00"]
    assert len(found.missed) == 100
    assert found.missed[-1].why == "down (and 50 earlier)"


def test_catching_up_goes_in_bounded_steps(ask: Any) -> None:
    found = ask(CronTrigger("* * * * *"), NOON, NOON - DAY, missed_runs="run_all")
    assert len(found.create) == MOST_AT_ONCE
    assert found.next_run_after == NOON - DAY + MOST_AT_ONCE * MINUTE  # due at once
    again = ask(CronTrigger("* * * * *"), NOON, found.next_logical_date, missed_runs="run_all")
    assert len(again.create) == 24 * 60 + 1 - MOST_AT_ONCE
    assert again.next_run_after == NOON + MINUTE


def test_a_run_that_would_overlap_is_skipped_if_the_dag_says_so(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON, NOON, overlap="skip", active_runs=1)
    assert found.create == ()
    assert missed(found) == ["02 12:00 overlap"]
    assert found.next_run_after == NOON + HOUR


@pytest.mark.parametrize("overlap", ["queue", "parallel"])
def test_a_run_that_overlaps_is_made_otherwise(ask: Any, overlap: str) -> None:
    assert dates(ask(CronTrigger("0 * * * *"), NOON, NOON, overlap=overlap, active_runs=1)) == ["02 12:00"]


def test_catching_up_overlaps_with_itself(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON, NOON - 2 * HOUR, overlap="skip", missed_runs="run_all")
    assert dates(found) == ["02 10:00"]
    assert missed(found) == ["02 12:00 overlap", "02 11:00 overlap"]


def test_nothing_is_planned_after_the_end_date(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON, NOON, end_date=NOON)
    assert dates(found) == ["02 12:00"]
    assert found.next_run_after is None


# -- the beginning ---------------------------------------------------------------------------------


def test_a_new_schedule_without_start_date_begins_with_the_next_moment(ask: Any) -> None:
    found = ask(CronTrigger("0 9 * * *"), NOON)
    assert (found.create, found.missed) == ((), ())
    assert found.next_run_after == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_what_was_due_since_the_start_date_of_a_new_schedule_runs_once(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON + 30 * MINUTE, start_date=NOON - 90 * MINUTE)
    assert (dates(found), found.missed) == (["02 12:00"], ())
    assert ask(CronTrigger("0 * * * *"), NOON + 30 * MINUTE, start_date=NOON + MINUTE).create == ()


def test_a_new_trigger_schedule_that_is_due_at_this_very_moment_runs(ask: Any) -> None:
    assert dates(ask(CronTrigger("0 12 * * *"), NOON)) == ["02 12:00"]


def test_a_new_schedule_begins_when_it_was_saved(ask: Any) -> None:
    found = ask(CronTrigger("0 * * * *"), NOON + 5 * MINUTE, since=NOON - 90 * MINUTE)
    assert dates(found) == ["02 12:00"]
    assert missed(found) == ["02 11:00 down"]


def test_a_new_dag_with_a_start_date_runs_its_newest_interval_at_once(ask: Any) -> None:
    found = ask("@daily", NOON, start_date=NOON - 100 * DAY)
    assert dates(found) == ["01 00:00"]
    assert found.missed == ()
    assert found.next_run_after == datetime(2026, 3, 3, tzinfo=UTC)


def test_a_new_dag_that_skips_begins_with_the_interval_it_is_in(ask: Any) -> None:
    for values in ({"start_date": NOON - 100 * DAY, "missed_runs": "skip"}, {}):
        found = ask("@daily", NOON, **values)
        assert (found.create, found.missed) == ((), ())
        assert found.next_logical_date == datetime(2026, 3, 2, tzinfo=UTC)
        assert found.next_run_after == datetime(2026, 3, 3, tzinfo=UTC)


def test_a_new_dag_that_catches_up_begins_at_its_start_date(ask: Any) -> None:
    found = ask("@daily", NOON, start_date=datetime(2026, 2, 27, tzinfo=UTC), missed_runs="run_all")
    assert dates(found) == ["27 00:00", "28 00:00", "01 00:00"]


def test_a_start_date_in_the_future_is_waited_for(ask: Any) -> None:
    found = ask("@daily", NOON, start_date=NOON + 5 * DAY, missed_runs="run_all")
    assert found.create == ()
    assert found.next_logical_date == datetime(2026, 3, 8, tzinfo=UTC)


def test_a_changed_schedule_goes_on_after_its_last_run(ask: Any) -> None:
    last = NOON - 3 * HOUR
    found = ask(CronTrigger("*/5 * * * *"), NOON + MINUTE, last_logical_date=last)
    assert (dates(found), found.missed) == (["02 12:00"], ())
    assert found.next_run_after == NOON + 5 * MINUTE
    skipping = ask(CronTrigger("*/5 * * * *"), NOON + MINUTE, last_logical_date=last, missed_runs="skip")
    assert (skipping.create, skipping.next_run_after) == ((), NOON + 5 * MINUTE)


def test_an_interval_schedule_begins_with_the_interval_it_is_in(ask: Any) -> None:
    found = ask(timedelta(hours=6), NOON + HOUR)
    assert found.next_run_after == NOON + 6 * HOUR


# -- other timetables ------------------------------------------------------------------------------


def test_a_dag_without_schedule_has_no_plan(ask: Any) -> None:
    assert ask(None, NOON).next_run_after is None


def test_once_runs_once(ask: Any) -> None:
    found = ask("@once", NOON, start_date=NOON - 30 * DAY)
    assert len(found.create) == 1
    assert found.next_run_after is None
    assert ask("@once", NOON, last_logical_date=NOON - DAY).create == ()
    assert len(ask("@once", NOON).create) == 1


def test_once_at_a_date_waits_for_it(ask: Any) -> None:
    found = ask(Once(NOON + HOUR), NOON)
    assert (found.create, found.next_run_after) == ((), NOON + HOUR)


def test_once_at_a_date_that_was_missed_follows_the_policy(ask: Any) -> None:
    for policy, made, lost in (("run_last", ["02 11:00"], []), ("skip", [], ["02 11:00 down"])):
        found = ask(Once(NOON - HOUR), NOON, NOON - HOUR, missed_runs=policy)
        assert (dates(found), missed(found)) == (made, lost)
        assert found.next_run_after is None


def test_continuous_runs_again_when_none_is_active(ask: Any) -> None:
    assert dates(ask("@continuous", NOON)) == ["02 12:00"]
    assert ask("@continuous", NOON, active_runs=1).create == ()
    again = ask("@continuous", NOON, last_logical_date=NOON - HOUR)
    assert again.create[0].data_interval == (NOON - HOUR, NOON)
    assert ask("@continuous", NOON, start_date=NOON + HOUR).next_run_after == NOON + HOUR
    assert ask("@continuous", NOON, end_date=NOON - HOUR).create == ()


def test_daylight_saving_is_the_timetables_business(ask: Any) -> None:
    before = datetime(2026, 3, 28, 7, tzinfo=UTC)  # 09:00 in Helsinki, the day before the clocks change
    found = ask(CronTrigger("0 9 * * *", timezone="Europe/Helsinki"), before, before)
    assert found.next_run_after == datetime(2026, 3, 29, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at_once", "made"),
    [(False, []), (True, ["02 00:00"]), (13 * HOUR, ["02 00:00"]), (HOUR, []), (None, [])],
)
def test_run_immediately_says_whether_a_dag_begins_with_the_run_that_is_past(
    ask: Any, at_once: bool | timedelta | None, made: list[str]
) -> None:
    found = ask(CronTrigger("0 0 * * *", run_immediately=at_once), NOON, missed_runs="skip")
    assert dates(found) == made
    assert missed(found) == []
    assert found.next_run_after == datetime(2026, 3, 3, tzinfo=UTC)


def test_run_immediately_holds_for_dags_without_start_date_and_runs(ask: Any) -> None:
    timetable = CronTrigger("0 0 * * *", run_immediately=True)
    assert dates(ask(timetable, NOON, start_date=NOON - MINUTE, missed_runs="skip")) == []
    assert dates(ask(timetable, NOON, last_logical_date=NOON - 12 * HOUR, missed_runs="skip")) == []


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["*/20 * * * *", "30 2 * * *", "0 */5 * * *", "15 3 * * 0", "0 0 1 * *"]),
    st.sampled_from(["UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe"]),
    st.sampled_from([CronTrigger, CronInterval]),
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
    st.lists(st.timedeltas(timedelta(seconds=1), timedelta(days=3)), min_size=2, max_size=12),
)
def test_whenever_it_is_asked_catching_up_makes_every_run_once_and_in_order(
    expression: str, zone: str, kind: Any, start: datetime, steps: list[timedelta]
) -> None:
    timetable = kind(expression, zone)
    spec = DagSpec("a", timetable.to_json(), (), missed_runs="run_all", start_date=start)
    made: list[datetime] = []
    planned: Any = None
    now = start
    for step in steps:
        now += step
        last = made[-1] if made else None
        found = plan(
            spec,
            timetable,
            last_logical_date=last,
            planned_next=planned,
            active_runs=0,
            now=now,
            down_since=None,
            since=start,
        )
        made += [run.logical_date for run in found.create]
        assert found.missed == ()
        if found.next_logical_date is not None:
            planned = (found.next_logical_date, found.next_data_interval, found.next_run_after)
            assert planned[2] > now
            assert not made or planned[0] > made[-1]
    expected = []
    run = timetable.next_run(None, Window(start))
    while run is not None and run.run_after <= now:
        expected.append(run.logical_date)
        run = timetable.next_run(run.logical_date, Window(start))
    assert made == expected
