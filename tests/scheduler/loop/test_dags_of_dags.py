"""DAGs that run other DAGs, with a real engine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

HEAD = """
from datetime import datetime, timedelta
from couture_jupyter import DAG, PythonOperator
from couture_jupyter.operators.dag_of_dags import DagOperator, SkippableDagOperator
from couture_jupyter.operators.loop_batch import CoutureLoopableBatchOperator
from couture_jupyter.operators.trigger_dag import TriggerDagRunOperator
"""

CHILD = """
from couture_jupyter import DAG, PythonOperator

def work(dag_run):
    if dag_run.conf.get("fails"):
        raise ValueError("told to fail")
    return dag_run.conf

with DAG("child", schedule=None):
    PythonOperator(task_id="work", python_callable=work)
"""

MASTER = (
    HEAD
    + """
def conditionally(context, dag_run_obj):
    if context["params"]["condition_param"]:
        dag_run_obj.payload = {"message": context["params"]["message"]}
        return dag_run_obj

with DAG("master", schedule=None) as dag:
    kind = dict(run_dag_id="child", python_callable=conditionally, poke_interval=0)
    run = DagOperator(task_id="run", params={"condition_param": True, "message": "Hii there!!"}, **kind)
    rest = dict(params={"condition_param": False, "message": ""}, **kind)
    declined = DagOperator(task_id="declined", **rest)
    run >> [declined, SkippableDagOperator(task_id="skipped", **rest)]
    fire = TriggerDagRunOperator(task_id="fire", trigger_dag_id="child", trigger_run_id="fired",
        conf={"day": "{{ ds_nodash }}"}, wait_for_completion=True, poke_interval=0, deferrable=True)
    fire >> TriggerDagRunOperator(task_id="again", trigger_dag_id="child", trigger_run_id="fired",
        skip_when_already_exists=True)
"""
)


def confs(workspace: Any) -> dict[str, Any]:
    """Run id -> conf of the child's runs."""
    rows = workspace.rows("SELECT run_id, conf FROM dag_run WHERE dag_id='child' ORDER BY id")
    return {run_id: json.loads(conf) if conf else {} for run_id, conf in rows}


def test_a_master_dag_runs_others_and_waits(workspace: Any) -> None:
    workspace.write_dag("child", CHILD)
    workspace.write_dag("master", MASTER)
    run_id = workspace.trigger("master")
    assert workspace.wait_for_run("master", run_id) == "success", workspace.log()
    states = workspace.task_states(run_id)
    expected = {"run": "success", "declined": "success", "skipped": "skipped", "fire": "success", "again": "skipped"}
    assert states == expected
    found = confs(workspace)
    assert found[f"master.run.1~{run_id}"] == {"message": "Hii there!!"}
    assert set(found["fired"]) == {"day"}
    assert len(found) == 2
    who = workspace.rows("SELECT DISTINCT triggering_user, triggered_by FROM dag_run WHERE dag_id='child'")
    assert who == [("tester", "operator")]
    audit = workspace.rows("SELECT count(*) FROM event_log WHERE event='trigger_dag_run' AND dag_id='child'")
    assert audit == [(2,)]


FAILING = (
    HEAD
    + """
with DAG("master", schedule=None) as dag:
    DagOperator(task_id="fails", run_dag_id="child", conf={"fails": True}, poke_interval=0)
    DagOperator(task_id="off", run_dag_id="sleeper")
    DagOperator(task_id="unknown", run_dag_id="nobody")
"""
)


def errors(workspace: Any) -> dict[str, str]:
    return dict(workspace.rows("SELECT task_id, error FROM task_instance WHERE error IS NOT NULL"))


def test_the_failure_of_a_dag_and_what_stands_in_its_way(workspace: Any) -> None:
    workspace.write_dag("child", CHILD)
    workspace.write_dag("master", FAILING)
    sleeper = CHILD.replace('"child"', '"sleeper"')
    (workspace.settings.dags_folder / "sleeper.py").write_text(sleeper)
    workspace.wait_for(lambda: workspace.rows("SELECT 1 FROM dag WHERE dag_id='sleeper'"))
    run_id = workspace.trigger("master")
    assert workspace.wait_for_run("master", run_id) == "failed"
    found = errors(workspace)
    assert found["fails"] == f"The run master.fails.1~{run_id} of child failed."
    assert "The DAG 'sleeper' is off. Switch it on" in found["off"]
    assert "There is no DAG 'nobody'" in found["unknown"]


