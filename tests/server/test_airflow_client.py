"""Airflow's own Python client works against us, with a Jupyter token as its bearer token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from airflow_client import client
from airflow_client.client.api import (
    dag_api,
    dag_run_api,
    event_log_api,
    import_error_api,
    monitor_api,
    pool_api,
    task_api,
    task_instance_api,
    version_api,
    x_com_api,
)
from airflow_client.client.models import ClearTaskInstancesBody, DAGPatchBody, PoolBody, TriggerDAGRunPostBody
from api_client import Api
from change_listener import ChangeListener
from ended_runs import wait_for_end
from jupyter_process import TOKEN, JupyterProcess


@pytest.fixture
def airflow(server: JupyterProcess, changes: ChangeListener) -> Iterator[client.ApiClient]:
    """The client, made as Airflow's documentation says."""
    configuration = client.Configuration(host=server.url + "couture", access_token=TOKEN)
    with client.ApiClient(configuration) as made:
        made.set_default_header("Authorization", f"Bearer {TOKEN}")  # it sends none to health and version
        yield made


def test_dags_and_their_parts_are_read(airflow: client.ApiClient) -> None:
    dags = dag_api.DAGApi(airflow)
    assert {dag.dag_id for dag in dags.get_dags().dags} >= {"pipeline", "fails"}
    assert dags.get_dag("pipeline").description == "Says hello"
    assert dags.get_dag_details("pipeline").latest_dag_version.version_number >= 1
    assert dags.get_dag_tags().tags == ["quick", "tests"]
    assert dags.patch_dag("fails", DAGPatchBody(is_paused=True)).is_paused
    assert {task.task_id for task in task_api.TaskApi(airflow).get_tasks("pipeline").tasks} == {"hello", "add"}
    assert import_error_api.ImportErrorApi(airflow).get_import_errors().total_entries == 1


def test_a_run_is_triggered_and_read_to_its_log(airflow: client.ApiClient, api: Api, changes: ChangeListener) -> None:
    runs = dag_run_api.DagRunApi(airflow)
    run = runs.trigger_dag_run("pipeline", TriggerDAGRunPostBody(conf={"by": "airflow"}, note="hello"))
    wait_for_end(api, changes, "pipeline", run.dag_run_id)
    read = runs.get_dag_run("pipeline", run.dag_run_id)
    assert (read.state, read.conf, read.note) == ("success", {"by": "airflow"}, "hello")
    assert runs.get_dag_runs("~", order_by=["-start_date"], limit=5).total_entries >= 1

    tasks = task_instance_api.TaskInstanceApi(airflow)
    assert tasks.get_task_instances("pipeline", run.dag_run_id).total_entries == 2
    assert tasks.get_task_instance("pipeline", run.dag_run_id, "hello").try_number == 1
    assert tasks.get_task_instance_tries("pipeline", run.dag_run_id, "hello").total_entries == 1
    lines = tasks.get_log("pipeline", run.dag_run_id, "hello", 1).content.actual_instance
    assert any("hello" in line.event for line in lines)
    would = tasks.post_clear_task_instances("pipeline", ClearTaskInstancesBody(dag_run_id=run.dag_run_id))
    assert would.total_entries == 0

    xcoms = x_com_api.XComApi(airflow)
    assert xcoms.get_xcom_entries(dag_id="pipeline", dag_run_id=run.dag_run_id, task_id="add").total_entries == 1
    entry = xcoms.get_xcom_entry("pipeline", "add", run.dag_run_id, "return_value")
    value = entry.actual_instance.value
    assert value["conf"] == {"by": "airflow"}
    runs.delete_dag_run("pipeline", run.dag_run_id)


def test_the_rest_of_the_core_is_read(airflow: client.ApiClient) -> None:
    assert monitor_api.MonitorApi(airflow).get_health().metadatabase.status == "healthy"
    assert version_api.VersionApi(airflow).get_version().version
    pools = pool_api.PoolApi(airflow)
    assert pools.post_pool(PoolBody(name="airflow", slots=3)).open_slots == 3
    assert {pool.name for pool in pools.get_pools().pools} >= {"default_pool", "airflow"}
    pools.delete_pool("airflow")
    assert event_log_api.EventLogApi(airflow).get_event_logs(limit=1).event_logs[0].event == "delete_pool"
    with pytest.raises(client.ApiException) as refused:
        pools.get_pool("airflow")
    assert refused.value.status == 404
