"""What people may do with the state that tasks keep, and what becomes of it when tasks are cleared and time goes by."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from couture_scheduler.actions import asset_states, event_logs, runs, task_states
from couture_scheduler.actions.clearing import Clearing, clear_selected
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.housekeeping import remove_old_state
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.loop.worker_state_calls import StateCalls
from couture_scheduler.store import assets, dag_runs, task_instances
from couture_scheduler.store.asset_states import Writer
from couture_scheduler.store.task_instances import TaskChange
from people import Clock, Ear

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState, TaskInstanceState

RUN = ("sales", "day")
LOAD = (*RUN, "load", -1)


@pytest.fixture(autouse=True)
def failed_run(ctx: ActionContext, sales: DagSpec) -> None:
    """A run whose last task failed."""
    runs.trigger(ctx, "sales", run_id="day")
    with ctx.store.transaction() as tx:
        record = dag_runs.get(tx, *RUN)
        assert record is not None
        changes = [
            TaskChange(
                each.id,
                TaskInstanceState.FAILED if each.task_id == "load" else TaskInstanceState.SUCCESS,
                frozenset({each.state}),
                {"try_number": 1},
            )
            for each in task_instances.of_run(tx, record.id)
        ]
        assert task_instances.apply(tx, changes) == []
        dag_runs.set_state(tx, record.id, DagRunState.FAILED, allowed=frozenset(DagRunState), at=ctx.clock())


@pytest.fixture
def orders(ctx: ActionContext) -> int:
    """An asset that no DAG names."""
    with ctx.store.transaction() as tx:
        return assets.asset_id(tx, {"asset_ref": {"name": "orders"}}, ctx.clock())


def keys(ctx: ActionContext) -> list[str]:
    return [each.key for each in task_states.page(ctx, LOAD).entries]


def test_state_of_a_task_is_written_replaced_and_forgotten(ctx: ActionContext, ear: Ear, clock: Clock) -> None:
    task_states.put(ctx, LOAD, "job", {"id": 7})
    task_states.put(ctx, LOAD, "at", 1, None)
    assert ear.last()["task_id"] == "load"
    assert [(each.key, each.value) for each in task_states.page(ctx, LOAD, limit=1).entries] == [("at", 1)]
    kept_until = task_states.get(ctx, LOAD, "job").expires_at
    assert kept_until == clock.now + timedelta(days=ctx.settings.task_state_days)
    clock.forward(days=1)
    task_states.change(ctx, LOAD, "job", {"id": 8})
    found = task_states.get(ctx, LOAD, "job")
    assert (found.value, found.expires_at, found.updated_at) == ({"id": 8}, kept_until, clock.now)
    task_states.delete(ctx, LOAD, "job")
    with pytest.raises(NotFoundError, match="The task 'load' keeps nothing under 'job'"):
        task_states.change(ctx, LOAD, "job", 1)
    task_states.clear(ctx, LOAD)
    assert keys(ctx) == []
    logged = event_logs.list_event_logs(ctx).entries
    assert [each.event for each in logged[:3]] == ["clear_task_state", "delete_task_state", "set_task_state"]
    assert logged[2].details == {"key": "job"}


def test_what_no_store_keeps_is_refused_at_the_field(ctx: ActionContext, orders: int) -> None:
    for key, value, field in (("k" * 513, 1, "key"), ("k", None, "value"), ("k", "x" * 1_000_001, "value")):
        for put in (partial(task_states.put, ctx, LOAD), partial(asset_states.put, ctx, orders)):
            with pytest.raises(InvalidInputError) as refused:
                put(key, value)
            assert [each.field for each in refused.value.problems] == [(field,)]
    with pytest.raises(NotFoundError, match="no task 'nothing'"):
        task_states.put(ctx, (*RUN, "nothing", -1), "k", 1)
    with pytest.raises(NotFoundError, match="no asset with the id 99"):
        asset_states.put(ctx, 99, "k", 1)


def test_all_instances_of_a_task_are_cleared_at_once(ctx: ActionContext) -> None:
    task_states.put(ctx, LOAD, "job", 1)
    task_states.put(ctx, (*RUN, "side", -1), "job", 1)
    task_states.clear(ctx, LOAD, all_map_indexes=True)
    assert keys(ctx) == []
    assert task_states.page(ctx, (*RUN, "side", -1)).total == 1


def test_a_cleared_task_starts_without_and_a_retry_goes_on(ctx: ActionContext) -> None:
    """``keep_task_state`` has a cleared task go on, too."""
    wanted = Selection("day", ("load",))
    task_states.put(ctx, LOAD, "job", 1)
    clear_selected(ctx, "sales", wanted, Clearing(keep_task_state=True))
    assert keys(ctx) == ["job"]
    fail_again(ctx)
    runs.retry(ctx, *RUN)
    assert keys(ctx) == ["job"]
    fail_again(ctx)
    clear_selected(ctx, "sales", wanted, dry_run=True)
    assert keys(ctx) == ["job"]
    clear_selected(ctx, "sales", wanted)
    assert keys(ctx) == []


def fail_again(ctx: ActionContext) -> None:
    with ctx.store.transaction() as tx:
        record = dag_runs.get(tx, *RUN)
        assert record is not None
        load = task_instances.get(tx, record.id, "load")
        assert load is not None
        task_instances.apply(tx, [TaskChange(load.id, TaskInstanceState.FAILED, frozenset({load.state}))])


def test_what_has_expired_is_listed_and_deleted(ctx: ActionContext, clock: Clock) -> None:
    task_states.put(ctx, LOAD, "hour", 1, clock.now + timedelta(hours=1))
    task_states.put(ctx, LOAD, "ever", 1, None)
    assert (task_states.expired(ctx), task_states.clean(ctx)) == ([], 0)
    clock.forward(hours=1)
    assert keys(ctx) == ["ever"]
    assert [each.key for each in task_states.expired(ctx)] == ["hour"]
    assert task_states.clean(ctx) == 1
    assert event_logs.list_event_logs(ctx).entries[0].details == {"number": 1}


def test_house_keeping_deletes_what_nobody_needs(ctx: ActionContext, clock: Clock, orders: int) -> None:
    task_states.put(ctx, LOAD, "hour", 1)
    asset_states.put(ctx, orders, "rows", 1)
    clock.forward(days=31)
    assert remove_old_state(ctx) == 2
    assert remove_old_state(ctx) == 0


def test_state_of_an_asset_tells_who_wrote_it(ctx: ActionContext, orders: int, ear: Ear) -> None:
    calls = StateCalls(ctx.settings, ctx.store, ctx.clock)
    calls.set(LOAD, "rows", 7, asset={"name": "orders"})
    assert asset_states.get(ctx, orders, "rows").writer == Writer("task", *LOAD)
    asset_states.put(ctx, orders, "rows", 8)
    assert calls.get(LOAD, "rows", asset={"uri": "orders"}) == {"value": 8}
    assert asset_states.get(ctx, orders, "rows").writer == Writer("api")
    assert ear.last()["detail"] == {"asset": "orders"}
    asset_states.delete(ctx, orders, "rows")
    with pytest.raises(NotFoundError, match="Nothing is kept with the asset 'orders' under 'rows'"):
        asset_states.get(ctx, orders, "rows")
    calls.set(LOAD, "rows", 9, asset={"name": "orders"})
    asset_states.delete(ctx, orders)
    assert asset_states.page(ctx, orders).total == 0


def test_a_task_asks_for_its_own_state_and_that_of_any_asset(ctx: ActionContext, clock: Clock) -> None:
    calls = StateCalls(ctx.settings, ctx.store, ctx.clock)
    calls.set(LOAD, "job", False, expires_at="default")
    calls.set(LOAD, "day", 1, expires_at=(clock.now + timedelta(days=1)).isoformat())
    calls.set(LOAD, "ever", 2)
    assert calls.get(LOAD, "job") == {"value": False}
    assert calls.get((*RUN, "side", -1), "job") is None
    clock.forward(days=2)
    assert keys(ctx) == ["ever", "job"]
    calls.delete(LOAD, "job")
    assert keys(ctx) == ["ever"]
    calls.delete(LOAD, None)
    assert keys(ctx) == []
    assert calls.get(LOAD, "rows", asset={"name": "strange"}) is None
    calls.delete(LOAD, "rows", asset={"name": "strange"})
    with pytest.raises(ValueError, match="too large"):
        calls.set(LOAD, "k", "x" * 1_000_001)
