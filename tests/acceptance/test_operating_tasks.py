"""What people do with single tasks: run one alone, search its whole log, look at what lies around it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

OPERATED = """
from datetime import datetime
from couture_jupyter import dag, task


@dag(schedule=None, start_date=datetime(2026, 1, 1), params={"zebra": 1, "apple": "x", "mango": True})
def operated():
    @task
    def first():
        raise ValueError("nothing comes")

    @task
    def second():
        print("second ran")

    @task
    def third():
        print("third ran")

    @task
    def aside():
        print("aside ran")

    first() >> second() >> third()
    aside()


operated()
"""

TALKS = """
from datetime import datetime
from couture_jupyter import dag, task


@dag(schedule=None, start_date=datetime(2026, 1, 1))
def talks():
    @task
    def much():
        for number in range(40_000):
            if number in (100, 20_000, 39_990):
                print("a needle at", number)
            elif number == 10_000:
                print("ERROR needle of an error")
            else:
                print("line", number, "of a log that is longer than what is loaded at once")

    much()


talks()
"""


def _made(screen: Any, name: str, source: str, run: str, state: str) -> None:
    lab = screen.lab
    (lab.workspace / "dags").mkdir(exist_ok=True)
    (lab.workspace / "dags" / f"{name}.py").write_text(source, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag(name))
    lab.ask("POST", f"dags/{name}/dagRuns", {"dag_run_id": run})
    lab.wait_until(lambda: lab.ask("GET", f"dags/{name}/dagRuns/{run}")["state"] == state)


def _panel(screen: Any) -> Locator:
    found: Locator = screen.page.locator(".couture-TaskPanel:visible")
    return found


def test_a_task_is_run_alone_from_the_graph_after_a_look_at_what_stands_in_its_way(screen: Any) -> None:
    _made(screen, "operated", OPERATED, "alone", "failed")
    lab, page = screen.lab, screen.page
    screen.open(screen.link("dag", "operated", "graph", "alone"))
    page.locator('.couture-TaskMark[data-task-id="third"]').click(button="right")
    expect(page.get_by_role("menuitem", name="Retry")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Stop…")).to_be_hidden()
    page.get_by_role("menuitem", name="Run…", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_have_text("This stands in its way:")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    screen.shoot("run-alone")
    dialog.get_by_role("button", name="Run", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("third was not started.")
    dialog.get_by_role("checkbox", name=re.compile("^Ignore task state")).check()
    expect(dialog.get_by_role("listitem").first).to_contain_text("ignored")
    dialog.get_by_role("checkbox", name=re.compile("^Ignore task dependencies")).check()
    expect(dialog.get_by_role("status")).to_have_text("Nothing stands in its way.")
    screen.shoot("run-alone-lifted")
    dialog.get_by_role("button", name="Run", exact=True).click()
    expect(dialog).to_be_hidden()
    run = "dags/operated/dagRuns/alone"
    lab.wait_until(lambda: lab.ask("GET", f"{run}/taskInstances/third")["state"] == "success")
    assert lab.ask("GET", f"{run}/taskInstances/second")["state"] == "upstream_failed"


def test_a_whole_log_is_searched_though_only_a_part_is_loaded(screen: Any) -> None:
    _made(screen, "talks", TALKS, "long", "success")
    page = screen.page
    screen.open(screen.link("run", "talks", "long", "much"))
    pane = page.locator(".couture-TaskPane:visible")
    pane.get_by_role("tab", name="Log").click()
    log = pane.get_by_role("log")
    expect(log).to_contain_text("line 39999")
    pane.get_by_role("searchbox", name="Search the whole log").fill("NEEDLE")
    count = pane.get_by_role("search").get_by_role("status")
    expect(count).to_have_text("4 of 4")
    shown = log.locator(".couture-mod-shown")
    expect(shown).to_contain_text("a needle at 39990")
    pane.get_by_role("button", name="Next match").click()
    expect(count).to_have_text("1 of 4")
    expect(shown).to_have_text(re.compile("a needle at 100$"))
    expect(pane.get_by_role("button", name="Go to the end")).to_be_visible()
    screen.shoot("log-search")
    pane.get_by_role("button", name="Previous match").click()
    pane.get_by_role("button", name="Previous match").click()
    expect(shown).to_contain_text("a needle at 20000")
    pane.get_by_label("Level").select_option("error")
    expect(count).to_have_text("1 of 1")
    expect(shown).to_contain_text("ERROR needle of an error")
    pane.get_by_role("searchbox", name="Search the whole log").fill("no such thing")
    expect(count).to_have_text("Not found")
    pane.get_by_role("searchbox", name="Search the whole log").fill("")
    pane.get_by_label("Level").select_option("debug")
    pane.get_by_role("button", name="Go to the end").click()
    expect(log).to_contain_text("line 39999")
    pane.get_by_role("button", name="Next Error").click()
    expect(shown).to_contain_text("ERROR needle of an error")


def test_only_what_lies_upstream_of_a_task_is_shown(screen: Any) -> None:
    _made(screen, "operated", OPERATED, "around", "failed")
    page = screen.page
    screen.open(screen.link("dag", "operated", "gantt", "around"))
    page.locator('.couture-TaskMark[data-task-id="second"]').first.click(button="right")
    page.get_by_role("menuitem", name="Filter Upstream", exact=True).click()
    chip = page.get_by_role("group", name="Only a part of the tasks is shown")
    expect(chip).to_contain_text("Only second")
    nodes = page.locator(".couture-GraphView .couture-TaskMark")
    expect(nodes).to_have_count(2)
    screen.shoot("around-graph")
    page.get_by_role("tab", name="Grid").click()
    names = page.locator(".couture-GridView .couture-Grid-label")
    expect(names).to_have_text(["first", "second"])
    chip.get_by_label("Which tasks are shown").select_option("both")
    expect(names).to_have_text(["first", "second", "third"])
    screen.shoot("around-grid")
    screen.reload('"filterWay": "both"')
    expect(names).to_have_text(["first", "second", "third"])
    chip.get_by_role("button", name="Show all").click()
    expect(names).to_have_count(4)
    screen.open(screen.link("dag", "operated", "grid", "", "", "", "downstream", "second"))
    expect(names).to_have_text(["second", "third"])
