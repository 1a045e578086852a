"""Partitions of assets in JupyterLab: a run and an update with a key, and what waits until a partition is complete."""

from __future__ import annotations

from .conftest import Lab, Screen, expect

DAGS = """
from couture_jupyter import DAG, Asset, EmptyOperator
from couture_jupyter.partitions import FixedKeyMapper, RollupMapper, SegmentWindow
from couture_jupyter.timetables import PartitionedAssetTimetable, PartitionedAtRuntime

regions = Asset("regions")
whole = RollupMapper(upstream_mapper=FixedKeyMapper("all"), window=SegmentWindow(["us", "eu"]))
with DAG("load_regions", schedule=PartitionedAtRuntime(), is_paused_upon_creation=False):
    EmptyOperator(task_id="load", outlets=[regions])
waiting = PartitionedAssetTimetable(assets=regions, default_partition_mapper=whole)
with DAG("all_regions", schedule=waiting, is_paused_upon_creation=False):
    EmptyOperator(task_id="sum_up")
"""


def test_a_partition_waits_for_all_its_parts_and_runs(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "regions.py").write_text(DAGS)
    lab.wait_until(lambda: lab.ask("GET", "assets?name_pattern=regions")["total_entries"] == 1)
    screen.open()
    screen.execute("couture:open-dag", dagId="load_regions")
    screen.choose_more("Run a Partition…")
    screen.page.locator(".jp-Dialog input").fill("us")
    screen.page.locator(".jp-Dialog").get_by_role("button", name="Run", exact=True).click()
    screen.execute("couture:open-dag", dagId="all_regions")
    waits = screen.page.get_by_role("button", name="1 partition waits")
    waits.click()
    awaited = screen.page.get_by_role("table", name="Awaited partitions")
    expect(awaited).to_contain_text("regions: 1 of 2")
    screen.shoot("partitions-of-dag")
    screen.execute("couture:open-assets")
    assets = screen.page.locator(".couture-Assets")
    assets.get_by_role("button", name="regions", exact=True).click()
    assets.get_by_role("button", name="Create event…").click()
    form = assets.get_by_role("form", name="Create event")
    form.get_by_label("Partition key").fill("eu")
    screen.shoot("partition-of-an-update")
    form.get_by_role("button", name="Create").click()
    updates = assets.get_by_role("table", name="Updates")
    expect(updates).to_contain_text("eu")
    updates.get_by_role("button", name="all_regions").first.click()
    expect(screen.run_page).to_contain_text("Partition")
    expect(screen.run_page.locator(".couture-RunFacts")).to_contain_text("all")
    screen.shoot("run-of-a-partition")
