"""Run a single task because a person wants it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from couture_scheduler.access import Role
from couture_scheduler.actions import runs, tasks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.running_alone import run_alone
from couture_scheduler.engine.run_alone import Lift
from couture_scheduler.errors import ConflictError, ForbiddenError
from couture_scheduler.store import dag_runs, event_logs, task_instances, xcoms
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.task_instances import TaskChange

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState as R
from couture_jupyter.states import TaskInstanceState as T

ANY = frozenset({None, *T})


def put(ctx: ActionContext, run: R, **states: T | None) -> None:
    """A run of *sales* in this state; tasks that are not named are in success."""
    runs.trigger(ctx, "sales", run_id="one")
    with ctx.store.transaction() as tx:
        record = dag_runs.get(tx, "sales", "one")
        assert record is not None
        found = task_instances.of_run(tx, record.id)
        changes = [TaskChange(each.id, states.get(each.task_id, T.SUCCESS), ANY, {"try_number": 1}) for each in found]
        assert task_instances.apply(tx, changes) == []
        dag_runs.set_state(tx, record.id, run, allowed=frozenset(R), at=ctx.clock())


def state(ctx: ActionContext) -> tuple[R, dict[str, T | None]]:
    found = tasks.list_tasks(ctx, "sales", "one").entries
    return runs.get(ctx, "sales", "one").run.state, {each.task.task_id: each.task.state for each in found}


def test_only_this_task_runs_and_its_run_goes_on(ctx: ActionContext, sales: DagSpec, ear: Any) -> None:
    put(ctx, R.FAILED, extract=T.FAILED, transform=T.UPSTREAM_FAILED, load=T.UPSTREAM_FAILED)
    left = {"dag_id": "sales", "run_id": "one", "task_id": "transform", "map_index": -1, "key": "x", "value": 1}
    with ctx.store.transaction() as tx:
        xcoms.put_many(tx, [left], ctx.clock())
    done = run_alone(ctx, "sales", "one", "transform", ignoring={Lift.STATE, Lift.DEPENDENCIES})
    assert (done.may_run, done.task.task.state, done.task.task.because) == (True, T.SCHEDULED, "Run alone by ada.")
    run, now = state(ctx)
    assert run is R.RUNNING
    assert now == {
        "extract": T.FAILED,
        "transform": T.SCHEDULED,
        "load": T.UPSTREAM_FAILED,
        "side": T.SUCCESS,
    }
    assert tasks.list_xcoms(ctx, "sales", "one", "transform") == []
    assert (ear.heard[-1].subject, ear.heard[-1].run_id) == ("dag_run", "one")
    with ctx.store.reading() as tx:
        (entry,) = event_logs.listing(tx, EventFilter(event="run_task_instance"))
    assert entry.details == {"ignoring": ["ignore_task_dependencies", "ignore_task_state"]}


def test_it_gets_its_retries_again(ctx: ActionContext, sales: DagSpec) -> None:
    put(ctx, R.SUCCESS)
    run_alone(ctx, "sales", "one", "extract", ignoring=[Lift.STATE])
    found = tasks.get(ctx, "sales", "one", "extract").task
    assert (found.try_number, found.max_tries, found.ended_at) == (1, 2, None)


def test_it_is_refused_with_the_reasons_and_what_would_lift_them(ctx: ActionContext, sales: DagSpec) -> None:
    put(ctx, R.FAILED, extract=T.FAILED, transform=T.UPSTREAM_FAILED)
    before = state(ctx)
    with pytest.raises(ConflictError) as refused:
        run_alone(ctx, "sales", "one", "transform")
    assert str(refused.value) == (
        "transform was not started. It has ended in upstream_failed. (To run it all the same: ignore its state.) "
        "Its trigger rule cannot be met since something upstream failed (all_success: of 1 upstream 1 failed). "
        "(To run it all the same: ignore its dependencies.)"
    )
    with pytest.raises(ConflictError, match="ignore its dependencies"):
        run_alone(ctx, "sales", "one", "transform", ignoring=[Lift.STATE])
    assert state(ctx) == before


def test_a_look_changes_nothing(ctx: ActionContext, sales: DagSpec, ear: Any) -> None:
    put(ctx, R.RUNNING, extract=T.RUNNING, transform=None, load=None)
    before, told = state(ctx), len(ear.heard)
    found = run_alone(ctx, "sales", "one", "load", dry_run=True)
    assert (found.may_run, state(ctx), len(ear.heard)) == (False, before, told)
    assert run_alone(ctx, "sales", "one", "load", ignoring=[Lift.ALL], dry_run=True).may_run


def test_what_runs_cannot_be_run_a_second_time(ctx: ActionContext, sales: DagSpec) -> None:
    put(ctx, R.RUNNING, extract=T.RUNNING)
    with pytest.raises(ConflictError, match=r"extract was not started\. It runs\.$"):
        run_alone(ctx, "sales", "one", "extract", ignoring=list(Lift))


def test_it_needs_the_permission_to_edit_runs(
    ctx: ActionContext, sales: DagSpec, ctx_of: Callable[[Role], ActionContext]
) -> None:
    put(ctx, R.SUCCESS)
    with pytest.raises(ForbiddenError):
        run_alone(ctx_of(Role.VIEWER), "sales", "one", "extract", dry_run=True)
