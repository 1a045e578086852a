"""What tasks ask Airflow about runs, through its own names: answered by a real engine."""

from __future__ import annotations

import json
from typing import Any

import pytest
from couture_scheduler.actions import connections, dags

from couture_jupyter import DAG, PythonOperator
from couture_jupyter.airflow_compat.dag_model import DagModel
from couture_jupyter.airflow_compat.models import DagRun
from couture_jupyter.airflow_compat.requests import trigger_dag
from couture_jupyter.connections import Connection
from couture_jupyter.exceptions import TaskError

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
KNOWS = """
from airflow import DAG
from airflow.hooks.base import BaseHook
from airflow.models import DagModel
from airflow.operators.python import PythonOperator
from airflow.utils import timezone

DAY = timezone.datetime(2026, 3, 4)

def look(dag_run):
    nobody = DagModel.get_dagmodel("nobody")
    child = DagModel.get_current("child")
    last, by_hand = child.get_last_dagrun(), child.get_last_dagrun(include_externally_triggered=True)
    child.set_is_paused(True)
    daily = DagModel.get_dagmodel("daily")
    assert (daily.next_dagrun_data_interval.start, daily.next_dagrun) == (daily.next_dagrun, daily.next_dagrun)
    assert daily.next_dagrun_create_after == daily.next_dagrun.add(days=1)
    hosts = {BaseHook.get_connection("db").host for _ in range(100)}
    return [
        nobody, child.fileloc.endswith("/dags/child.py"), child.get_is_paused(), last, by_hand.run_id,
        sorted(DagModel.get_paused_dag_ids(["child", "daily", "nobody"])), [tag.name for tag in daily.tags],
        sorted(hosts), [each.password for each in BaseHook.get_connections("db")],
    ]

with DAG("knows", schedule=None):
    PythonOperator(task_id="look", python_callable=look)

with DAG("daily", schedule="@daily", start_date=timezone.datetime(2100, 1, 1), tags=["nightly"], catchup=False):
    PythonOperator(task_id="other", python_callable=look)
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


def test_other_dags_and_connections_are_seen_from_within_a_task(workspace: Any) -> None:
    """``DagModel``: the switch, the file, the last and the next run of a DAG; it switches a DAG off. Several
    connections with one id come from the engine as they do from a file."""
    for number in (1, 2):
        made = Connection("db", "postgres", f"host{number}", password=f"hush-hush-{number}")
        connections.create(workspace.context, made, another=True)
    workspace.write_dag("child", CHILD)
    workspace.trigger("child", run_id="mine")
    workspace.write_dag("knows", KNOWS)
    dags.resume(workspace.context, "daily")
    workspace.wait_for(lambda: workspace.rows("SELECT 1 FROM dag WHERE dag_id='daily' AND next_run_after IS NOT NULL"))
    run_id = workspace.trigger("knows")
    state = workspace.wait_for_run("knows", run_id)
    assert state == "success", workspace.rows("SELECT error FROM task_instance WHERE task_id='look'")
    ((value,),) = workspace.rows("SELECT value FROM xcom WHERE key='return_value'")
    assert json.loads(value) == [
        *(None, True, True, None, "mine", ["child"], ["nightly"]),
        *(["host1", "host2"], ["hush-hush-1", "hush-hush-2"]),
    ]
    assert workspace.rows("SELECT is_paused FROM dag WHERE dag_id='child'") == [(1,)]
    paused = "SELECT COUNT(*) FROM event_log WHERE event LIKE '%pause%' AND dag_id='child'"
    assert workspace.rows(paused)[0][0] >= 1


def test_outside_of_a_task_nobody_can_be_asked() -> None:
    """While a DAG file is read there is no engine for such questions."""
    with pytest.raises(RuntimeError, match="only while a task runs"):
        DagRun.find(state="running")
    with pytest.raises(TaskError, match="DagModel works while a task runs"):
        DagModel.get_dagmodel("child")
    with pytest.raises(Exception, match="works while a task runs, not while a DAG file is read"):
        trigger_dag("child")


def test_where_no_engine_runs_a_task_is_told_so() -> None:
    """``dag.test()`` runs without an engine, which alone knows other DAGs."""
    with DAG("alone") as dag:
        PythonOperator(task_id="look", python_callable=lambda: DagModel.get_dagmodel("child"))
    (instance,) = dag.test().task_instances
    assert "trigger a run, then the engine answers" in str(instance.error)
