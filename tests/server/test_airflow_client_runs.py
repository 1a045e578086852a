"""Airflow's own client waits for runs, changes task instances in bulk, and keeps favourites."""

from __future__ import annotations

import json
from urllib.parse import unquote

import httpx
import pytest
from airflow_client import client
from airflow_client.client import models
from airflow_client.client.api import dag_api, dag_run_api, plugin_api, task_instance_api
from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import run_to_its_end
from jupyter_process import TOKEN, JupyterProcess


def test_a_run_is_waited_for_line_by_line(airflow: client.ApiClient, server: JupyterProcess) -> None:
    """One line a look, the last one with the results; of a run that has ended it is the only one."""
    runs = dag_run_api.DagRunApi(airflow)
    run_id = runs.trigger_dag_run("pipeline", models.TriggerDAGRunPostBody(conf={"by": "wait"})).dag_run_id
    path = f"{server.api}dags/pipeline/dagRuns/{part(run_id)}/wait"
    asked = {"interval": 0.2, "result": ["add", "hello"]}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.stream("GET", path, params=asked, headers=headers, timeout=120.0) as answer:  # type: ignore[arg-type]
        lines = [json.loads(line) for line in answer.iter_lines()]
    assert {line["state"] for line in lines[:-1]} <= {"queued", "running"}
    assert lines[-1]["state"] == "success"
    assert lines[-1]["results"]["add"]["conf"] == {"by": "wait"}
    ended = runs.wait_dag_run_until_finished("pipeline", run_id, interval=1)
    assert ended == {"state": "success"}
    with pytest.raises(client.ApiException) as refused:
        runs.wait_dag_run_until_finished("pipeline", "nowhere", interval=1)
    assert refused.value.status == 404


def test_who_leaves_while_waiting_holds_nothing_up(api: Api, server: JupyterProcess) -> None:
    """Many wait for a run that does not end; then they go, and the server answers others at once."""
    run = api.post("dags/waits/dagRuns")["dag_run_id"]
    path = f"dags/waits/dagRuns/{part(run)}"
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=server.api, headers=headers, timeout=120.0) as others:
        waiting = [
            others.send(others.build_request("GET", path + "/wait", params={"interval": 3600}), stream=True)
            for _ in range(20)
        ]
        assert all(next(each.iter_lines()) for each in waiting)
        assert api.get("dagRunCounts")["queued"] >= 0
        for each in waiting:
            each.close()
    assert api.post(path + "/stop")["state"] == "failed"


def test_task_instances_are_marked_noted_and_deleted_in_bulk(
    airflow: client.ApiClient, api: Api, changes: ChangeListener
) -> None:
    """Entity by entity, as in Airflow: what was done stays, and the answer tells what was refused."""
    run_id = unquote(run_to_its_end(api, changes, "pipeline", dag_run_id="tasks in bulk").rsplit("/", 1)[1])
    tasks = task_instance_api.TaskInstanceApi(airflow)

    def bulk(*actions: dict[str, object], dag: str = "pipeline", run: str = run_id) -> models.BulkResponse:
        body = models.BulkBodyBulkTaskInstanceBody.from_dict({"actions": list(actions)})
        return tasks.bulk_task_instances(dag, run, body)

    def update(*entities: object, **more: object) -> dict[str, object]:
        return {"action": "update", "entities": list(entities), **more}

    hello, add = {"task_id": "hello"}, {"task_id": "add"}
    done = bulk(update({**hello, "note": "one"}, {**add, "note": "two", "new_state": "failed"}, update_mask=["note"]))
    assert done.update.success == [f"pipeline.{run_id}.hello", f"pipeline.{run_id}.add"]
    found = {each.task_id: each for each in tasks.get_task_instances("pipeline", run_id).task_instances}
    assert {name: (each.note, each.state) for name, each in found.items()} == {
        "hello": ("one", "success"),
        "add": ("two", "success"),
    }
    part_of = bulk(update({**add, "new_state": "skipped"}, {"task_id": "nowhere", "note": "x"}), dag="~", run="~")
    assert (part_of.update.success, {each["status_code"] for each in part_of.update.errors}) == ([], {400})
    refused = bulk(update({**add, "new_state": "skipped"}, {"task_id": "nowhere", "note": "x"}))
    assert (refused.update.success, refused.update.errors[0]["status_code"]) == ([], 404)
    skipped = bulk(
        update({**add, "new_state": "skipped"}, {"task_id": "nowhere"}, action_on_non_existence="skip"),
        {"action": "create", "entities": [hello]},
        update({**hello, "note": "three"}),
    )
    assert skipped.update.success == [f"pipeline.{run_id}.add", f"pipeline.{run_id}.hello"]
    assert skipped.create.errors[0]["status_code"] == 409
    assert tasks.get_task_instance("pipeline", run_id, "hello").note == "three"
    changes.until(lambda: api.get(f"dags/pipeline/dagRuns/{part(run_id)}")["state"] == "success")
    nothing = bulk({"action": "delete", "entities": ["", "x" * 300]})
    assert (nothing.delete.success, nothing.delete.errors[0]["status_code"]) == ([], 404)
    gone = bulk({"action": "delete", "entities": ["add"]})
    assert gone.delete.success == [f"pipeline.{run_id}.add"]
    tasks.delete_task_instance("pipeline", run_id, "hello")
    assert tasks.get_task_instances("pipeline", run_id).total_entries == 0


