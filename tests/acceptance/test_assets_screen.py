"""Assets in JupyterLab: what a DAG waits for, an update by hand, and the run that it starts."""

from __future__ import annotations

import re

from .conftest import Lab, Screen, expect

DAGS = """
from couture_jupyter import DAG, Asset, BashOperator, EmptyOperator

prices, rates = Asset("prices", "s3://bucket/prices.csv"), Asset("rates", extra={"owner": "ada"})
with DAG("load_prices", schedule=None, is_paused_upon_creation=False):
    BashOperator(task_id="load", bash_command="true", outlets=[prices])
with DAG("report", schedule=[prices, rates], is_paused_upon_creation=False):
    EmptyOperator(task_id="write", inlets=[prices])
"""

UPDATED = """
from couture_jupyter import DAG, Asset, EmptyOperator

with DAG("fruit", schedule=None):
    EmptyOperator(task_id="pick", outlets=[Asset("apples"), Asset("pears")])
"""
LINEAGE = """
from couture_jupyter import DAG, Asset, EmptyOperator

rows = Asset("lineage_rows")
with DAG("lineage_load", schedule=None):
    EmptyOperator(task_id="load", outlets=[rows])
with DAG("lineage_report", schedule=[rows]):
    EmptyOperator(task_id="write", inlets=[rows])
"""


def test_a_dag_says_what_it_awaits_and_runs_when_it_has_come(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "assets.py").write_text(DAGS)
    lab.wait_until(lambda: {"prices", "rates"} <= {each["name"] for each in lab.ask("GET", "assets")["assets"]})
    screen.open()
    screen.execute("couture:open-assets")
    assets = screen.page.locator(".couture-Assets")
    row = assets.get_by_role("table", name="Assets").get_by_role("row").filter(has_text="load_prices.load")
    expect(row).to_contain_text("Never")
    screen.shoot("assets")
    assets.get_by_role("button", name="prices", exact=True).press("Enter")
    assets.get_by_role("button", name="Materialize").click()
    expect(screen.run_page).to_contain_text("load_prices")
    screen.execute("couture:open-dag", dagId="report")
    page = screen.page.locator(".couture-DagPage")
    page.get_by_role("button", name="1 of 2 awaited assets have come").click()
    awaited = page.get_by_role("table", name="Awaited assets").get_by_role("row")
    expect(awaited.nth(1)).to_contain_text("Has come")
    expect(awaited.nth(2)).to_contain_text("Awaited")
    screen.shoot("assets-of-dag")
    page.get_by_role("table", name="Awaited assets").get_by_role("button", name="rates").click()
    expect(assets.get_by_role("heading", name="rates")).to_be_visible()
    assets.get_by_role("button", name="Create event…").click()
    form = assets.get_by_role("form", name="Create event")
    form.get_by_label("Extra").fill("[1]")
    form.get_by_role("button", name="Create").click()
    expect(form).to_contain_text("Write a JSON object")
    form.get_by_label("Extra").fill('{"rows": 3}')
    form.get_by_role("button", name="Create").click()
    updates = assets.get_by_role("table", name="Updates")
    expect(updates).to_contain_text("rows: 3")
    screen.shoot("asset-details")
    updates.get_by_role("button", name="report").click()
    expect(screen.run_page).to_contain_text("Updated assets: prices made by load_prices, rates by hand")
    screen.shoot("run-by-assets")


def test_the_updates_of_all_assets_are_narrowed_down_and_named_by_an_address(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "updated.py").write_text(UPDATED)
    lab.wait_until(
        lambda: {"apples", "pears"} <= {each["name"] for each in lab.ask("GET", "assets?limit=100")["assets"]}
    )
    numbers = {each["name"]: each["id"] for each in lab.ask("GET", "assets?limit=100")["assets"]}
    for name in ("apples", "pears"):
        lab.ask("POST", "assets/events", {"asset_id": numbers[name], "extra": {"of": name}})
    screen.open(screen.link("assets", "name=apples"))
    assets = screen.page.locator(".couture-Assets").get_by_role("table", name="Assets").get_by_role("row")
    expect(assets).to_have_count(2)
    expect(assets.nth(1)).to_contain_text("apples")
    screen.page.get_by_role("navigation", name="Views of assets").get_by_role("button", name="Updates").click()
    events = screen.page.locator(".couture-AssetEvents")
    rows = events.get_by_role("table", name="Updates of assets").get_by_role("row")
    expect(rows.filter(has_text="pears")).to_have_count(1)
    events.get_by_label("Search assets").fill("apples")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("By hand")
    screen.shoot("asset-events")
    with screen.page.expect_download() as saved:
        events.get_by_role("button", name="Export CSV").click()
    assert "apples" in saved.value.path().read_text(encoding="utf-8")
    assert "pears" not in saved.value.path().read_text(encoding="utf-8")


def test_the_lineage_leads_from_those_who_write_to_those_who_read(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "lineage.py").write_text(LINEAGE)
    lab.wait_until(lambda: "lineage_rows" in {each["name"] for each in lab.ask("GET", "assets?limit=100")["assets"]})
    screen.open(screen.link("assets", "lineage"))
    graph = screen.page.get_by_role("group", name="Lineage of assets")
    expect(graph.get_by_role("button", name="lineage_report")).to_be_visible()
    screen.page.get_by_label("Find an asset or a DAG").fill("lineage_rows")
    expect(graph.locator("[data-node='dag:lineage_report']")).to_have_class(re.compile("couture-mod-dimmed"))
    screen.shoot("assets-lineage")
    graph.get_by_role("button", name="lineage_load").focus()
    screen.page.keyboard.press("ArrowRight")
    asset = graph.get_by_role("button", name="lineage_rows, asset")
    expect(asset).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".couture-Assets").get_by_role("heading", name="lineage_rows")).to_be_visible()
