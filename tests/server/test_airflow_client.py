"""Airflow's own Python client works against us, with a Jupyter token as its bearer token."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from airflow_client import client
from airflow_client.client import models
from airflow_client.client.api import (
    config_api,
    connection_api,
    dag_api,
    dag_parsing_api,
    dag_run_api,
    dag_stats_api,
    dag_warning_api,
    event_log_api,
    import_error_api,
    job_api,
    monitor_api,
    plugin_api,
    pool_api,
    provider_api,
    task_api,
    task_instance_api,
    variable_api,
    version_api,
    x_com_api,
)
from airflow_client.client.models import ClearTaskInstancesBody, DAGPatchBody, PoolBody, TriggerDAGRunPostBody
from api_client import Api
from change_listener import ChangeListener
from ended_runs import run_to_its_end, wait_for_end


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


def test_a_run_is_cleared_and_marked_after_a_look(airflow: client.ApiClient, api: Api, changes: ChangeListener) -> None:
    runs, tasks = dag_run_api.DagRunApi(airflow), task_instance_api.TaskInstanceApi(airflow)
    date = datetime(2025, 5, 1, tzinfo=UTC)
    run_id = runs.trigger_dag_run("pipeline", TriggerDAGRunPostBody(logical_date=date, conf={})).dag_run_id
    wait_for_end(api, changes, "pipeline", run_id)
    body = ClearTaskInstancesBody(
        dag_run_id=run_id,
        task_ids=[models.ClearTaskInstancesBodyTaskIdsInner("hello")],
        only_failed=False,
        include_downstream=True,
    )
    assert [each.task_id for each in tasks.post_clear_task_instances("pipeline", body).task_instances] == [
        "hello",
        "add",
    ]
    assert tasks.get_task_instance("pipeline", run_id, "hello").state == "success"
    body.dry_run = False
    tasks.post_clear_task_instances("pipeline", body)
    changes.until(lambda: tasks.get_task_instance("pipeline", run_id, "add").try_number == 2)
    wait_for_end(api, changes, "pipeline", run_id)

    patch = models.PatchTaskInstanceBody(new_state="failed", include_downstream=True, note="looked at")
    shown = tasks.patch_task_instance_dry_run("pipeline", run_id, "hello", patch)
    assert [each.task_id for each in shown.task_instances] == ["hello", "add"]
    marked = tasks.patch_task_instance("pipeline", run_id, "hello", patch).task_instances
    assert [(each.task_id, each.state, each.note) for each in marked] == [
        ("hello", "failed", "looked at"),
        ("add", "failed", None),
    ]
    wait_for_end(api, changes, "pipeline", run_id)
    cleared = runs.clear_dag_run("pipeline", run_id, models.DAGRunClearBody(dry_run=True, only_failed=True))
    assert cleared.actual_instance.total_entries == 2
    assert runs.patch_dag_run("pipeline", run_id, models.DAGRunPatchBody(state="success")).state == "success"
    bulk = models.BulkBodyBulkDAGRunBody.from_dict(
        {"actions": [{"action": "delete", "entities": [run_id, "nowhere"], "action_on_non_existence": "skip"}]}
    )
    assert runs.bulk_dag_runs("pipeline", bulk).delete.success == [f"pipeline.{run_id}"]
    unnameable = {"actions": [{"action": "delete", "entities": ["", "x" * 300]}]}
    nothing = runs.bulk_dag_runs("pipeline", models.BulkBodyBulkDAGRunBody.from_dict(unnameable)).delete
    assert (nothing.success, nothing.errors[0]["status_code"]) == ([], 404)


def test_task_instances_and_xcoms_over_all_runs(airflow: client.ApiClient, api: Api, changes: ChangeListener) -> None:
    run_id = run_to_its_end(api, changes, "pipeline", dag_run_id="over all").rsplit("/", 1)[1]
    run_id = unquote(run_id)
    tasks, xcoms = task_instance_api.TaskInstanceApi(airflow), x_com_api.XComApi(airflow)
    asked = models.TaskInstancesBatchBody(dag_ids=["pipeline"], dag_run_ids=[run_id], state=["success"])
    found = tasks.get_task_instances_batch("~", "~", asked)
    assert {each.task_id for each in found.task_instances} == {"hello", "add"}
    assert tasks.get_task_instances("pipeline", "~", operator=["BashOperator"], limit=1).total_entries >= 1
    runs = dag_run_api.DagRunApi(airflow)
    run = runs.get_dag_run("pipeline", run_id)
    within = {"run_id_pattern": run_id, "end_date_gte": run.end_date, "logical_date_lte": run.logical_date}
    assert runs.get_dag_runs("pipeline", **within).total_entries == 1
    assert runs.get_dag_runs("pipeline", **within, end_date_gt=run.end_date).total_entries == 0
    assert runs.get_dag_runs("pipeline", **within, logical_date_lt=run.logical_date).total_entries == 0
    assert tasks.get_mapped_task_instances("pipeline", run_id, "hello").total_entries == 0

    made = xcoms.create_xcom_entry("pipeline", "add", run_id, models.XComCreateBody(key="rate", value={"eur": 1.5}))
    assert made.value == {"eur": 1.5}
    with pytest.raises(client.ApiException) as refused:
        xcoms.create_xcom_entry("pipeline", "add", run_id, models.XComCreateBody(key="rate", value=2))
    assert refused.value.status == 409
    assert xcoms.update_xcom_entry("pipeline", "add", run_id, "rate", models.XComUpdateBody(value=[1])).value == [1]
    assert xcoms.get_xcom_entries("~", "~", "~", xcom_key="rate").total_entries == 1
    xcoms.delete_xcom_entry("pipeline", "add", run_id, "rate")
    assert xcoms.get_xcom_entries("pipeline", run_id, "add", xcom_key="rate").total_entries == 0


def test_variables_connections_and_pools_in_bulk(airflow: client.ApiClient) -> None:
    variables = variable_api.VariableApi(airflow)

    def change(action: str, *entities: object, **more: object) -> dict[str, object]:
        return {"actions": [{"action": action, "entities": list(entities), **more}]}

    def variable_bulk(action: str, *entities: object, **more: object) -> models.BulkResponse:
        return variables.bulk_variables(models.BulkBodyVariableBody.from_dict(change(action, *entities, **more)))

    one, two = {"key": "bulk_one", "value": "1"}, {"key": "bulk_two", "value": "2"}
    assert variable_bulk("create", one).create.success == ["bulk_one"]
    refused = variable_bulk("create", one, two).create
    assert (refused.success, refused.errors[0]["status_code"]) == ([], 409)
    assert variable_bulk("create", one, two, action_on_existence="skip").create.success == ["bulk_two"]
    both = variable_bulk("create", {**one, "value": "3"}, two, action_on_existence="overwrite").create.success
    assert both == ["bulk_one", "bulk_two"]
    assert variables.get_variable("bulk_one").value == "3"
    assert variable_bulk("delete", "bulk_one", "bulk_two").delete.success == ["bulk_one", "bulk_two"]
    assert variable_bulk("delete", "bulk_one").delete.errors[0]["status_code"] == 404

    connections = connection_api.ConnectionApi(airflow)
    entity = {"connection_id": "bulk", "conn_type": "http", "host": "h", "password": "s3cret"}
    body = models.BulkBodyConnectionBody.from_dict(change("create", entity))
    assert connections.bulk_connections(body).create.success == ["bulk"]
    changed = change("update", {**entity, "host": "other", "password": "lost"}, update_mask=["host"])
    connections.bulk_connections(models.BulkBodyConnectionBody.from_dict(changed))
    assert connections.get_connection("bulk").host == "other"
    connections.bulk_connections(models.BulkBodyConnectionBody.from_dict(change("delete", "bulk")))

    pools = pool_api.PoolApi(airflow)
    pool = {"name": "bulk", "slots": 2, "include_deferred": True}
    pools.bulk_pools(models.BulkBodyPoolBody.from_dict(change("create", pool)))
    assert pools.get_pool("bulk").include_deferred
    assert pools.bulk_pools(models.BulkBodyPoolBody.from_dict(change("delete", "bulk"))).delete.success == ["bulk"]


def test_the_installation_is_described(airflow: client.ApiClient, finished_run: str) -> None:
    stats = dag_stats_api.DagStatsApi(airflow).get_dag_stats(["pipeline"]).dags[0]
    assert {each.state: each.count for each in stats.stats}["success"] >= 1
    assert dag_warning_api.DagWarningApi(airflow).list_dag_warnings().total_entries == 0
    assert job_api.JobApi(airflow).get_jobs(is_alive=True).jobs[0].state == "running"
    assert provider_api.ProviderApi(airflow).get_providers().total_entries >= 0
    assert plugin_api.PluginApi(airflow).get_plugins().plugins == []
    dags, parsing = dag_api.DAGApi(airflow), dag_parsing_api.DAGParsingApi(airflow)
    assert [dag.is_paused for dag in dags.patch_dags(DAGPatchBody(is_paused=True), dag_id_pattern="fails").dags] == [
        True
    ]
    parsing.reparse_dag_file(dags.get_dag("pipeline").file_token)
    for refuse in (
        lambda: parsing.reparse_dag_file("bm93aGVyZQ"),
        lambda: connection_api.ConnectionApi(airflow).test_connection(
            models.ConnectionBody(connection_id="x", conn_type="http")
        ),
    ):
        with pytest.raises(client.ApiException) as refused:
            refuse()
        assert refused.value.status in (404, 409)
    run_id = unquote(finished_run.rsplit("/", 1)[1])
    assert task_instance_api.TaskInstanceApi(airflow).get_extra_links("pipeline", run_id, "hello").total_entries == 0
    with pytest.raises(client.ApiException) as hidden:
        config_api.ConfigApi(airflow).get_config()
    assert hidden.value.status == 404


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