BATCHES = (
    HEAD
    + """
with DAG("master", schedule=None) as dag:
    CoutureLoopableBatchOperator(task_id="loop", run_dag_id="child", metadata_file={path!r}, batch_size=2,
        batch_offset=1, filter_by="kind", filter_values=["a"], poke_interval=0, retries=1, retry_delay=0.1)
"""
)
BATCH_CHILD = """
from pathlib import Path
from couture_jupyter import DAG, PythonOperator

def work(dag_run):
    names = [row["name"] for row in dag_run.conf["metadata_df"]]
    mark = Path({mark!r})
    if "five" in names and not mark.exists():
        mark.touch()
        raise ValueError("the first time it fails")
    return names

with DAG("child", schedule=None):
    PythonOperator(task_id="work", python_callable=work)
"""


def test_a_loop_over_batches_goes_on_at_the_batch_that_failed(workspace: Any) -> None:
    rows = ["name,kind", "one,a", "two,a", "three,a", "other,b", "four,a", "five,a", "six,a"]
    path = workspace.folder / "rows.csv"
    path.write_text("\n".join(rows))
    workspace.write_dag("child", BATCH_CHILD.format(mark=str(workspace.folder / "mark")))
    workspace.write_dag("master", BATCHES.format(path=str(path)))
    run_id = workspace.trigger("master")
    assert workspace.wait_for_run("master", run_id) == "success", workspace.log()
    runs = workspace.rows("SELECT run_id, state FROM dag_run WHERE dag_id='child' ORDER BY id")
    assert runs == [
        (f"master.loop.batch-1.1~{run_id}", "success"),
        (f"master.loop.batch-2.1~{run_id}", "failed"),
        (f"master.loop.batch-2.2~{run_id}", "success"),
        (f"master.loop.batch-3.2~{run_id}", "success"),
    ]
    names = [[row["name"] for row in conf["metadata_df"]] for conf in confs(workspace).values()]
    assert names == [["two", "three"], ["four", "five"], ["four", "five"], ["six"]]


WAITING = """
from couture_jupyter import DAG
from couture_jupyter.sensors.external_task import ExternalTaskSensor

with DAG("waiting", schedule=None):
    kind = dict(external_dag_id="child", poke_interval=0.1, timeout=300)
    ExternalTaskSensor(task_id="run", mode="reschedule", failed_states=["failed"], **kind)
    ExternalTaskSensor(task_id="task", external_task_id="work", check_existence=True, **kind)
"""


def test_a_sensor_sees_the_states_of_another_dag(workspace: Any) -> None:
    workspace.write_dag("child", CHILD)
    workspace.write_dag("waiting", WAITING)
    day = datetime(2026, 3, 4, tzinfo=UTC)
    run_id = workspace.trigger("waiting", logical_date=day)
    rescheduled = "SELECT 1 FROM task_instance WHERE task_id='run' AND state='up_for_reschedule'"
    workspace.wait_for(lambda: workspace.rows(rescheduled))
    workspace.trigger("child", logical_date=day)
    assert workspace.wait_for_run("waiting", run_id) == "success", workspace.log()


RESETTING = (
    HEAD
    + """
with DAG("resetting", schedule=None):
    kind = dict(trigger_dag_id="child", trigger_run_id="mine", wait_for_completion=True, poke_interval=0.1)
    first = TriggerDagRunOperator(task_id="first", **kind)
    refused = TriggerDagRunOperator(task_id="refused", **kind)
    again = TriggerDagRunOperator(task_id="again", reset_dag_run=True, trigger_rule="all_failed", **kind)
    first >> refused >> again
"""
)


def test_a_run_that_exists_is_an_error_or_is_cleared(workspace: Any) -> None:
    workspace.write_dag("child", CHILD)
    workspace.write_dag("resetting", RESETTING)
    run_id = workspace.trigger("resetting")
    assert workspace.wait_for_run("resetting", run_id) == "success", workspace.log()
    assert workspace.task_states(run_id) == {"first": "success", "refused": "failed", "again": "success"}
    assert "has the run mine already" in errors(workspace)["refused"]
    assert workspace.rows("SELECT try_number FROM task_instance WHERE task_id='work'") == [(2,)]
