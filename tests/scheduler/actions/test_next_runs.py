"""When a DAG runs next, as people are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.actions import dags as switching
from couture_scheduler.actions import next_runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store import dags

from couture_jupyter import DAG
from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.timetables import (
    AfterDag,
    CronTrigger,
    DeltaTrigger,
    EventsTimetable,
    MultipleCronTrigger,
    TimetableRun,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def ask(ctx: ActionContext, schedule: Any, number: int = 3, **dag_arguments: Any) -> next_runs.NextRuns:
    spec = serialize_dag(DAG("asked", schedule=schedule, **dag_arguments))
    with ctx.store.transaction() as tx:
        dags.register(tx, spec, source="#", kind=dags.FILE, file="asked.py", commit=None, now=ctx.clock())
    return next_runs.get(ctx, "asked", number)


def starts(found: next_runs.NextRuns) -> list[str]:
    return [f"{run.run_after:%m-%d %H:%M}" for run in found.runs]


@pytest.mark.parametrize(
    ("schedule", "sentence", "expected"),
    [
        ("@daily", "At 00:00 every day", ["03-03 00:00", "03-04 00:00", "03-05 00:00"]),
        (timedelta(hours=6), "Every 6 hours", ["03-02 18:00", "03-03 00:00", "03-03 06:00"]),
        (
            CronTrigger("0 9 * * 1", "Europe/Helsinki"),
            "At 09:00 on Monday",
            ["03-09 07:00", "03-16 07:00", "03-23 07:00"],
        ),
        (
            MultipleCronTrigger("0 13 * * *", "30 14 * * *", timezone="UTC"),
            "At 13:00 every day, At 14:30 every day",
            ["03-02 13:00", "03-02 14:30", "03-03 13:00"],
        ),
        (DeltaTrigger(DAY), "Every day", ["03-03 00:00", "03-04 00:00", "03-05 00:00"]),
        (EventsTimetable([NOON - DAY, NOON + DAY], description="Matches"), "Matches", ["03-03 12:00"]),
    ],
    ids=str,
)
def test_the_schedule_in_words_and_the_next_runs(
    ctx: ActionContext, schedule: Any, sentence: str, expected: list[str]
) -> None:
    found = ask(ctx, schedule)
    assert (found.sentence, starts(found), found.is_paused, found.is_open) == (sentence, expected, True, False)


def test_what_is_planned_comes_first(ctx: ActionContext) -> None:
    found = ask(ctx, "@daily", 1, start_date=NOON + 10 * DAY)
    assert starts(found) == ["03-14 00:00"]
    assert found.runs[0].logical_date == datetime(2026, 3, 13, tzinfo=UTC)
    assert ask(ctx, "@daily", 1, end_date=NOON - DAY).runs == ()


def test_runs_that_follow_events_cannot_be_named(ctx: ActionContext) -> None:
    for schedule in (AfterDag("other"), "@continuous"):
        found = ask(ctx, schedule)
        assert (found.runs, found.is_open) == ((), True)
    assert not ask(ctx, None).is_open
    with pytest.raises(NotFoundError):
        next_runs.get(ctx, "none")


@pytest.mark.parametrize(("policy", "is_kept"), [("run_last", False), ("run_all", True)])
def test_a_timetable_of_ones_own_is_asked_anew_when_its_dag_is_switched_on(
    ctx: ActionContext, policy: str, is_kept: bool
) -> None:
    """Without catching up its own code decides what to skip of the time when the DAG was off."""
    timetable = {"kind": "custom", "name": "Mine", "summary": "Mine", "data": {}}
    spec = DagSpec("asked", timetable, (), missed_runs=policy, is_paused_upon_creation=False)
    with ctx.store.transaction() as tx:
        dags.register(tx, spec, source="#", kind=dags.FILE, file="asked.py", commit=None, now=ctx.clock())
        (due,) = dags.unasked(tx, "custom")
        dags.plan_run(tx, due, TimetableRun(NOON, (NOON, NOON + DAY), NOON + DAY))
    switching.pause(ctx, "asked")
    switching.resume(ctx, "asked")
    with ctx.store.reading() as tx:
        found = dags.one(tx, "asked")
    assert found is not None
    assert (found.next_logical_date == NOON) == is_kept
