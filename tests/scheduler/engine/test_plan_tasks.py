"""What happens next in a run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.decisions import KillTask
from couture_scheduler.engine.plan_tasks import TIMEOUT_GRACE, advance, next_moment
from couture_scheduler.engine.snapshot import TaskInstanceView

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task


def test_a_new_run_schedules_its_first_tasks(draw_dag: Any, make_run: Any, decided: Any) -> None:
    assert decided(make_run(draw_dag("a >> c; b >> c"))) == {"a": "scheduled", "b": "scheduled"}


def test_a_success_schedules_what_is_downstream(draw_dag: Any, make_run: Any, decided: Any, set_states: Any) -> None:
    run = make_run(draw_dag("a >> b >> c"))
    set_states(run, a="success")
    assert decided(run, ["a"]) == {"b": "scheduled"}


def test_a_queued_or_finished_run_does_nothing(draw_dag: Any, make_run: Any, decided: Any) -> None:
    for state in (DagRunState.QUEUED, DagRunState.SUCCESS, DagRunState.FAILED):
        run = make_run(draw_dag("a"), state=state)
        assert decided(run) == {}
        assert next_moment(run, run.logical_date) is None


def test_a_failure_fails_what_is_downstream_and_the_run(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("a >> b >> c; a >> d"))
    set_states(run, a="failed")
    expected = {"b": "upstream_failed", "c": "upstream_failed", "d": "upstream_failed", "run": "failed"}
    assert decided(run, ["a"]) == expected


@pytest.mark.parametrize(
    ("failed", "because"),
    [
        ("a", "The task a failed."),
        ("ab", "2 tasks failed: a, b."),
        ("abcde", "5 tasks failed: a, b, c and 2 more."),
    ],
)
def test_a_failed_run_names_what_failed(
    draw_dag: Any, make_run: Any, set_states: Any, failed: str, because: str
) -> None:
    run = make_run(draw_dag("a >> z; b >> z; c >> z; d >> z; e >> z"))
    set_states(run, **{name: "failed" if name in failed else "success" for name in "abcde"})
    assert advance(run, None, run.logical_date)[-1].because == because


def test_a_skip_goes_down_until_a_rule_stops_it(draw_dag: Any, make_run: Any, decided: Any, set_states: Any) -> None:
    run = make_run(draw_dag("a >> b >> join; a >> c >> join", {"join": {"trigger_rule": "none_failed"}}))
    set_states(run, a="success", b="skipped", c="running")
    assert decided(run, ["a", "b"]) == {}
    set_states(run, c="success")
    assert decided(run, ["c"]) == {"join": "scheduled"}


def test_a_one_failed_task_does_not_wait_for_the_others(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("a >> alarm; b >> alarm", {"alarm": {"trigger_rule": "one_failed"}}))
    set_states(run, a="failed", b="running")
    assert decided(run, ["a"]) == {"alarm": "scheduled"}


def test_the_run_succeeds_when_its_leaves_do_although_a_task_failed(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("a >> clean", {"clean": {"trigger_rule": "all_done"}}))
    set_states(run, a="failed", clean="success")
    assert decided(run, ["clean"]) == {"run": "success"}


def test_the_run_waits_for_tasks_that_are_no_leaves(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("a >> c; b >> c", {"c": {"trigger_rule": "one_success"}}))
    set_states(run, a="success", b="running", c="success")
    assert decided(run, ["c"]) == {}
    set_states(run, b="failed")
    assert decided(run, ["b"]) == {"run": "success"}


def test_a_run_without_tasks_succeeds(draw_dag: Any, make_run: Any, decided: Any) -> None:
    assert decided(make_run(draw_dag(""))) == {"run": "success"}


def test_a_retry_starts_when_its_delay_is_over(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any, now: datetime
) -> None:
    run = make_run(draw_dag("a", {"a": {"retries": 1}}))
    set_states(run, a="up_for_retry")
    run.tasks[("a", -1)].retry_at = now + timedelta(seconds=10)
    assert decided(run) == {}
    assert next_moment(run, now) == now + timedelta(seconds=10)
    assert decided(run, None, now + timedelta(seconds=10)) == {"a": "scheduled"}


def test_a_worker_that_outlives_its_timeout_is_killed_once_its_grace_is_over(
    draw_dag: Any, make_run: Any, set_states: Any, now: datetime
) -> None:
    run = make_run(draw_dag("a", {"a": {"execution_timeout": 30.0}}))
    set_states(run, a="running")
    run.tasks[("a", -1)].started_at = now
    due = now + timedelta(seconds=30) + TIMEOUT_GRACE
    assert next_moment(run, now) == due
    assert advance(run, None, due - timedelta(seconds=1)) == []
    (kill,) = advance(run, None, due)
    assert isinstance(kill, KillTask)
    assert kill.may_retry
    assert kill.because == "It ran longer than its execution_timeout of 30 s."
    assert next_moment(run, due) is None


def test_a_run_that_takes_too_long_kills_first_and_fails_then(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any, now: datetime
) -> None:
    run = make_run(draw_dag("a >> b; c >> d", dagrun_timeout=60.0))
    set_states(run, a="running", c="success")
    assert next_moment(run, now) == now + timedelta(seconds=60)
    late = now + timedelta(seconds=60)
    assert decided(run, None, late) == {"a": "kill"}
    assert next_moment(run, late) is None
    set_states(run, a="failed")
    assert decided(run, ["a"], late) == {"b": "skipped", "d": "skipped", "run": "failed"}


def test_a_run_that_ended_in_time_is_not_failed_by_its_timeout(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any, now: datetime
) -> None:
    run = make_run(draw_dag("a", dagrun_timeout=60.0))
    set_states(run, a="success")
    assert decided(run, ["a"], now + timedelta(seconds=61)) == {"run": "success"}


def test_failing_fast_stops_everything_else(draw_dag: Any, make_run: Any, decided: Any, set_states: Any) -> None:
    run = make_run(draw_dag("a >> b; c >> d; e", fail_fast=True))
    set_states(run, a="failed", c="running", e="scheduled")
    assert decided(run, ["a"]) == {"c": "kill"}
    set_states(run, c="success")
    expected = {"b": "skipped", "d": "skipped", "e": "skipped", "run": "failed"}
    assert decided(run, ["c"]) == expected


@pytest.mark.parametrize(
    ("previous", "expected"),
    [
        (None, {"a": "scheduled"}),
        ({}, {"a": "scheduled"}),
        ({("a", -1): Task.SUCCESS}, {"a": "scheduled"}),
        ({("a", -1): Task.SKIPPED}, {"a": "scheduled"}),
        ({("a", -1): Task.FAILED}, {}),
        ({("a", -1): Task.RUNNING}, {}),
        ({("a", -1): None}, {}),
    ],
)
def test_depends_on_past(draw_dag: Any, make_run: Any, decided: Any, previous: Any, expected: dict[str, str]) -> None:
    dag = draw_dag("a", {"a": {"depends_on_past": True}})
    assert decided(make_run(dag, previous=previous)) == expected


def test_wait_for_downstream_looks_at_the_downstream_tasks_of_the_run_before(
    draw_dag: Any, make_run: Any, decided: Any
) -> None:
    dag = draw_dag("a >> b", {"a": {"wait_for_downstream": True}})
    before = {("a", -1): Task.SUCCESS, ("b", -1): Task.RUNNING}
    assert decided(make_run(dag, previous=before)) == {}
    before[("b", -1)] = Task.SUCCESS
    assert decided(make_run(dag, previous=before)) == {"a": "scheduled"}


def test_a_task_waits_for_all_instances_of_a_mapped_upstream_task(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("a >> b"))
    del run.tasks[("a", -1)]
    for index in range(3):
        run.tasks[("a", index)] = TaskInstanceView(10 + index, "a", index, state=Task.SUCCESS)
    run.tasks[("a", 2)].state = Task.RUNNING
    assert decided(run) == {}
    run.tasks[("a", 2)].state = Task.SUCCESS
    (decision,) = advance(run, [("a", 2)], run.logical_date)
    assert decision.key == ("b", -1)


def test_a_cleared_task_is_looked_at_when_it_is_touched(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("a >> b >> c"))
    set_states(run, a="success", c="success")
    assert decided(run, ["b"]) == {"b": "scheduled"}


def test_the_run_view_is_left_as_it_was(draw_dag: Any, make_run: Any, decided: Any, set_states: Any) -> None:
    run = make_run(draw_dag("a >> b"))
    set_states(run, a="failed")
    assert decided(run) == decided(run) == {"b": "upstream_failed", "run": "failed"}
    assert run.tasks[("b", -1)].state is None
