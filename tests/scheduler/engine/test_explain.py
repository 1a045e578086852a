"""Why is it not running?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.explain import explain
from couture_scheduler.engine.snapshot import PoolUsage, Usage

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task


@pytest.fixture
def usage() -> Usage:
    return Usage(parallelism=10, active=1, pools={"default_pool": PoolUsage(8, 1)}, per_dag={"dag": 1})


def unmet(run: Any, name: str, usage: Usage, now: datetime, **values: Any) -> list[str]:
    return [v.sentence for v in explain(run, run.tasks[(name, -1)], usage, now, **values) if not v.met]


def test_nothing_hinders_a_task_that_may_run(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    verdicts = explain(run := make_run(draw_dag("a")), run.tasks[("a", -1)], usage, now)
    assert [verdict.rule for verdict in verdicts] == [
        "run_is_running", "trigger_rule_is_met", "previous_run_succeeded", "pool_has_slots", "dag_has_room",
        "task_has_room", "engine_has_room",
    ]  # fmt: skip
    assert all(verdict.met and verdict.sentence.endswith(".") for verdict in verdicts)


def test_it_waits_for_its_upstream_tasks(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    (sentence,) = unmet(make_run(draw_dag("a >> b")), "b", usage, now)
    assert sentence == "It waits for its upstream tasks (all_success: of 1 upstream 1 not finished)."


def test_it_needs_a_setup_that_is_not_directly_upstream(
    draw_dag: Any, make_run: Any, usage: Usage, now: datetime, set_states: Any
) -> None:
    run = make_run(
        draw_dag("up >> a >> b >> down; up >> down", {"up": {"is_setup": True}, "down": {"is_teardown": True}})
    )
    assert "It needs the setup tasks up first." in unmet(run, "b", usage, now)
    set_states(run, up="success", a="success")
    assert unmet(run, "b", usage, now) == []


def test_it_is_not_known_how_many_instances_it_has(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    size = {"xcom": ["a", "return_value"]}
    run = make_run(draw_dag("a >> b", {"b": {"size": size}}))
    assert unmet(run, "b", usage, now)[0] == ("It is not known yet over how many values it is mapped: a makes them.")


def test_its_run_is_queued_and_its_dag_is_paused(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    run = make_run(draw_dag("a"), state=DagRunState.QUEUED)
    assert unmet(run, "a", usage, now, is_paused=True) == [
        "Its DAG is paused: switch it on to start its queued runs.",
        "Its run is queued: it waits until fewer runs of this DAG are active.",
    ]


def test_its_pool_is_full_and_everything_else_too(draw_dag: Any, make_run: Any, now: datetime) -> None:
    run = make_run(draw_dag("a", {"a": {"pool_slots": 2, "max_active_tis_per_dag": 1}}, max_active_tasks=1))
    run.tasks[("a", -1)].state = Task.SCHEDULED
    full = Usage(4, 4, {"default_pool": PoolUsage(8, 7)}, {"dag": 1}, {("dag", "a"): 1})
    assert unmet(run, "a", full, now) == [
        "The pool 'default_pool' has 1 of 8 slots free; it needs 2.",
        "1 of at most 1 tasks of this DAG are active.",
        "1 of at most 1 instances of this task are active over all runs.",
        "4 of at most 4 tasks are active on this engine.",
    ]


def test_a_pool_that_is_missing_or_too_small_for_ever(
    draw_dag: Any, make_run: Any, usage: Usage, now: datetime
) -> None:
    run = make_run(draw_dag("a; b", {"a": {"pool": "gpu"}, "b": {"pool_slots": 9}}))
    assert unmet(run, "a", usage, now) == ["There is no pool 'gpu': create it, or name another in the task."]
    assert unmet(run, "b", usage, now) == ["It needs 9 slots, more than the pool 'default_pool' has (8)."]


def test_the_run_before_failed(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    dag = draw_dag("a", {"a": {"depends_on_past": True}})
    run = make_run(dag, previous={("a", -1): Task.FAILED})
    assert unmet(run, "a", usage, now) == ["In the run before it, a is failed; it must have succeeded."]


def test_it_waits_for_its_retry(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    run = make_run(draw_dag("a"))
    ti = run.tasks[("a", -1)]
    ti.state, ti.retry_at = Task.UP_FOR_RETRY, now + timedelta(minutes=5)
    assert unmet(run, "a", usage, now) == ["Its next try starts at 2026-03-02 12:05:00 UTC."]


def test_there_is_nothing_to_explain_about_what_runs_or_has_ended(
    draw_dag: Any, make_run: Any, usage: Usage, now: datetime
) -> None:
    run = make_run(draw_dag("a"))
    for state in (Task.RUNNING, Task.SUCCESS, Task.FAILED):
        run.tasks[("a", -1)].state = state
        assert explain(run, run.tasks[("a", -1)], usage, now) == []


def test_it_waits_for_its_trigger_or_for_a_moment(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    run = make_run(draw_dag("a"))
    ti = run.tasks["a", -1]
    ti.state = Task.DEFERRED
    assert unmet(run, "a", usage, now) == ["It gave its process back and waits for its trigger."]
    ti.retry_at = now + timedelta(minutes=5)
    moment = f"{ti.retry_at:%Y-%m-%d %H:%M:%S} UTC"
    (sentence,) = unmet(run, "a", usage, now)
    assert sentence.endswith(f"It gives up at {moment}.")
    ti.state = Task.UP_FOR_RESCHEDULE
    assert unmet(run, "a", usage, now) == [f"It gave its process back and looks again at {moment}."]
    assert unmet(run, "a", usage, ti.retry_at) == []


def test_the_run_does_not_have_what_it_waits_for(draw_dag: Any, make_run: Any, usage: Usage, now: datetime) -> None:
    run = make_run(draw_dag("a >> b", {"a": {"start_date": now + timedelta(days=1)}}))
    del run.tasks["a", -1]
    assert unmet(run, "b", usage, now)[0] == "This run does not have a: its start_date or end_date leaves it out."
