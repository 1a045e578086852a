"""The panel of a task instance on the page of a DAG: what is to be chosen, mapped instances, the menu, the tabs."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

PANELLED = """
import pendulum
from couture_jupyter import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2026, 1, 1), params={"country": "FI"})
def panelled():
    @task
    def rows():
        return [{"country": "FI", "count": 3}, {"country": "SE", "count": 5}]

    @task
    def count(row):
        print("counting", row["country"])
        return row["count"]

    @task
    def total(counts):
        return sum(counts)

    total(count.expand(row=rows()))


panelled()
"""


def _panelled(screen: Any, run: str) -> None:
    lab = screen.lab
    (lab.workspace / "dags").mkdir(exist_ok=True)
    (lab.workspace / "dags" / "panelled.py").write_text(PANELLED, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag("panelled"))
    lab.ask("POST", "dags/panelled/dagRuns", {"dag_run_id": run})
    lab.wait_until(lambda: lab.ask("GET", f"dags/panelled/dagRuns/{run}")["state"] == "success")


def _panel(screen: Any) -> Locator:
    found: Locator = screen.page.locator(".couture-TaskPanel:visible")
    return found


def test_the_panel_leads_from_a_task_to_one_of_its_mapped_instances(screen: Any) -> None:
    _panelled(screen, "mapped")
    page = screen.page
    screen.open(screen.link("dag", "panelled", "details", "mapped", "count"))
    panel = _panel(screen)
    expect(panel).to_contain_text("This task is mapped")
    instances = panel.get_by_role("list", name="Mapped instances").get_by_role("button")
    expect(instances).to_have_count(2)
    screen.shoot("panel-mapped")
    panel.get_by_label("State").select_option("failed")
    expect(panel.get_by_role("status")).to_have_text("0 instances")
    panel.get_by_label("State").select_option("success")
    panel.get_by_label("Search instances by index or name").fill("1")
    expect(instances).to_have_count(1)
    instances.first.click()
    expect(panel.get_by_role("heading", name="count [1]")).to_be_visible()
    panel.get_by_role("tab", name="Log").click()
    expect(panel.get_by_role("log")).to_contain_text("counting SE")
    screen.shoot("panel-log")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_tabs_show_values_templates_and_neighbours_and_the_menu_acts(screen: Any) -> None:
    _panelled(screen, "values")
    lab, page = screen.lab, screen.page
    screen.open(screen.link("dag", "panelled", "details", "values", "rows"))
    panel = _panel(screen)
    panel.get_by_role("tab", name="XComs").click()
    table = panel.get_by_role("table", name="return_value")
    expect(table.get_by_role("columnheader")).to_have_text(["country", "count"])
    expect(table.get_by_role("row").nth(2)).to_contain_text("SE")
    screen.shoot("panel-xcoms")
    panel.get_by_role("button", name="Tree").click()
    expect(panel.locator(".couture-JsonTree")).to_contain_text("2 items")
    panel.get_by_role("tab", name="Upstream, downstream").click()
    downstream = panel.get_by_role("region", name="Downstream").get_by_role("button", name="count")
    expect(downstream).to_contain_text("2 ×")
    screen.shoot("panel-relatives")
    downstream.click()
    instances = panel.get_by_role("list", name="Mapped instances").get_by_role("button")
    instances.last.click(button="right")
    page.get_by_role("menuitem", name="Mark Failed…").click()
    expect(page.get_by_role("dialog").get_by_label("As", exact=True)).to_have_value("failed")
    page.get_by_role("dialog").get_by_role("button", name="Mark", exact=True).click()
    run = "dags/panelled/dagRuns/values"
    lab.wait_until(lambda: lab.ask("GET", f"{run}/taskInstances/count/1")["state"] == "failed")
    instances.last.click()
    panel.get_by_role("tab", name="Rendered").click()
    expect(panel.get_by_role("region", name="op_kwargs")).to_contain_text("SE")
    panel.get_by_role("button", name="More for This Task").click()
    page.get_by_role("menuitem", name="Note…").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("to be looked at")
    screen.confirm("Save note")
    expect(panel.locator(".couture-Note")).to_contain_text("to be looked at")
    panel.get_by_role("button", name="Retry").click()
    lab.wait_until(lambda: lab.ask("GET", f"{run}/taskInstances/count/1")["try_number"] == 2)


def test_a_task_without_a_run_offers_its_runs_and_the_panel_survives_a_reload(screen: Any) -> None:
    _panelled(screen, "reloaded")
    page = screen.page
    screen.open()
    screen.execute("couture:open-dag", dagId="panelled", view="details", taskId="total")
    panel = _panel(screen)
    panel.get_by_role("list", name="Runs of total").get_by_role("button", name=re.compile("reloaded")).click()
    expect(panel.get_by_role("heading", name="total")).to_be_visible()
    border = page.get_by_role("separator", name="Width of the panel")
    before = int(border.get_attribute("aria-valuenow") or "0")
    border.press("ArrowLeft")
    expect(border).to_have_attribute("aria-valuenow", str(before + 5))
    screen.reload(f'"panelShare": {(before + 5) / 100}')
    expect(panel.get_by_role("heading", name="total")).to_be_visible()
    expect(border).to_have_attribute("aria-valuenow", str(before + 5))
    panel.get_by_role("button", name="Close the panel of the task").click()
    expect(panel).to_be_hidden()
