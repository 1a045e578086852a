"""State stores over REST, in Airflow's shape."""

from __future__ import annotations

from urllib.parse import unquote

from airflow_client import client
from airflow_client.client.api import task_state_store_api
from airflow_client.client.models import TaskStateStoreBody, TaskStateStorePatchBody
from api_client import Api


def test_state_of_a_task_is_written_read_and_forgotten(api: Api, finished_run: str) -> None:
    path = finished_run + "/taskInstances/add/state-store"
    assert api.get(path) == {"task_state_store": [], "total_entries": 0}
    api.call("PUT", path + "/job%2F1", 204, json={"value": {"id": 7}, "expires_at": "2126-03-04T00:00:00Z"})
    api.call("PUT", path + "/ever", 204, json={"value": [], "expires_at": None})
    api.call("PUT", path + "/usual", 204, json={"value": False})
    listed = api.get(path, limit=2)
    assert ([each["key"] for each in listed["task_state_store"]], listed["total_entries"]) == (["ever", "job/1"], 3)
    api.call("PATCH", path + "/job%2F1", 204, json={"value": {"id": 8}})
    found = api.get(path + "/job%2F1")
    assert (found["value"], found["expires_at"]) == ({"id": 8}, "2126-03-04T00:00:00Z")
    assert api.get(path + "/ever")["expires_at"] is None
    assert api.get(path + "/usual")["expires_at"] is not None
    api.call("PATCH", path + "/nothing", 404, json={"value": 1})
    api.get(path + "/nothing", expect=404)
    api.get(path, map_index=3, expect=404)
    wrong = api.call("PUT", path + "/job", 422, json={"value": None}).json()["detail"]
    assert [(each["loc"], "cannot be None" in each["msg"]) for each in wrong] == [(["body", "value"], True)]
    api.call("DELETE", path + "/ever", 204)
    api.call("DELETE", path + "/ever", 204)
    api.call("DELETE", path + "?all_map_indices=true", 204)
    assert api.get(path)["total_entries"] == 0


def test_airflows_client_keeps_and_reads_the_state_of_a_task(airflow: client.ApiClient, finished_run: str) -> None:
    asks = task_state_store_api.TaskStateStoreApi(airflow)
    names = ("pipeline", unquote(finished_run.rpartition("/")[2]), "hello")
    asks.set_task_state_store("job", *names, TaskStateStoreBody(value={"id": 7}))
    asks.patch_task_state_store("job", *names, TaskStateStorePatchBody(value={"id": 8}))
    assert [(each.key, each.value) for each in asks.list_task_state_store(*names).task_state_store] == [
        ("job", {"id": 8})
    ]
    assert asks.get_task_state_store("job", *names).expires_at is not None
    asks.delete_task_state_store("job", *names)
    asks.clear_task_state_store(*names, all_map_indices=True)
    assert asks.list_task_state_store(*names).total_entries == 0
