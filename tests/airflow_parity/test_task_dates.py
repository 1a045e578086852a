"""``start_date`` and ``end_date`` of single tasks, as Airflow 3.3 makes the task instances of a run
(``DagRun.verify_integrity``) and looks at those that are upstream (``TriggerRuleDep``)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from couture_scheduler.actions import runs
from couture_scheduler.errors import InvalidInputError

from couture_jupyter import DAG, EmptyOperator, PythonOperator
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.serialization.shape import tasks_of_run

DAY = datetime(2026, 3, 4, tzinfo=UTC)
SOURCE = """
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("dated"):
    early = EmptyOperator(task_id="early", start_date="2026-03-04")
    late = EmptyOperator(task_id="late", start_date="2026-03-06")
    [early, late] >> EmptyOperator(task_id="after", start_date="2026-03-04")
"""


def names(dag: DAG, run_type: str = "scheduled") -> list[str]:
    return [task.task_id for task in tasks_of_run(serialize_dag(dag), run_type, DAY)]


def dated(task_id: str, **dates: str) -> EmptyOperator:
    return EmptyOperator(task_id=task_id, **dates)


def test_a_run_has_no_instance_of_a_task_outside_of_its_dates() -> None:
    """Both dates themselves belong to them."""
    with DAG("demo") as dag:
        dated("from_today", start_date="2026-03-04")
        dated("from_tomorrow", start_date="2026-03-05")
        dated("until_today", end_date="2026-03-04")
        dated("until_yesterday", end_date="2026-03-03")
    assert names(dag) == ["from_today", "until_today"]
    assert dag.test(logical_date=DAY).states == {"from_today": "success", "until_today": "success"}


@pytest.mark.parametrize("run_type", ["backfill", "asset_triggered"])
def test_a_backfill_has_all_tasks(run_type: str) -> None:
    """And so has a run that assets started: it has no logical date."""
    with DAG("demo") as dag:
        dated("later", start_date="2030-01-01")
    assert names(dag, run_type) == ["later"]


def test_what_waits_for_a_task_that_is_not_there_fails_the_run() -> None:
    """It never ends. When nothing can run any more the run has failed; what waited has no state."""
    with DAG("demo") as dag:
        dated("later", start_date="2030-01-01") >> EmptyOperator(task_id="after") >> EmptyOperator(task_id="end")
        EmptyOperator(task_id="beside")
    run = dag.test(logical_date=DAY)
    assert run.states == {"beside": "success", "after": "none", "end": "none"}
    assert str(run.state) == "failed"


@pytest.mark.parametrize(
    ("rule", "state"),
    [("one_success", "success"), ("one_done", "success"), ("always", "success"), ("all_done", "none"),
     ("none_failed", "none"), ("none_skipped", "none"), ("one_failed", "none"), ("all_failed", "skipped")],
)  # fmt: skip
def test_trigger_rules_count_a_task_that_is_not_there_as_unfinished(rule: str, state: str) -> None:
    """Rules that do not wait for all may still be met, or not be met any more."""
    with DAG("demo") as dag:
        EmptyOperator(task_id="here") >> (after := EmptyOperator(task_id="after", trigger_rule=rule))
        dated("later", start_date="2030-01-01") >> after
    assert dag.test(logical_date=DAY).states["after"] == state


def test_a_failure_still_counts() -> None:
    """So does a skip."""

    def fail() -> None:
        raise ValueError("no")

    with DAG("demo") as dag:
        PythonOperator(task_id="broken", python_callable=fail) >> (after := EmptyOperator(task_id="after"))
        dated("later", start_date="2030-01-01") >> after
    assert dag.test(logical_date=DAY).states["after"] == "upstream_failed"


def test_a_task_that_is_not_there_is_not_counted_beside_a_mapped_one() -> None:
    """Then it is instances that are counted."""
    with DAG("demo") as dag:
        several = PythonOperator.partial(task_id="several", python_callable=bool).expand(op_args=[[1], [2]])
        several >> (after := EmptyOperator(task_id="after"))
        dated("later", start_date="2030-01-01") >> after
    run = dag.test(logical_date=DAY)
    assert (run.states["after"], str(run.state)) == ("success", "success")


def test_a_run_without_tasks_has_succeeded() -> None:
    """There is nothing that could fail."""
    with DAG("demo") as dag:
        dated("later", start_date="2030-01-01")
    run = dag.test(logical_date=DAY)
    assert (run.states, str(run.state)) == ({}, "success")


def test_the_engine_runs_what_a_run_has(workspace: Any) -> None:
    """Through all layers; whoever asks for a run in which nothing could run is told so (as in Airflow where the date
    stands in default_args)."""
    workspace.write_dag("dated", SOURCE)
    run_id = workspace.trigger("dated", logical_date=DAY)
    assert workspace.wait_for_run("dated", run_id) == "failed"
    assert workspace.task_states(run_id) == {"early": "success", "after": None}
    (because,) = workspace.rows("SELECT because FROM dag_run WHERE run_id=?", run_id)[0]
    assert because.startswith("The tasks that are left wait for late, which this run does not have")
    run_id = workspace.trigger("dated", logical_date=datetime(2026, 3, 6, tzinfo=UTC))
    assert workspace.wait_for_run("dated", run_id) == "success"
    with pytest.raises(InvalidInputError, match="No task of 'dated' runs for 2026-03-03"):
        runs.trigger(workspace.context, "dated", logical_date=datetime(2026, 3, 3, tzinfo=UTC))
