"""Partitions of assets with a real engine: from a key at a moment, or one that a task names, to the runs that wait."""

from __future__ import annotations

import json
from typing import Any

import pytest
from couture_scheduler.actions import assets, runs
from couture_scheduler.errors import InvalidInputError

HEADER = """
from couture_jupyter import *
from couture_jupyter.partitions import *
from couture_jupyter.timetables import CronPartitionTimetable, PartitionedAssetTimetable, PartitionedAtRuntime
raw, sales = Asset("raw"), Asset("sales")
REGIONS = SegmentWindow(["us", "eu", "apac"])
def on(asset, mapper=None):
    return PartitionedAssetTimetable(assets=asset, default_partition_mapper=mapper)
"""
WAITING = """
SCHEDULES = {
    "same_hour": on(raw),
    "day": on(raw, StartOfDayMapper()),
    "week_of_days": on(raw, FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow())),
    "each_region": on(sales, AllowedKeyMapper(["us", "eu"])),
    "all_regions": on(sales, RollupMapper(upstream_mapper=FixedKeyMapper("all"), window=REGIONS)),
    "two_regions": on(
        sales,
        RollupMapper(upstream_mapper=FixedKeyMapper("all"), window=REGIONS, wait_policy=MinimumCount(2)),
    ),
    "whole": [sales],
}
for dag_id, schedule in SCHEDULES.items():
    with DAG(dag_id, schedule=schedule, is_paused_upon_creation=False):
        @task
        def look(*, dag_run, partition_key, triggering_asset_events):
            assert dag_run.partition_key == partition_key
            date = dag_run.partition_date
            came = sorted(each.partition_key for found in triggering_asset_events.values() for each in found)
            return [partition_key, date and date.isoformat(), came]
        look()
"""
HOURLY = """
with DAG("makes", schedule=CronPartitionTimetable("0 * * * *", run_immediately=True)):
    @task(outlets=[raw])
    def make(*, dag_run, partition_key):
        return [partition_key, dag_run.partition_date.isoformat()]
    make()
"""
REGIONS = """
with DAG("names_regions", schedule=PartitionedAtRuntime()):
    @task(outlets=[sales])
    def name_them(*, outlet_events):
        outlet_events[sales].add_partitions(["us", "eu", "us"])
    name_them()
"""


def told(workspace: Any, dag_id: str, count: int) -> list[Any]:
    """What the tasks of so many runs of a DAG returned."""
    query = (
        "SELECT x.value FROM xcom x JOIN task_instance t ON t.id = x.task_instance_id JOIN dag_run r"
        " ON r.id = t.dag_run_id WHERE r.dag_id = ? AND r.state = 'success' AND x.key = 'return_value'"
    )
    workspace.wait_for(lambda: len(workspace.rows(query, dag_id)) >= count)
    found = [json.loads(value) for (value,) in workspace.rows(query, dag_id)]
    assert len(found) == count
    return sorted(found)


def test_partitions_start_the_runs_that_wait_for_them(workspace: Any) -> None:
    workspace.write_dag("same_hour", HEADER + WAITING)
    workspace.write_dag("makes", HEADER + HOURLY)
    ((key, date),) = told(workspace, "makes", 1)
    assert date.startswith(key)
    assert told(workspace, "same_hour", 1) == [[key, date, [key]]]
    assert told(workspace, "day", 1) == [[key[:10], f"{key[:10]}T00:00:00+00:00", [key]]]
    assert len({day for day, _, _ in told(workspace, "week_of_days", 7)}) == 7

    workspace.write_dag("names_regions", HEADER + REGIONS)
    run_id = workspace.trigger("names_regions")
    assert workspace.wait_for_run("names_regions", run_id) == "success"
    assert told(workspace, "each_region", 2) == [["eu", None, ["eu"]], ["us", None, ["us"]]]
    assert told(workspace, "two_regions", 1) == [["all", None, ["eu", "us"]]]

    made = assets.create_event(workspace.context, assets.named(workspace.context, "sales").id, partition_key="apac")
    assert made.partition_key == "apac"
    assert told(workspace, "all_regions", 1) == [["all", None, ["apac", "eu", "us"]]]
    ignored = "SELECT dag_id FROM event_log WHERE event = 'ignore_asset_event'"
    assert workspace.rows(ignored) == [("each_region",)]
    assert workspace.rows("SELECT 1 FROM dag_run WHERE dag_id = 'whole'") == []
    assert workspace.rows("SELECT dag_id, partition_key FROM asset_wait") == [("two_regions", "all")]

    by_hand = runs.trigger(workspace.context, "day", partition_key="2026-03-04").run
    assert workspace.wait_for_run("day", by_hand.run_id) == "success"
    assert ["2026-03-04", "2026-03-04T00:00:00+00:00", []] in told(workspace, "day", 2)
    again = runs.rerun(workspace.context, "day", by_hand.run_id).run
    assert again.partition_key == "2026-03-04"
    assert workspace.wait_for_run("day", again.run_id) == "success"
    for dag_id, wrong in (("day", "us"), ("names_regions", " "), ("whole", "us")):
        with pytest.raises(InvalidInputError) as refused:
            runs.trigger(workspace.context, dag_id, partition_key=wrong)
        assert refused.value.problems[0].field == ("partition_key",)