def test_runs_are_found_by_how_long_they_took_and_what_they_were_given(
    airflow: client.ApiClient, api: Api, changes: ChangeListener
) -> None:
    run_to_its_end(api, changes, "pipeline", dag_run_id="prefix 1", conf={"country": "ÅLAND", "day": 3})
    runs = dag_run_api.DagRunApi(airflow)

    def count(**asked: object) -> int:
        return int(runs.get_dag_runs("pipeline", run_id_prefix_pattern="prefix", **asked).total_entries)  # type: ignore[arg-type]

    assert count() == count(duration_gte=0, dag_version=[1]) == count(conf_contains='"day": 3') == 1
    assert count(conf_contains="ÅLAND") == 1
    assert count(duration_gt=10_000) == count(conf_contains="nothing") == count(dag_version=[99]) == 0
    assert runs.get_dag_runs("pipeline", run_id_prefix_pattern="Prefix").total_entries == 0
    tasks = task_instance_api.TaskInstanceApi(airflow)
    assert tasks.get_task_instances("pipeline", "prefix 1", order_by=["-task_id", "id"]).task_instances[0].task_id == (
        "hello"
    )
    with pytest.raises(client.ApiException) as refused:
        runs.get_dag_runs("pipeline", updated_at_gte="2026-01-01T00:00:00Z")
    assert (refused.value.status, "is not kept" in str(refused.value.body)) == (422, True)


def test_a_dag_is_a_favourite_of_ones_own(airflow: client.ApiClient) -> None:
    dags = dag_api.DAGApi(airflow)
    dags.favorite_dag("pipeline")
    assert [dag.dag_id for dag in dags.get_dags(is_favorite=True).dags] == ["pipeline"]
    assert dags.get_dag_details("pipeline").is_favorite
    dags.unfavorite_dag("pipeline")
    assert dags.get_dags(is_favorite=True).total_entries == 0
    with pytest.raises(client.ApiException) as refused:
        dags.unfavorite_dag("pipeline")
    assert refused.value.status == 409


def test_what_else_the_client_asks_is_answered(airflow: client.ApiClient, finished_run: str) -> None:
    assert plugin_api.PluginApi(airflow).import_errors().total_entries == 0
    run_id = unquote(finished_run.rsplit("/", 1)[1])
    tasks = task_instance_api.TaskInstanceApi(airflow)
    with pytest.raises(client.ApiException) as unknown:
        tasks.get_external_log_url("pipeline", run_id, "hello", 1)
    assert (unknown.value.status, "base_url" in str(unknown.value.body)) == (404, True)
    assert tasks.get_extra_links("pipeline", run_id, "hello", try_number=1).total_entries == 0
    with pytest.raises(client.ApiException) as earlier:
        tasks.get_extra_links("pipeline", run_id, "hello", try_number=7)
    assert earlier.value.status == 404


def test_a_run_is_started_again_on_its_own_code_or_the_newest(api: Api, finished_run: str) -> None:
    assert api.get("dags/pipeline/details")["rerun_with_latest_version"] is None
    same = api.post(finished_run + "/rerun", {"run_on_latest_version": False})
    assert same["dag_versions"] == api.get(finished_run)["dag_versions"]
