"""May one task run alone? Which rules stand against it, and which choice lifts each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.run_alone import Lift, conditions

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task

STATE, DEPENDENCIES, ALL = Lift.STATE, Lift.DEPENDENCIES, Lift.ALL


def against(run: Any, name: str, now: datetime, *, paused: bool = False, running: int = 0) -> list[tuple[str, Any]]:
    """The rules that are not met and what lifts them."""
    found = conditions(run, run.tasks[(name, -1)], now, is_paused=paused, running_runs=running)
    return [(each.verdict.rule, each.lifted_by) for each in found if not each.verdict.met]


def test_what_could_start_anyway_may_run(draw_dag: Any, make_run: Any, now: datetime) -> None:
    assert against(make_run(draw_dag("a >> b")), "a", now, paused=True, running=99) == []


def test_what_stands_upstream_is_lifted_by_ignoring_the_dependencies(
    draw_dag: Any, make_run: Any, now: datetime
) -> None:
    dag = draw_dag("a >> b", {"b": {"depends_on_past": True}})
    run = make_run(dag, previous={("b", -1): Task.FAILED})
    expected = [("trigger_rule_is_met", DEPENDENCIES), ("previous_run_succeeded", DEPENDENCIES)]
    assert against(run, "b", now) == expected


@pytest.mark.parametrize("state", [Task.SUCCESS, Task.FAILED, Task.SKIPPED, Task.UPSTREAM_FAILED])
def test_what_has_ended_runs_again_when_its_state_is_ignored(
    draw_dag: Any, make_run: Any, set_states: Any, now: datetime, state: Task
) -> None:
    set_states(run := make_run(draw_dag("a")), a=state)
    assert against(run, "a", now) == [("task_has_not_begun", STATE)]


@pytest.mark.parametrize(
    "state",
    [
        Task.SCHEDULED,
        Task.QUEUED,
        Task.RUNNING,
        Task.RESTARTING,
        Task.DEFERRED,
        Task.UP_FOR_RESCHEDULE,
        Task.REMOVED,
    ],
)
def test_what_has_begun_is_not_begun_a_second_time(
    draw_dag: Any, make_run: Any, set_states: Any, now: datetime, state: Task
) -> None:
    set_states(run := make_run(draw_dag("a")), a=state)
    assert against(run, "a", now) == [("task_has_not_begun", None)]


def test_a_retry_delay_is_a_dependency(draw_dag: Any, make_run: Any, set_states: Any, now: datetime) -> None:
    set_states(run := make_run(draw_dag("a")), a=Task.UP_FOR_RETRY)
    run.tasks["a", -1].retry_at = now + timedelta(hours=1)
    assert against(run, "a", now) == [("retry_delay_is_over", DEPENDENCIES)]
    assert against(run, "a", now + timedelta(hours=1)) == []


def test_a_run_that_waits_must_start_by_itself(draw_dag: Any, make_run: Any, now: datetime) -> None:
    run = make_run(draw_dag("a"), state=DagRunState.QUEUED)
    assert against(run, "a", now) == [("run_is_running", None)]
    assert against(run, "a", now, paused=True) == [("dag_is_on", None), ("run_is_running", None)]


def test_a_run_that_has_ended_goes_on_where_its_dag_is_on_and_has_room(
    draw_dag: Any, make_run: Any, now: datetime
) -> None:
    run = make_run(draw_dag("a", max_active_runs=2), state=DagRunState.FAILED)
    assert against(run, "a", now, running=1) == []
    assert against(run, "a", now, paused=True, running=2) == [("dag_is_on", ALL), ("run_limit_leaves_room", ALL)]
    run.backfill_id = 1
    assert against(run, "a", now, running=2) == []


def test_a_mapped_task_without_a_size_and_a_task_of_no_version_cannot_run(
    draw_dag: Any, make_run: Any, now: datetime
) -> None:
    size = {"product": [{"xcom": ["a", "return_value"]}]}
    run = make_run(draw_dag("a >> b", {"b": {"size": size}}))
    found = dict(against(run, "b", now))
    assert found["size_is_known"] is None
    gone = run.tasks["b", -1]
    gone.task_id = "gone"
    told = conditions(run, gone, now, is_paused=False, running_runs=0)
    assert [(each.verdict.rule, each.lifted_by) for each in told if not each.verdict.met] == [("dag_has_task", None)]


def test_ignoring_all_dependencies_lifts_whatever_can_be_lifted(
    draw_dag: Any, make_run: Any, set_states: Any, now: datetime
) -> None:
    run = make_run(draw_dag("a >> b"), state=DagRunState.SUCCESS)
    set_states(run, b=Task.SKIPPED)
    found = conditions(run, run.tasks["b", -1], now, is_paused=True, running_runs=99)
    assert len([each for each in found if not each.verdict.met]) == 4
    assert all(each.holds(frozenset({ALL})) for each in found)
    left = [each.verdict.rule for each in found if not each.holds(frozenset({STATE, DEPENDENCIES}))]
    assert left == ["dag_is_on", "run_limit_leaves_room"]
