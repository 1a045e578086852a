"""Assets over HTTP: our routes, and Airflow's own client."""

from __future__ import annotations

from typing import Any

import pytest
from airflow_client import client
from airflow_client.client.api import asset_api, asset_state_store_api
from airflow_client.client.models import AssetStateStoreBody, CreateAssetEventsBody, MaterializeAssetBody
from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import run_to_its_end
from jupyter_process import TOKEN, JupyterProcess

SOURCE = """
from couture_jupyter import DAG, Asset, AssetAlias, EmptyOperator

raw, rates = Asset("raw", "s3://bucket/raw", extra={"owner": "x"}), Asset("rates")
with DAG("makes_raw", schedule=None, is_paused_upon_creation=False):
    EmptyOperator(task_id="make", outlets=[raw])
with DAG("awaits_both", schedule=[raw, rates], is_paused_upon_creation=False):
    EmptyOperator(task_id="use", inlets=[raw])
with DAG("awaits_alias", schedule=AssetAlias("some"), is_paused_upon_creation=False):
    EmptyOperator(task_id="use")
"""


@pytest.fixture(scope="module")
def known(server: JupyterProcess, api: Api, changes: ChangeListener) -> dict[str, int]:
    """The assets of the DAG file, by name."""
    (server.root / "dags" / "assets.py").write_text(SOURCE, encoding="utf-8")
    changes.until(lambda: api.get("assets", name_pattern="r")["total_entries"] >= 2)
    changes.until(lambda: api.get("assets/aliases")["total_entries"] == 1)
    return {each["name"]: each["id"] for each in api.get("assets")["assets"]}


def runs_of(api: Api, dag_id: str) -> list[dict[str, Any]]:
    return list(api.get(f"dags/{dag_id}/dagRuns", order_by="-start_date")["dag_runs"])


def test_assets_are_listed_with_who_makes_reads_and_awaits_them(api: Api, known: dict[str, int]) -> None:
    found = api.get(f"assets/{known['raw']}")
    assert (found["uri"], found["extra"]) == ("s3://bucket/raw", {"owner": "x"})
    assert [(each["dag_id"], each["task_id"]) for each in found["producing_tasks"]] == [("makes_raw", "make")]
    assert [(each["dag_id"], each["task_id"]) for each in found["consuming_tasks"]] == [("awaits_both", "use")]
    assert [each["dag_id"] for each in found["scheduled_dags"]] == ["awaits_both"]
    page = api.get("assets", order_by="-name", limit=1)
    assert (page["assets"], page["total_entries"]) == ([found], 2)
    assert api.get("assets", uri_pattern="%BUCKET%")["total_entries"] == 1
    assert api.get("assets", dag_ids="awaits_alias")["total_entries"] == 0
    api.get("assets", order_by="colour", expect=422)
    api.get("assets/999999", expect=404)
    (alias,) = api.get("assets/aliases", name_pattern="so")["asset_aliases"]
    assert api.get(f"assets/aliases/{alias['id']}") == alias == {"id": alias["id"], "name": "some", "group": "asset"}


def test_what_a_dag_waits_for_comes_by_a_run_and_by_hand(
    api: Api, changes: ChangeListener, known: dict[str, int]
) -> None:
    path = run_to_its_end(api, changes, "makes_raw")
    waiting = api.get("dags/awaits_both/assets/nextRun")
    assert [(each["name"], each["since"] is not None) for each in waiting["awaited"]] == [
        ("raw", True),
        ("rates", False),
    ]
    assert waiting["asset_expression"]["all"][1]["asset"]["name"] == "rates"
    queued = api.get("dags/awaits_both/assets/queuedEvents")
    assert [each["asset_id"] for each in queued["queued_events"]] == [known["raw"]]
    assert api.get(f"dags/awaits_both/assets/{known['raw']}/queuedEvents") == queued["queued_events"][0]
    assert api.get(f"assets/{known['raw']}/queuedEvents") == queued
    made = api.post("assets/events", {"asset_id": known["rates"], "extra": {"n": 1}})
    assert (made["extra"], made["source_dag_id"]) == ({"n": 1, "from_rest_api": True}, None)
    run = changes.until(lambda: [each for each in runs_of(api, "awaits_both") if each["state"] == "success"])[0]
    assert (run["run_type"], run["triggered_by"]) == ("asset_triggered", "asset")
    events = api.get(f"dags/awaits_both/dagRuns/{part(run['dag_run_id'])}/upstreamAssetEvents")["asset_events"]
    assert [(each["name"], each["source_task_id"]) for each in events] == [("raw", "make"), ("rates", None)]
    assert [each["run_id"] for each in events[1]["created_dagruns"]] == [run["dag_run_id"]]
    assert part(events[0]["source_run_id"]) in path
    assert api.get("assets/events", asset_id=known["rates"], order_by="-timestamp")["asset_events"][0] == events[1]
    assert api.get("assets/events", source_dag_id="makes_raw")["total_entries"] >= 1
    api.get("dags/awaits_both/assets/queuedEvents", expect=404)
    assert api.get(f"assets/{known['rates']}")["last_asset_event"]["id"] == made["id"]
    assert "create_asset_event" in [each["event"] for each in api.get("eventLogs")["event_logs"]]
    assert any(each["subject"] == "asset" for each in changes.changes)


def test_what_waits_can_be_forgotten(api: Api, known: dict[str, int]) -> None:
    for _ in range(2):
        api.post("assets/events", {"asset_id": known["raw"]})
        api.delete(f"dags/awaits_both/assets/{known['raw']}/queuedEvents")
        api.delete("dags/awaits_both/assets/queuedEvents", expect=404)
    api.post("assets/events", {"asset_id": 999999}, expect=404)
    api.delete("dags/nobody/assets/queuedEvents", expect=404)


def test_a_dag_that_no_asset_starts_awaits_nothing(api: Api, known: dict[str, int]) -> None:
    found = api.get("dags/pipeline/assets/nextRun")
    assert (found["dag_id"], found["asset_expression"], found["awaited"]) == ("pipeline", None, [])
    (alias,) = api.get("dags/awaits_alias/assets/nextRun")["awaited"]
    assert (alias["kind"], alias["name"], alias["since"]) == ("alias", "some", None)


def test_airflows_client_reads_makes_and_materializes(
    server: JupyterProcess, known: dict[str, int], changes: ChangeListener, api: Api
) -> None:
    configuration = client.Configuration(host=server.url + "couture", access_token=TOKEN)
    with client.ApiClient(configuration) as airflow:
        assets = asset_api.AssetApi(airflow)
        assert {each.name for each in assets.get_assets().assets} == {"raw", "rates"}
        assert assets.get_asset(known["raw"]).producing_tasks[0].dag_id == "makes_raw"
        assert assets.get_asset_aliases().asset_aliases[0].name == "some"
        assets.create_asset_event(CreateAssetEventsBody(asset_id=known["raw"], extra={"k": "v"}))
        assert assets.get_asset_events(asset_id=known["raw"], order_by=["-timestamp"]).asset_events[0].extra["k"] == "v"
        assert assets.get_dag_asset_queued_events("awaits_both").total_entries == 1
        assets.delete_dag_asset_queued_events("awaits_both")
        run = assets.materialize_asset(known["raw"], MaterializeAssetBody(note="by hand"))
        assert (run.dag_id, run.note) == ("makes_raw", "by hand")
        with pytest.raises(client.ApiException) as refused:
            assets.materialize_asset(known["rates"])
        assert refused.value.status == 404
    path = f"dags/makes_raw/dagRuns/{part(run.dag_run_id)}"
    changes.until(lambda: api.get(path)["state"] == "success")


def test_state_of_an_asset_tells_who_wrote_it(api: Api, known: dict[str, int]) -> None:
    path = f"assets/{known['raw']}/state-store"
    api.call("PUT", path + "/watermark", 204, json={"value": "2026-03-04"})
    (kept,) = api.get(path)["asset_state_store"]
    assert (kept["key"], kept["value"], kept["last_updated_by"]["kind"]) == ("watermark", "2026-03-04", "api")
    assert api.get(path + "/watermark") == kept
    api.call("DELETE", path + "/watermark", 204)
    api.get(path + "/watermark", expect=404)
    api.call("PUT", path + "/watermark", 204, json={"value": 1})
    api.call("DELETE", path, 204)
    assert api.get(path) == {"asset_state_store": [], "total_entries": 0}
    api.get("assets/999999/state-store", expect=404)


def test_airflows_client_keeps_and_reads_the_state_of_an_asset(
    airflow: client.ApiClient, known: dict[str, int]
) -> None:
    asks = asset_state_store_api.AssetStateStoreApi(airflow)
    asks.set_asset_state_store("rows", known["rates"], AssetStateStoreBody(value=3))
    found = asks.get_asset_state_store("rows", known["rates"])
    assert (found.value, found.last_updated_by.kind) == (3, "api")
    assert asks.list_asset_state_store(known["rates"]).total_entries == 1
    asks.clear_asset_state_store(known["rates"])
    assert asks.list_asset_state_store(known["rates"]).total_entries == 0
