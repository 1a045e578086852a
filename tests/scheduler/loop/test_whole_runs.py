"""The engine as a whole: what DAG files promise happens, with real processes and a real database."""

from __future__ import annotations

import os
from typing import Any

from couture_scheduler.actions import dags, pools

HEADER = "from couture_jupyter import *\nfrom datetime import datetime, timedelta\n"


def run(workspace: Any, dag_id: str, source: str, **given: Any) -> tuple[str, dict[str, str]]:
    """Write the DAG, run it; the run's state and its tasks' states."""
    workspace.write_dag(dag_id, HEADER + source)
    run_id = workspace.trigger(dag_id, **given)
    return workspace.wait_for_run(dag_id, run_id), workspace.task_states(run_id)


def tries(workspace: Any, task_id: str) -> list[str]:
    """The states of the tries of a task, over all runs."""
    query = (
        "SELECT y.state FROM task_try y JOIN task_instance t ON t.id = y.task_instance_id "
        "WHERE t.task_id = ? ORDER BY t.id, y.try_number"
    )
    return [state for (state,) in workspace.rows(query, task_id)]


def test_a_task_that_fails_is_tried_again_and_its_tries_are_kept(workspace: Any) -> None:
    state, tasks = run(
        workspace,
        "retried",
        """
with DAG(dag_id="retried", schedule=None):
    BashOperator(task_id="a", bash_command="test {{ ti.try_number }} = 3", retries=2, retry_delay=0.1)
""",
    )
    assert (state, tasks) == ("success", {"a": "success"})
    assert tries(workspace, "a") == ["failed", "failed", "success"]


def test_values_go_from_task_to_task_and_skips_and_failures_spread(workspace: Any) -> None:
    state, tasks = run(
        workspace,
        "spread",
        """
def choose():
    return "left"

with DAG(dag_id="spread", schedule=None):
    way = BranchPythonOperator(task_id="way", python_callable=choose)
    left = PythonOperator(task_id="left", python_callable=lambda: {"n": 41})
    right = EmptyOperator(task_id="right")
    sum_ = BashOperator(task_id="sum", bash_command="test {{ ti.xcom_pull(task_ids='left')['n'] + 1 }} = 42")
    last = EmptyOperator(task_id="last", trigger_rule="none_failed_min_one_success")
    bad = BashOperator(task_id="bad", bash_command="exit 3")
    never = EmptyOperator(task_id="never")
    cleanup = EmptyOperator(task_id="cleanup", trigger_rule="all_done")
    way >> [left, right] >> last
    left >> sum_
    bad >> never >> cleanup
""",
    )
    assert state == "success"  # the leaves decide: cleanup ran
    assert tasks == {
        "way": "success",
        "left": "success",
        "right": "skipped",
        "sum": "success",
        "last": "success",
        "bad": "failed",
        "never": "upstream_failed",
        "cleanup": "success",
    }


def test_a_run_that_depends_on_the_past_goes_on_when_the_past_is_over(workspace: Any) -> None:
    workspace.write_dag(
        "past",
        HEADER
        + """
with DAG(dag_id="past", schedule=None, default_args={"depends_on_past": True}):
    BashOperator(task_id="a", bash_command="read line < GATE; true")
""".replace("GATE", str(workspace.folder / "gate")),
    )
    gate = workspace.folder / "gate"
    os.mkfifo(gate)
    first = workspace.trigger("past")
    workspace.wait_for(lambda: workspace.task_states(first).get("a") == "running")
    second = workspace.trigger("past")
    workspace.wait_for(lambda: workspace.rows("SELECT 1 FROM dag_run WHERE run_id=? AND state='running'", second))
    assert workspace.task_states(second).get("a") is None
    gate.write_text("go\n")
    assert workspace.wait_for_run("past", first) == "success"
    workspace.wait_for(lambda: workspace.task_states(second).get("a") == "running")
    gate.write_text("go\n")
    assert workspace.wait_for_run("past", second) == "success"


def test_a_continuous_dag_runs_again_and_again(workspace: Any) -> None:
    workspace.write_dag(
        "always",
        HEADER
        + """
with DAG(dag_id="always", schedule="@continuous", start_date=datetime(2026, 1, 1), max_active_runs=1):
    EmptyOperator(task_id="a")
""",
    )
    ended = "SELECT count(*) FROM dag_run WHERE dag_id='always' AND state='success' HAVING count(*) >= 3"
    workspace.wait_for(lambda: workspace.rows(ended))
    dags.pause(workspace.context, "always")


def test_a_schedule_starts_its_runs_on_time(workspace: Any) -> None:
    workspace.write_dag(
        "often",
        HEADER
        + """
with DAG(dag_id="often", schedule=timedelta(seconds=2), start_date=datetime(2026, 1, 1)):
    EmptyOperator(task_id="a")
""",
    )
    workspace.wait_for(lambda: len(workspace.rows("SELECT 1 FROM dag_run WHERE dag_id='often'")) >= 4)
    dates = [row[0] for row in workspace.rows("SELECT logical_date FROM dag_run WHERE dag_id='often'")]
    assert len(set(dates)) == len(dates)


def test_a_pool_lets_only_so_many_in(workspace: Any) -> None:
    pools.create(workspace.context, "narrow", 1)
    marks = workspace.folder / "marks"
    marks.mkdir()
    state, _ = run(
        workspace,
        "pooled",
        """
import os
def alone():
    os.mkdir("MARKS/inside")  # fails when another one is inside
    os.rmdir("MARKS/inside")

with DAG(dag_id="pooled", schedule=None):
    for number in range(6):
        PythonOperator(task_id=f"t{number}", python_callable=alone, pool="narrow")
""".replace("MARKS", str(marks)),
    )
    assert state == "success"


def test_a_run_that_takes_too_long_fails_and_says_so(workspace: Any) -> None:
    state, tasks = run(
        workspace,
        "slow",
        """
with DAG(dag_id="slow", schedule=None, dagrun_timeout=timedelta(seconds=1)):
    BashOperator(task_id="a", bash_command="sleep 600", retries=5) >> EmptyOperator(task_id="b")
""",
    )
    assert state == "failed"
    assert tasks["a"] == "failed"
    [(because,)] = workspace.rows("SELECT because FROM dag_run WHERE dag_id='slow'")
    assert "dagrun_timeout" in because


def test_a_run_that_waits_for_another_starts_when_that_one_ends(make_workspace: Any) -> None:
    """Not at the next sweep: there is none within the test's time."""
    workspace = make_workspace(heartbeat=3600.0, lease_ttl=7200.0)
    workspace.start_engine()
    workspace.write_dag(
        "one_by_one",
        HEADER
        + """
with DAG(dag_id="one_by_one", schedule=None, overlap="queue"):
    EmptyOperator(task_id="a")
""",
    )
    ids = [workspace.trigger("one_by_one") for _ in range(4)]
    assert {workspace.wait_for_run("one_by_one", each) for each in ids} == {"success"}


def test_two_files_with_the_same_text_are_two_dags(workspace: Any) -> None:
    source = """
from pathlib import Path
with DAG(dag_id=Path(__file__).stem, schedule=None):
    EmptyOperator(task_id="a")
"""
    for dag_id in ("one", "two", "one", "two", "one"):
        assert run(workspace, dag_id, source) == ("success", {"a": "success"})
