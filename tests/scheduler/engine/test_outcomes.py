"""What follows from the end of a try."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.launch import Continuation, OutcomeKind, TryOutcome
from couture_scheduler.engine.outcomes import MAX_BACKOFF, after_try, retry_delay
from couture_scheduler.engine.plan_tasks import next_moment

from couture_jupyter.serialization.spec import GroupSpec
from couture_jupyter.states import TaskInstanceState as Task


def end(run: Any, kind: OutcomeKind, *, tries: int = 1, **values: Any) -> list[Any]:
    ti = run.tasks[("a", -1)]
    ti.try_number = tries
    ti.state = ti.state or Task.RUNNING
    return after_try(run.dag.task("a"), ti, TryOutcome(kind, "", "", **values), run, run.logical_date)


def test_success(draw_dag: Any, make_run: Any) -> None:
    (decision,) = end(make_run(draw_dag("a >> b")), OutcomeKind.SUCCESS)
    assert (decision.key, decision.to) == (("a", -1), Task.SUCCESS)


def test_a_branch_skips_what_it_decided_against(draw_dag: Any, make_run: Any) -> None:
    decisions = end(make_run(draw_dag("a >> b; a >> c; a >> d")), OutcomeKind.SUCCESS, skip=("b", "d"))
    assert [(d.key[0], d.to) for d in decisions] == [("a", Task.SUCCESS), ("b", Task.SKIPPED), ("d", Task.SKIPPED)]
    assert decisions[1].because == "a decided against it."


def test_a_branch_leaves_alone_what_has_ended(draw_dag: Any, make_run: Any) -> None:
    run = make_run(draw_dag("a >> b"))
    run.tasks[("b", -1)].state = Task.SUCCESS
    assert len(end(run, OutcomeKind.SUCCESS, skip=("b",))) == 1


def test_a_skip(draw_dag: Any, make_run: Any) -> None:
    (decision,) = end(make_run(draw_dag("a")), OutcomeKind.SKIPPED)
    assert decision.to is Task.SKIPPED


def test_a_failure_is_retried_while_tries_are_left(draw_dag: Any, make_run: Any, now: datetime) -> None:
    dag = draw_dag("a", {"a": {"retries": 2, "retry_delay": 30.0}})
    for tries, expected in ((1, Task.UP_FOR_RETRY), (2, Task.UP_FOR_RETRY), (3, Task.FAILED)):
        (decision,) = end(make_run(dag), OutcomeKind.FAILED, tries=tries, error="It broke.")
        assert (decision.to, decision.because) == (expected, "It broke.")
        assert decision.retry_at == (now + timedelta(seconds=30) if expected is Task.UP_FOR_RETRY else None)


def test_a_retry_policy_may_choose_the_delay(draw_dag: Any, make_run: Any, now: datetime) -> None:
    dag = draw_dag("a", {"a": {"retries": 2, "retry_delay": 30.0}})
    (decision,) = end(make_run(dag), OutcomeKind.FAILED, retry_delay=5.0)
    assert decision.retry_at == now + timedelta(seconds=5)


def test_a_failure_for_good_is_not_retried(draw_dag: Any, make_run: Any) -> None:
    (decision,) = end(make_run(draw_dag("a", {"a": {"retries": 2}})), OutcomeKind.FAILED_FOR_GOOD)
    assert decision.to is Task.FAILED


def test_a_cleared_task_has_its_retries_again(draw_dag: Any, make_run: Any) -> None:
    run = make_run(draw_dag("a", {"a": {"retries": 1}}))
    run.tasks[("a", -1)].max_tries = 3  # two tries were made before it was cleared
    assert end(run, OutcomeKind.FAILED, tries=3)[0].to is Task.UP_FOR_RETRY
    assert end(run, OutcomeKind.FAILED, tries=4)[0].to is Task.FAILED


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_what_was_cleared_while_it_ran_starts_again(
    draw_dag: Any, make_run: Any, kind: OutcomeKind, now: datetime
) -> None:
    run = make_run(draw_dag("a"))
    run.tasks[("a", -1)].state = Task.RESTARTING
    (decision,) = end(run, kind)
    assert (decision.to, decision.retry_at) == (Task.UP_FOR_RETRY, now)


def delay(draw_dag: Any, make_run: Any, tries: int, **values: Any) -> float:
    run = make_run(draw_dag("a", {"a": {"retries": 99, "retry_delay": 10.0, **values}}))
    ti = run.tasks[("a", -1)]
    ti.try_number = tries
    return retry_delay(run.dag.task("a"), ti, run)


def test_a_constant_delay(draw_dag: Any, make_run: Any) -> None:
    assert delay(draw_dag, make_run, 7) == 10.0


@pytest.mark.parametrize("tries", [1, 2, 3, 5])
def test_a_growing_delay_lies_between_its_power_and_twice_that(draw_dag: Any, make_run: Any, tries: int) -> None:
    found = delay(draw_dag, make_run, tries, retry_exponential_backoff=2.0)
    assert 10 * 2 ** (tries - 1) <= found < 20 * 2 ** (tries - 1)
    assert found == delay(draw_dag, make_run, tries, retry_exponential_backoff=2.0)


def test_a_growing_delay_has_limits(draw_dag: Any, make_run: Any) -> None:
    assert delay(draw_dag, make_run, 5000, retry_exponential_backoff=3.0) == MAX_BACKOFF
    assert delay(draw_dag, make_run, 9, retry_exponential_backoff=2.0, max_retry_delay=25.0) == 25.0
    assert delay(draw_dag, make_run, 1, retry_delay=0.0, retry_exponential_backoff=2.0) == 1


def test_a_deferred_try_waits_and_goes_on_when_its_wait_times_out(
    draw_dag: Any, make_run: Any, decided: Any, now: datetime
) -> None:
    run = make_run(draw_dag("a"))
    until = now + timedelta(hours=1)
    (decision,) = end(run, OutcomeKind.DEFERRED, next=Continuation("resume", at=until.isoformat()))
    assert (decision.to, decision.retry_at) == (Task.DEFERRED, until)
    ti = run.tasks[("a", -1)]
    ti.state, ti.retry_at = Task.DEFERRED, until
    assert decided(run) == {}
    assert next_moment(run, now) == until
    assert decided(run, at=until) == {"a": "scheduled"}
    ti.retry_at = None
    assert decided(run, at=until) == {}, "nothing but its trigger wakes it"


def test_a_rescheduled_try_goes_on_at_its_moment(draw_dag: Any, make_run: Any, decided: Any, now: datetime) -> None:
    run = make_run(draw_dag("a"))
    at = now + timedelta(minutes=1)
    (decision,) = end(run, OutcomeKind.RESCHEDULED, next=Continuation("execute", at=at.isoformat()))
    assert (decision.to, decision.retry_at) == (Task.UP_FOR_RESCHEDULE, at)
    ti = run.tasks[("a", -1)]
    ti.state, ti.retry_at = Task.UP_FOR_RESCHEDULE, at
    assert decided(run) == {}
    assert decided(run, at=at) == {"a": "scheduled"}


def test_a_branch_in_a_mapped_group_decides_for_its_own_map_index(draw_dag: Any, make_run: Any, expand: Any) -> None:
    size = {"product": [{"literal": 2}]}
    inside = {"task_group": "g"}
    dag = draw_dag("a >> b; a >> c", {"a": inside, "b": inside}, task_groups=(GroupSpec("g", size=size),))
    run = make_run(dag)
    expand(run, "a", "running", "running")
    expand(run, "b", None, None)
    outcome = TryOutcome(OutcomeKind.SUCCESS, "", "", skip=("b", "c"))
    decisions = after_try(dag.task("a"), run.tasks[("a", 1)], outcome, run, run.logical_date)
    assert {each.key for each in decisions} == {("a", 1), ("b", 1), ("c", -1)}


def test_a_continuation_survives_the_way_through_json() -> None:
    outcome = TryOutcome(
        OutcomeKind.DEFERRED, "", "", next=Continuation("m", {"x": 1}, None, {"class": "c", "kwargs": {}})
    )
    assert TryOutcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome
