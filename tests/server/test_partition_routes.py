"""Partition keys over HTTP: given to runs and updates, told of them, and what waits for which key."""

from __future__ import annotations

import pytest
from airflow_client import client
from airflow_client.client.api import asset_api, dag_run_api
from airflow_client.client.models import CreateAssetEventsBody, TriggerDAGRunPostBody
from api_client import Api
from change_listener import ChangeListener
from jupyter_process import TOKEN, JupyterProcess

SOURCE = """
from couture_jupyter import DAG, Asset, EmptyOperator
from couture_jupyter.partitions import FixedKeyMapper, RollupMapper, SegmentWindow
from couture_jupyter.timetables import PartitionedAssetTimetable, PartitionedAtRuntime

regions = Asset("regions")
whole = RollupMapper(upstream_mapper=FixedKeyMapper("all"), window=SegmentWindow(["us", "eu"]))
with DAG("makes_regions", schedule=PartitionedAtRuntime(), is_paused_upon_creation=False):
    EmptyOperator(task_id="make", outlets=[regions])
with DAG(
    "all_regions",
    schedule=PartitionedAssetTimetable(assets=regions, default_partition_mapper=whole),
    is_paused_upon_creation=False,
):
    EmptyOperator(task_id="use")
"""


@pytest.fixture(scope="module")
def asset_id(server: JupyterProcess, api: Api, changes: ChangeListener) -> int:
    (server.root / "dags" / "regions.py").write_text(SOURCE, encoding="utf-8")
    changes.until(lambda: api.get("assets", name_pattern="regions")["total_entries"] == 1)
    return int(api.get("assets", name_pattern="regions")["assets"][0]["id"])


def test_keys_come_with_runs_and_updates_until_a_partition_is_complete(
    server: JupyterProcess, api: Api, changes: ChangeListener, asset_id: int
) -> None:
    assert api.get("dags/makes_regions/details")["takes_partition_key"]
    details = api.get("dags/all_regions/details")
    assert (details["timetable_partitioned"], details["timetable_periodic"]) == (True, False)
    with client.ApiClient(client.Configuration(host=server.url + "couture", access_token=TOKEN)) as airflow:
        runs, assets = dag_run_api.DagRunApi(airflow), asset_api.AssetApi(airflow)
        run = runs.trigger_dag_run("makes_regions", TriggerDAGRunPostBody(logical_date=None, partition_key="us"))
        assert run.partition_key == "us"
        waiting = changes.until(lambda: api.get("dags/all_regions/assets/nextRun")["partitions"])
        assert waiting == [{"partition_key": "all", "assets": [{"asset": "regions", "received": 1, "required": 2}]}]
        event = assets.create_asset_event(CreateAssetEventsBody(asset_id=asset_id, partition_key="eu"))
        assert event.partition_key == "eu"
    path = "dags/all_regions/dagRuns"
    found = changes.until(lambda: api.get(path, partition_key_pattern="al")["dag_runs"])
    assert [each["partition_key"] for each in found] == ["all"]
    assert api.get(path, partition_key_prefix_pattern="us")["total_entries"] == 0
    assert api.get("dags/all_regions/assets/nextRun")["total_partitions"] == 0


def test_a_key_that_is_none_is_refused_at_its_field(api: Api, asset_id: int) -> None:
    for path, body in (
        ("dags/makes_regions/dagRuns", {"logical_date": None, "partition_key": " "}),
        ("dags/pipeline/dagRuns", {"logical_date": None, "partition_key": "us"}),
        ("assets/events", {"asset_id": asset_id, "partition_key": "x" * 251}),
    ):
        (problem,) = api.post(path, body, expect=422)["detail"]
        assert problem["loc"] == ["body", "partition_key"]
