"""Sensors for other DAGs, arguments of operators that run other DAGs, sub-DAGs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.exceptions import DagError, SensorTimeout, TaskError, TaskRescheduled, TaskSkipped
from couture_jupyter.operators.dag_of_dags import DagOperator
from couture_jupyter.operators.loop_batch import CoutureLoopableBatchOperator
from couture_jupyter.operators.subdag import SubDagOperator
from couture_jupyter.operators.trigger_dag import TriggerDagRunOperator, json_conf
from couture_jupyter.sensors.external_task import ExternalTaskMarker, ExternalTaskSensor
from couture_jupyter.serialization.serialize import serialize_dag

DAY = datetime(2026, 3, 4, tzinfo=UTC)


def other(run="success", date=DAY, **tasks):
    runs = [{"run_id": "r", "logical_date": date.isoformat(), "state": run, "tasks": tasks}]
    return {"tasks": ["a", "b", "g.c"], "groups": {"g": ["g.c"]}, "runs": runs}


def waits(worker, **given):
    """Whether the sensor still waits."""
    sensor = ExternalTaskSensor(task_id="wait", external_dag_id="other", poke_interval=0, timeout=0, **given)
    try:
        worker.do(sensor)
    except SensorTimeout:
        return True
    return False


def test_it_waits_for_the_run_with_the_same_date(worker):
    assert waits(worker)
    worker.dags["other"] = other(run="running")
    assert waits(worker)
    worker.dags["other"] = other()
    assert not waits(worker)
    worker.dags["other"] = other(date=DAY - timedelta(hours=1))
    assert waits(worker)
    assert not waits(worker, execution_delta=timedelta(hours=1))
    assert not waits(worker, execution_date_fn=lambda date, ds: date - timedelta(hours=1))
    assert waits(worker, execution_date_fn=lambda date: [date, date - timedelta(hours=1)])


def test_it_waits_for_tasks_and_groups(worker):
    worker.dags["other"] = other(run="running", a=["success"], b=["success", None], **{"g.c": ["success", "skipped"]})
    assert not waits(worker, external_task_id="a")
    assert waits(worker, external_task_id="b")
    assert waits(worker, external_task_ids=["a", "b"])
    assert waits(worker, external_task_group_id="g")
    assert not waits(worker, external_task_group_id="g", allowed_states=["success", "skipped"])


def test_states_that_fail_or_skip(worker):
    worker.dags["other"] = other(run="failed", a=["failed"], b=["skipped"])
    assert waits(worker)
    with pytest.raises(TaskError, match="is failed"):
        waits(worker, failed_states=["failed"])
    with pytest.raises(TaskSkipped):
        waits(worker, external_task_id="a", failed_states=["failed"], soft_fail=True)
    with pytest.raises(TaskSkipped):
        waits(worker, external_task_id="b", skipped_states=["skipped"])


@pytest.mark.parametrize(
    ("dag_id", "given", "missing"),
    [
        ("other", {"external_task_id": "z"}, "no task 'z'"),
        ("other", {"external_task_group_id": "z"}, "no task group 'z'"),
        ("nobody", {}, "no DAG 'nobody'"),
    ],
)
def test_what_is_not_there_is_told(worker, dag_id, given, missing):
    worker.dags["other"] = other()
    with pytest.raises(TaskError, match=missing):
        worker.do(ExternalTaskSensor(task_id="wait", external_dag_id=dag_id, check_existence=True, **given))


def test_a_deferrable_sensor_gives_its_process_back(worker):
    with pytest.raises(TaskRescheduled):
        worker.do(ExternalTaskSensor(task_id="wait", external_dag_id="other", deferrable=True))


@pytest.mark.parametrize(
    "wrong",
    [
        {"external_task_id": "a", "external_task_ids": ["b"]},
        {"external_task_ids": ["a", "a"]},
        {"allowed_states": ["success"], "failed_states": ["success"]},
        {"allowed_states": ["skipped"]},  # no state of a run
        {"execution_delta": timedelta(1), "execution_date_fn": lambda date: date},
    ],
)
def test_arguments_that_contradict_each_other(wrong):
    with pytest.raises(DagError, match="wait"):
        ExternalTaskSensor(task_id="wait", external_dag_id="other", **wrong)


def test_a_marker_is_an_empty_task(worker):
    marker = ExternalTaskMarker(task_id="mark", external_dag_id="other", external_task_id="a")
    worker.do(marker)
    with pytest.raises(DagError, match="recursion_depth"):
        ExternalTaskMarker(task_id="mark", external_dag_id="other", external_task_id="a", recursion_depth=0)


def test_the_dag_that_a_task_runs_is_in_the_serialized_dag():
    with DAG("master") as dag:
        DagOperator(task_id="a", run_dag_id="child")
        TriggerDagRunOperator(task_id="b", trigger_dag_id="{{ params.which }}")
        CoutureLoopableBatchOperator(task_id="c", run_dag_id="child", metadata_file="x.csv")
        EmptyOperator(task_id="d")
    spec = serialize_dag(dag)
    assert [task.runs_dag for task in spec.tasks] == ["child", None, "child", None]


def test_wrong_arguments_of_operators_that_run_dags():
    with DAG("master"):
        with pytest.raises(DagError, match="its own DAG"):
            DagOperator(task_id="a", run_dag_id="master")
        with pytest.raises(DagError, match="States of runs"):
            TriggerDagRunOperator(task_id="b", trigger_dag_id="x", allowed_states=["skipped"])
        with pytest.raises(DagError, match="batch_size"):
            CoutureLoopableBatchOperator(task_id="c", run_dag_id="x", metadata_file="x", batch_size=0)
        with pytest.raises(DagError, match="go together"):
            CoutureLoopableBatchOperator(task_id="d", run_dag_id="x", metadata_file="x", filter_by="kind")
    with pytest.raises(TaskError, match="JSON form"):
        json_conf({"a": object()})
    with pytest.raises(TaskError, match="a dict"):
        json_conf("[1]")


def subdag(parent, child):
    with DAG(f"{parent}.{child}", default_args={"retries": 3}) as made:
        first = EmptyOperator(task_id="first")
        first >> EmptyOperator(task_id="second")
    return made


def test_a_sub_dag_is_a_group(worker):
    with DAG("parent") as dag:
        section = SubDagOperator(task_id="section", subdag=subdag("parent", "section"))
        EmptyOperator(task_id="begin") >> section >> EmptyOperator(task_id="end")
    spec = serialize_dag(dag)
    assert {task.task_id: task.upstream for task in spec.tasks} == {
        "begin": (),
        "section.first": ("begin",),
        "section.second": ("section.first",),
        "end": ("section.second",),
    }
    assert spec.task("section.first").retries == 3
    assert spec.task("section.first").task_group == "section"
    with DAG("parent"), pytest.raises(DagError, match=r'must be called "parent\.other"'):
        SubDagOperator(task_id="other", subdag=subdag("parent", "section"))
