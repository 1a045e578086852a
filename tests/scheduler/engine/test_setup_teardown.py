"""Setup and teardown tasks, and remembered decisions of branches."""

from __future__ import annotations

from typing import Any

import pytest

SETUP = {"is_setup": True}
TEARDOWN = {"is_teardown": True, "trigger_rule": "all_done_setup_success"}


@pytest.fixture
def cluster(draw_dag: Any, make_run: Any) -> Any:
    """``up`` makes a cluster, ``w1`` and then ``w2`` work on it, ``down`` ends it; ``after`` comes when it is gone."""
    return make_run(
        draw_dag("up >> w1 >> w2 >> down >> after; up >> down", {"up": SETUP, "down": TEARDOWN, "after": {}})
    )


def test_a_teardown_runs_although_the_work_failed(cluster: Any, decided: Any, set_states: Any) -> None:
    set_states(cluster, up="success", w1="failed")
    assert decided(cluster) == {"w2": "upstream_failed", "down": "scheduled"}


def test_a_teardown_has_nothing_to_do_when_its_setup_did_not_run(cluster: Any, decided: Any, set_states: Any) -> None:
    set_states(cluster, up="failed")
    assert decided(cluster)["down"] == "upstream_failed"
    set_states(cluster, up="skipped")
    assert decided(cluster)["down"] == "skipped"


def test_a_teardown_does_not_decide_how_the_run_ends(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    drawing = "up >> work >> down; up >> down"
    run = make_run(draw_dag(drawing, {"up": SETUP, "down": TEARDOWN}))
    set_states(run, up="success", work="success", down="failed")
    assert decided(run) == {"run": "success"}
    run = make_run(draw_dag(drawing, {"up": SETUP, "down": {**TEARDOWN, "on_failure_fail_dagrun": True}}))
    set_states(run, up="success", work="success", down="failed")
    assert decided(run) == {"run": "failed"}


def test_a_failed_task_fails_the_run_although_the_teardown_succeeded(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("up >> work >> down; up >> down", {"up": SETUP, "down": TEARDOWN}))
    set_states(run, up="success", work="failed", down="success")
    assert decided(run) == {"run": "failed"}


def test_a_setup_holds_back_what_needs_it_whatever_its_rule(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    dag = draw_dag(
        "up >> a >> b >> down; up >> down", {"up": SETUP, "down": TEARDOWN, "b": {"trigger_rule": "all_done"}}
    )
    run = make_run(dag)
    set_states(run, up="failed", a="upstream_failed")
    assert decided(run)["b"] == "upstream_failed"
    run = make_run(dag)
    set_states(run, up="running", a="skipped")
    assert decided(run) == {}
    set_states(run, up="success")
    assert decided(run, ["up"]) == {"b": "scheduled"}, "it waited for the setup, although that is not right before it"


def test_a_setup_whose_scope_is_over_matters_no_more(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(
        draw_dag("up >> w >> down >> z; up >> down", {"up": SETUP, "down": TEARDOWN, "z": {"trigger_rule": "all_done"}})
    )
    set_states(run, up="failed", w="upstream_failed", down="upstream_failed")
    assert decided(run) == {"z": "scheduled"}


def test_a_run_that_fails_fast_tears_down_first(draw_dag: Any, make_run: Any, decided: Any, set_states: Any) -> None:
    dag = draw_dag("up >> w >> down; up >> down; long", {"up": SETUP, "down": TEARDOWN}, fail_fast=True)
    run = make_run(dag)
    set_states(run, up="success", w="failed", long="running")
    assert decided(run) == {"long": "kill"}
    set_states(run, long="failed")
    assert decided(run) == {"down": "scheduled"}
    set_states(run, down="success")
    assert decided(run) == {"run": "failed"}


def test_the_decision_of_a_branch_is_remembered_when_what_it_skipped_is_cleared(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("pick >> a; pick >> b"))
    set_states(run, pick="success", a="success")
    run.tasks[("pick", -1)].skips = ["b"]
    assert decided(run) == {"b": "skipped", "run": "success"}


def test_a_teardown_waits_for_all_that_its_setup_is_for(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    """Also where it is not directly before it, and the task that is has ended early: as Airflow 3.3 does."""
    run = make_run(draw_dag("up >> long >> w >> down; up >> down; b >> w", {"up": SETUP, "down": TEARDOWN}))
    set_states(run, up="success", long="running", b="skipped")
    assert decided(run) == {"w": "skipped"}
    set_states(run, w="skipped")
    assert decided(run, ["w"]) == {}
    set_states(run, long="success")
    assert decided(run, ["long"]) == {"down": "scheduled"}
