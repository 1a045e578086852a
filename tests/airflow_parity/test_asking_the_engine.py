"""What tasks ask Airflow about runs, through its own names: answered by a real engine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from couture_jupyter.airflow_compat.models import DagRun
from couture_jupyter.airflow_compat.requests import trigger_dag

CHILD = """
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("child", schedule=None):
    EmptyOperator(task_id="only")
"""
ASKS = """
from airflow import DAG
from airflow.api.common.trigger_dag import trigger_dag
from airflow.exceptions import DagRunAlreadyExists
from airflow.models import DagRun
from airflow.operators.python import PythonOperator
from airflow.utils import timezone

DAY = timezone.datetime(2026, 3, 4)

def ask(dag_run):
    made = trigger_dag("child", run_id="mine", conf={"a": 1}, execution_date=DAY)
    try:
        trigger_dag("child", run_id="mine")
    except DagRunAlreadyExists as error:
        refused = str(error)
    (found,) = DagRun.find(dag_id="child")
    assert found.run_id == made.run_id == "mine" and found.execution_date == DAY and found.external_trigger
    assert DagRun.find(dag_id="child", execution_date=DAY) and not DagRun.find(dag_id="child", state="failed")
    assert not DagRun.find(dag_id="child", execution_start_date=timezone.datetime(2026, 3, 5))
    others = [run for run in DagRun.find(dag_id=dag_run.dag_id, state="running") if run.run_id != dag_run.run_id]
    return [refused, len(others)]

with DAG("asks", schedule=None):
    PythonOperator(task_id="ask", python_callable=ask)
"""


def test_runs_are_started_and_found_from_within_a_task(workspace: Any) -> None:
    """``trigger_dag`` and ``DagRun.find``, by id, date and state; the guard against a second run of the same DAG."""
    workspace.write_dag("child", CHILD)
    workspace.write_dag("asks", ASKS)
    run_id = workspace.trigger("asks")
    state = workspace.wait_for_run("asks", run_id)
    assert state == "success", workspace.rows("SELECT error FROM task_instance WHERE task_id='ask'")
    ((value,),) = workspace.rows("SELECT value FROM xcom WHERE key='return_value'")
    refused, others = json.loads(value)
    assert "already: mine" in refused
    assert others == 0


def test_outside_of_a_task_nobody_can_be_asked() -> None:
    """While a DAG file is read there is no engine for such questions."""
    with pytest.raises(RuntimeError, match="only while a task runs"):
        DagRun.find(state="running")
    with pytest.raises(Exception, match="works while a task runs, not while a DAG file is read"):
        trigger_dag("child")
