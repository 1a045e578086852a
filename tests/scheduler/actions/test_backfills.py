"""What can be asked of backfills, what is refused, and how their runs are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.access import Role
from couture_scheduler.actions import backfill_runs, backfills, runs
from couture_scheduler.actions.backfills import BackfillDetails, Wish
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.engine.backfills import DayProblem, Reprocess
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from couture_scheduler.store import backfills as store
from couture_scheduler.store import dags
from people import Clock, Ear

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunState, DagRunType
from couture_jupyter.timetables import CronInterval, CronPartitionTimetable

DAY = timedelta(days=1)
MARCH = datetime(2026, 2, 20, tzinfo=UTC)
WISH = Wish(MARCH, MARCH + 4 * DAY, max_active_runs=2)


@pytest.fixture(name="register")
def a_way_to_register(ctx: ActionContext) -> Callable[..., None]:
    def register(dag_id: str = "daily", **values: Any) -> None:
        tasks = (TaskSpec("load", "EmptyOperator", depends_on_past=values.pop("looks_back", False)),)
        spec = DagSpec(dag_id, values.pop("timetable", CronInterval("@daily").to_json()), tasks, **values)
        with ctx.store.transaction() as tx:
            dags.register(tx, spec, source="#", kind=dags.FILE, file=f"{dag_id}.py", commit=None, now=ctx.clock())
            dags.set_paused(tx, dag_id, False, ctx.clock())

    return register


@pytest.fixture(autouse=True)
def daily(register: Callable[..., None]) -> None:
    register()


def advance(ctx: ActionContext, made: BackfillDetails) -> None:
    """What the engine does when it looks at the backfill."""
    with ctx.store.reading() as tx:
        record = store.get(tx, made.backfill.id)
    assert record is not None
    backfill_runs.advance(ctx, record)


def found(ctx: ActionContext, made: BackfillDetails) -> list[str]:
    """Day and state, or problem, of each day."""
    page = backfills.list_days(ctx, made.backfill.id)
    return [f"{day.run.logical_date:%d} {day.problem or day.state or 'waiting'}" for day in page.entries]


def finish(ctx: ActionContext, state: DagRunState, day: datetime) -> None:
    """A run of that day ends."""
    with ctx.store.reading() as tx:
        run = store.run_at(tx, "daily", day)
    assert run is not None
    runs.mark(ctx, "daily", run.run_id, state)


def test_a_backfill_makes_so_many_runs_at_once_in_their_order(ctx: ActionContext) -> None:
    made = backfills.create(ctx, "daily", replace(WISH, conf={"x": 1}))
    assert (made.total, made.ended, made.days) == (5, 0, {"waiting": 5})
    advance(ctx, made)
    assert found(ctx, made) == ["20 queued", "21 queued", "22 waiting", "23 waiting", "24 waiting"]
    advance(ctx, made)
    assert backfills.get(ctx, made.backfill.id).days == {"queued": 2, "waiting": 3}
    run = runs.get(ctx, "daily", f"backfill__{MARCH.isoformat()}").run
    assert (run.run_type, run.triggered_by, run.triggering_user) == (DagRunType.BACKFILL, "backfill", "ada")
    assert (run.conf, run.backfill_id) == ({"x": 1}, made.backfill.id)
    assert (run.data_interval_start, run.data_interval_end) == (MARCH, MARCH + DAY)
    finish(ctx, DagRunState.SUCCESS, MARCH + DAY)
    advance(ctx, made)
    assert found(ctx, made)[:3] == ["20 queued", "21 success", "22 queued"]


def test_it_is_complete_when_all_its_runs_have_ended(ctx: ActionContext, ear: Ear) -> None:
    made = backfills.create(ctx, "daily", replace(WISH, to_date=MARCH + DAY))
    advance(ctx, made)
    for day, state in ((MARCH, DagRunState.SUCCESS), (MARCH + DAY, DagRunState.FAILED)):
        assert backfills.get(ctx, made.backfill.id).backfill.completed_at is None
        finish(ctx, state, day)
        advance(ctx, made)
    done = backfills.get(ctx, made.backfill.id)
    assert done.backfill.completed_at == ctx.clock()
    assert (done.days, done.ended) == ({"success": 1, "failed": 1}, 2)


def test_backwards_the_newest_runs_first(ctx: ActionContext) -> None:
    made = backfills.create(ctx, "daily", replace(WISH, run_backwards=True))
    advance(ctx, made)
    assert found(ctx, made) == ["24 queued", "23 queued", "22 waiting", "21 waiting", "20 waiting"]


@pytest.mark.parametrize(
    ("reprocess", "expected"),
    [
        (Reprocess.NONE, ["already exists", "already exists", "in flight", "queued"]),
        (Reprocess.FAILED, ["already exists", "queued", "in flight", "queued"]),
        (Reprocess.COMPLETED, ["queued", "queued", "in flight", "queued"]),
    ],
)
def test_what_happens_where_a_run_exists(ctx: ActionContext, reprocess: Reprocess, expected: list[str]) -> None:
    for number, state in enumerate((DagRunState.SUCCESS, DagRunState.FAILED, None)):
        run = runs.trigger(ctx, "daily", logical_date=MARCH + number * DAY).run
        if state:
            runs.mark(ctx, "daily", run.run_id, state)
    wish = Wish(MARCH, MARCH + 3 * DAY, reprocess=reprocess, conf={"again": True})
    planned = backfills.dry_run(ctx, "daily", wish)
    assert [str(day.problem or "queued") for day in planned] == expected
    made = backfills.create(ctx, "daily", wish)
    advance(ctx, made)
    assert [each.split(" ", 1)[1] for each in found(ctx, made)] == expected
    again = runs.get(ctx, "daily", f"manual__{(MARCH + DAY).isoformat()}").run
    is_again = reprocess is not Reprocess.NONE
    assert (again.run_type is DagRunType.BACKFILL, again.conf == {"again": True}) == (is_again, is_again)
    assert planned[1].runs_again == is_again


def test_a_run_that_came_meanwhile_is_not_made_twice(ctx: ActionContext) -> None:
    made = backfills.create(ctx, "daily", WISH)
    runs.trigger(ctx, "daily", logical_date=MARCH)
    advance(ctx, made)
    assert found(ctx, made)[:3] == ["20 in flight", "21 queued", "22 waiting"]
    assert backfills.list_days(ctx, made.backfill.id).entries[0].problem is DayProblem.IN_FLIGHT


def test_one_that_is_paused_makes_no_further_runs(ctx: ActionContext) -> None:
    made = backfills.create(ctx, "daily", WISH)
    paused = backfills.pause(ctx, made.backfill.id)
    assert paused.backfill.is_paused
    assert paused.holdup == "It is paused: no further runs are made."
    assert backfills.pause(ctx, made.backfill.id, paused=False).holdup is None


def test_a_paused_dag_is_told(ctx: ActionContext) -> None:
    with ctx.store.transaction() as tx:
        dags.set_paused(tx, "daily", True, ctx.clock())
    assert "switch it on" in (backfills.create(ctx, "daily", WISH).holdup or "")


def test_cancelling_ends_what_has_not_started(ctx: ActionContext) -> None:
    made = backfills.create(ctx, "daily", WISH)
    advance(ctx, made)
    done = backfills.cancel(ctx, made.backfill.id)
    assert done.days == {"failed": 2, "cancelled": 3}
    assert done.backfill.completed_at is not None
    for action in (backfills.cancel, backfills.pause):
        with pytest.raises(ConflictError, match="is complete"):
            action(ctx, made.backfill.id)
    backfills.create(ctx, "daily", WISH)  # and another may come


def test_a_dag_has_one_at_a_time(ctx: ActionContext, register: Callable[..., None]) -> None:
    first = backfills.create(ctx, "daily", WISH)
    with pytest.raises(ConflictError, match=f"has the backfill {first.backfill.id} already"):
        backfills.create(ctx, "daily", WISH)
    register("other")
    backfills.create(ctx, "other", WISH)
    assert backfills.list_backfills(ctx).total == 2
    assert [each.backfill.id for each in backfills.list_backfills(ctx, "daily").entries] == [first.backfill.id]
    assert backfills.list_backfills(ctx, active=False).total == 0
    with pytest.raises(NotFoundError):
        backfills.get(ctx, 99)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"to_date": MARCH - DAY}, "to_date", "comes before the first"),
        ({"to_date": MARCH.replace(tzinfo=None)}, "to_date", "time zone"),
        ({"from_date": MARCH + 99 * DAY, "to_date": MARCH + 100 * DAY}, "from_date", "in the future"),
        ({"from_date": MARCH.replace(hour=1), "to_date": MARCH.replace(hour=2)}, "to_date", "no run that is over"),
        ({"max_active_runs": 0}, "max_active_runs", "Between 1 and 1,000"),
    ],
)
def test_what_makes_no_backfill_is_said_at_the_field(
    ctx: ActionContext, change: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(InvalidInputError, match=sentence) as caught:
        backfills.create(ctx, "daily", replace(WISH, **change))
    assert caught.value.problems[0].field == (field,)
    assert backfills.list_backfills(ctx).total == 0


def test_the_dags_schedule_and_tasks_must_allow_it(ctx: ActionContext, register: Callable[..., None]) -> None:
    register("by_hand", timetable={"kind": "none"})
    register("minutes", timetable=CronInterval("* * * * *").to_json())
    register("looks_back", looks_back=True)
    with pytest.raises(InvalidInputError, match="names no moments"):
        backfills.dry_run(ctx, "by_hand", WISH)
    with pytest.raises(InvalidInputError, match="more than 10,000 runs"):
        backfills.create(ctx, "minutes", replace(WISH, from_date=MARCH - 90 * DAY))
    with pytest.raises(InvalidInputError, match="cannot run backwards"):
        backfills.create(ctx, "looks_back", replace(WISH, run_backwards=True, reprocess=Reprocess.FAILED))
    with pytest.raises(InvalidInputError, match="say whether failed or all"):
        backfills.create(ctx, "looks_back", WISH)
    assert backfills.create(ctx, "looks_back", replace(WISH, reprocess=Reprocess.FAILED)).total == 5


def test_whoever_may_not_start_runs_cannot_backfill(
    ctx: ActionContext, ctx_of: Callable[[Role], ActionContext], clock: Clock
) -> None:
    viewer = ctx_of(Role.VIEWER)
    made = backfills.create(ctx, "daily", WISH)
    for action in (backfills.pause, backfills.cancel):
        with pytest.raises(ForbiddenError):
            action(viewer, made.backfill.id)
    with pytest.raises(ForbiddenError):
        backfills.create(viewer, "daily", WISH)
    assert len(backfills.dry_run(viewer, "daily", WISH)) == 5
    assert backfills.get(viewer, made.backfill.id).total == 5


def test_the_runs_of_a_dag_with_partitions_have_the_keys_of_their_moments(
    ctx: ActionContext, register: Callable[..., None]
) -> None:
    register("parts", timetable=CronPartitionTimetable("0 0 * * *", key_format="%Y%m%d").to_json())
    made = backfills.create(ctx, "parts", WISH)
    advance(ctx, made)
    page = runs.list_runs(ctx, runs.RunFilter(dag_ids=("parts",)), order_by="logical_date")
    assert [each.run.partition_key for each in page.entries] == ["20260220", "20260221"]
    assert page.entries[0].run.partition_date == MARCH
    with pytest.raises(InvalidInputError):
        runs.trigger(ctx, "parts", partition_key="2026-02-20")
