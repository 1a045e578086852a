"""The views of a DAG over its runs: grid, Gantt chart, durations, landing times, calendar, and the run they share."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, expect

GROUPED = """
import time
from datetime import datetime

from couture_jupyter import DAG, BashOperator, PythonOperator, TaskGroup, task


def load(**context):
    time.sleep(context["dag_run"].conf.get("slow", 0))
    if context["dag_run"].conf.get("broken"):
        raise RuntimeError("no rows")


with DAG({name!r}, schedule="@daily", start_date=datetime(2026, 1, 1), catchup=False):
    with TaskGroup("intake") as intake:
        first = BashOperator(task_id="fetch", bash_command="sleep 0.3")
        with TaskGroup("clean"):
            first >> BashOperator(task_id="rows", bash_command="true")
            first >> BashOperator(task_id="columns", bash_command="true")

    @task
    def each(number):
        return number * 2

    intake >> PythonOperator(task_id="load", python_callable=load) >> each.expand(number=[1, 2, 3])
"""


def add(lab: Any, name: str, *confs: dict[str, Any]) -> list[str]:
    """A DAG with groups and a mapped task, run once with each conf; the ids of the runs, the oldest first."""
    (lab.workspace / "dags").mkdir(exist_ok=True)
    (lab.workspace / "dags" / f"{name}.py").write_text(GROUPED.replace("{name!r}", repr(name)), encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag(name))
    return [run(lab, name, conf) for conf in confs]


def run(lab: Any, name: str, conf: dict[str, Any]) -> str:
    """Run it to its end."""
    run_id = str(lab.ask("POST", f"dags/{name}/dagRuns", {"conf": conf})["dag_run_id"])
    path = f"dags/{name}/dagRuns/{quote(run_id, safe='')}"
    lab.wait_until(lambda: lab.ask("GET", path)["state"] in ("success", "failed"))
    return run_id


def page_of(screen: Any) -> Locator:
    """The page of a DAG in front."""
    found: Locator = screen.page.locator(".couture-DagPage:visible")
    return found


def controls(screen: Any) -> Locator:
    """What the section in front offers, beside the run."""
    found: Locator = page_of(screen).locator(".couture-ViewBar")
    return found


def widths(screen: Any, name: str) -> None:
    """Pictures in a narrow and in a wide window, too."""
    for width in (600, 1800, 1280):
        screen.page.set_viewport_size({"width": width, "height": 800})
        screen.shoot(f"{name}-{width}")


def test_the_grid_shows_runs_and_tasks_and_follows_what_happens(screen: Any) -> None:
    lab = screen.lab
    runs = add(lab, "gridded", {}, {"broken": True}, {})
    screen.open(screen.link("dag", "gridded"))
    page_of(screen).get_by_role("tab", name="Grid", selected=True).wait_for()
    grid = page_of(screen).get_by_role("treegrid", name="Tasks and runs of gridded")
    rows = grid.get_by_role("row")
    expect(grid.get_by_role("rowheader")).to_have_text(["intake", "fetch", "clean", "rows", "columns", "load", "each"])
    expect(grid.get_by_role("row", name=re.compile("^load")).get_by_role("gridcell")).to_have_count(3)
    broken = grid.locator(f'[data-run-id="{runs[1]}"][data-task-id="load"]')
    expect(broken).to_have_attribute("aria-label", "Failed")
    expect(grid.locator(f'[data-run-id="{runs[2]}"][data-task-id="each"]')).to_have_attribute(
        "aria-label", "Success: 3"
    )
    broken.hover()
    expect(broken).to_have_attribute("title", re.compile("load\nFailed\nStarted: .*\nEnded: .*\nDuration: ", re.DOTALL))
    broken.click()
    expect(broken).to_have_attribute("aria-selected", "true")
    expect(page_of(screen).get_by_role("group", name="Run", exact=True)).to_contain_text("Failed")

    grid.get_by_text("clean").click()
    expect(grid.get_by_text("rows")).to_have_count(0)
    grid.get_by_text("each").locator("xpath=..").locator("[data-fold]").click()
    expect(grid.get_by_text("[2]")).to_be_visible()
    widths(screen, "grid")
    screen.reload('"unfolded": ["each"]')
    expect(grid.get_by_text("[2]")).to_be_visible()
    expect(grid.get_by_text("rows")).to_have_count(0)
    expect(broken).to_have_attribute("aria-selected", "true")

    count = rows.first.get_by_role("columnheader").count()
    run(lab, "gridded", {})
    expect(rows.first.get_by_role("columnheader")).to_have_count(count + 1)
    expect(grid.locator('[data-task-id="load"][aria-label="Success"]')).to_have_count(3)


def test_the_grid_is_walked_through_by_keyboard(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    runs = add(lab, "walked", {}, {})
    screen.open(screen.link("dag", "walked", "grid"))
    grid = page_of(screen).get_by_role("treegrid")
    grid.get_by_role("rowheader", name="fetch").wait_for()
    grid.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = grid.locator(f'[data-run-id="{runs[0]}"][data-task-id="intake.fetch"]')
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(chosen).to_have_class(re.compile("couture-mod-active"))
    screen.shoot("grid-keyboard")
    page.keyboard.press("Control+Home")
    page.keyboard.press("-")
    expect(grid.get_by_role("rowheader")).to_have_text(["intake", "load", "each"])
    page.keyboard.press("Enter")
    expect(grid.get_by_role("rowheader", name="fetch")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(grid.get_by_role("columnheader").last).to_have_attribute("aria-selected", "true")


def test_runs_are_narrowed_and_paged(screen: Any) -> None:
    lab = screen.lab
    runs = add(lab, "paged", *({"broken": number == 3} for number in range(12)))
    screen.open(screen.link("dag", "paged", "grid"))
    grid = page_of(screen).get_by_role("treegrid")
    columns = grid.get_by_role("row").first.get_by_role("columnheader")
    expect(columns).to_have_count(13)
    page_of(screen).get_by_label("Number of runs").select_option("10")
    expect(columns).to_have_count(11)
    page_of(screen).get_by_role("button", name="Older runs").click()
    expect(columns).to_have_count(13)
    page_of(screen).get_by_label("State of the runs").select_option("Failed")
    expect(columns).to_have_count(2)
    expect(grid.locator(f'[data-run-id="{runs[3]}"]').first).to_be_visible()
    page_of(screen).get_by_label("Run type").select_option("Backfill")
    expect(page_of(screen)).to_contain_text("No run is like that")
    page_of(screen).get_by_role("button", name="Show all runs").click()
    expect(columns).to_have_count(11)


def test_older_runs_come_by_keyboard_and_by_scrolling_to_the_oldest(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    runs = add(lab, "aged", *({} for _ in range(12)))
    screen.open(screen.link("dag", "aged", "grid"))
    grid = page_of(screen).get_by_role("treegrid")
    columns = grid.get_by_role("row").first.get_by_role("columnheader")
    controls(screen).get_by_label("Number of runs").select_option("10")
    expect(columns).to_have_count(11)
    grid.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    expect(columns).to_have_count(13)
    active = grid.locator(".couture-mod-active")
    expect(active).to_have_attribute("data-column", "2")  # it is the same run as before
    page.set_viewport_size({"width": 600, "height": 800})
    screen.reload('"couture-jupyter:grid:aged": {"limit": 10')
    expect(columns).to_have_count(11)
    grid.hover()
    page.mouse.wheel(-2000, 0)
    expect(columns).to_have_count(13)
    expect(grid.locator(f'[data-run-id="{runs[2]}"]').last).to_be_attached()


def test_a_run_is_chosen_for_all_sections(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    runs = add(lab, "picked", {}, {"broken": True}, {})
    screen.open(screen.link("dag", "picked", "grid"))
    picker = page_of(screen).get_by_role("group", name="Run", exact=True)
    expect(picker).to_contain_text("Newest run")
    picker.get_by_role("button", name="Earlier run").click()
    expect(picker).to_contain_text("Failed")
    chosen = page_of(screen).locator('[role="columnheader"][aria-selected="true"]')
    expect(chosen).to_have_attribute("aria-label", re.compile("Failed"))
    picker.get_by_role("button", name=re.compile("^Run")).click()
    options = page.get_by_role("listbox", name="Runs")
    expect(options.get_by_role("option")).to_have_count(4)
    screen.shoot("run-picker")
    options.press("ArrowDown")
    options.press("Enter")
    expect(options).to_have_count(0)
    expect(picker.get_by_role("button", name=re.compile("^Run"))).to_be_focused()
    expect(picker.get_by_role("button", name=re.compile("^Run"))).to_have_attribute("title", runs[0])
    picker.get_by_role("button", name=re.compile("^Run")).click()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    picker.get_by_role("button", name="Newest").click()
    expect(picker).to_contain_text("Newest run")


def test_the_gantt_chart_shows_when_tasks_waited_and_ran(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    runs = add(lab, "charted", {}, {"broken": True})
    screen.open(screen.link("dag", "charted", "gantt", runs[0]))
    view = page_of(screen).locator(".couture-GanttView")
    chart = view.get_by_role("treegrid", name="When the tasks waited and ran")
    expect(chart.get_by_role("rowheader")).to_have_text(
        [re.compile(name) for name in ("intake", "fetch.*◆", "clean", "rows", "columns", "load.*◆", "each.*◆")]
    )
    fetch = chart.get_by_role("row", name=re.compile("fetch"))
    expect(fetch.get_by_role("gridcell")).to_have_accessible_name(
        re.compile(r"intake\.fetch: Success, waited .* s, ran .* s; on the critical path")
    )
    expect(view).to_contain_text(re.compile("Critical path: .*fetch → .* → .*load → each"))
    chart.get_by_text("each").locator("xpath=..").locator("[data-fold]").click()
    expect(chart.get_by_role("rowheader", name="[1]")).to_be_visible()
    chart.get_by_text("clean").click()
    expect(chart.get_by_role("rowheader", name="rows")).to_have_count(0)
    widths(screen, "gantt")
    whole = chart.evaluate("node => node.scrollWidth")
    controls(screen).get_by_role("button", name="Zoom in").click()
    lab.wait_until(lambda: chart.evaluate("node => node.scrollWidth") > 1.9 * whole)
    controls(screen).get_by_role("button", name="Show the whole run").click()
    chart.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chart.get_by_role("row", name=re.compile("fetch"))).to_have_attribute("aria-selected", "true")
    controls(screen).get_by_role("button", name="Table").click()
    table = view.get_by_role("table", name="When the tasks waited and ran")
    expect(table.get_by_role("row", name=re.compile(r"^intake\.fetch 1 Success"))).to_contain_text("Yes")
    screen.shoot("gantt-table")
    screen.reload('"isTable": true')
    expect(table.get_by_role("row", name=re.compile(r"^intake\.fetch 1 Success"))).to_be_visible()
    controls(screen).get_by_role("button", name="Table").click()
    expect(chart.get_by_role("rowheader", name="[1]")).to_be_visible()
    expect(chart.get_by_role("rowheader", name="rows")).to_have_count(0)
    controls(screen).get_by_role("button", name="Table").click()
    page_of(screen).get_by_role("button", name="Newest", exact=True).click()
    expect(table.get_by_role("row", name=re.compile("^load 1 Failed"))).to_be_visible()


def test_the_gantt_chart_of_a_run_that_runs_shows_the_present(screen: Any) -> None:
    lab = screen.lab
    add(lab, "ongoing", {})
    screen.open(screen.link("dag", "ongoing", "gantt"))
    chart = page_of(screen).get_by_role("treegrid", name="When the tasks waited and ran")
    chart.get_by_role("rowheader", name="load").wait_for()
    now = chart.locator(".couture-Gantt-now")
    expect(now).to_have_count(0)
    run_id = str(lab.ask("POST", "dags/ongoing/dagRuns", {"conf": {"slow": 10}})["dag_run_id"])
    expect(now).to_be_visible()
    screen.shoot("gantt-now")
    path = f"dags/ongoing/dagRuns/{quote(run_id, safe='')}"
    lab.wait_until(lambda: lab.ask("GET", path)["state"] == "success")
    expect(now).to_have_count(0)


def test_durations_and_landing_times_over_the_last_runs(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    runs = add(lab, "measured", *({"slow": 4 if number == 3 else 0} for number in range(6)))
    screen.open(screen.link("dag", "measured", "durations"))
    view = page_of(screen).locator(".couture-Measures")
    chart = view.get_by_role("listbox", name="How long the last runs took")
    expect(chart.get_by_role("option")).to_have_count(6)
    controls(screen).get_by_label("Add a task", exact=True).select_option("load")
    slow = chart.get_by_role("option", name=re.compile("^load, .*unusual$"))
    expect(slow).to_have_count(1)
    expect(view.get_by_role("list", name="What the lines are")).to_contain_text(re.compile("load.*1 stands out"))
    slow.click()
    expect(slow).to_have_attribute("aria-selected", "true")
    picker = page_of(screen).get_by_role("group", name="Run", exact=True)
    expect(picker.get_by_role("button", name=re.compile("^Run"))).to_have_attribute("title", runs[3])
    widths(screen, "durations")
    chart.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(picker.get_by_role("button", name=re.compile("^Run"))).to_have_attribute("title", runs[5])
    controls(screen).get_by_role("button", name="Table").click()
    table = view.get_by_role("table", name="How long the last runs took")
    expect(table.get_by_role("row")).to_have_count(7)
    expect(table).to_contain_text("unusual")
    screen.shoot("durations-table")

    controls(screen).get_by_role("button", name="Table").click()
    page_of(screen).get_by_role("tab", name="Landing times").click()
    landing = view.get_by_role("listbox", name="From when the last runs were due to their end")
    expect(landing.get_by_role("option", name=re.compile("^Whole run"))).to_have_count(6)
    screen.shoot("landing")
    run(lab, "measured", {})
    expect(landing.get_by_role("option", name=re.compile("^Whole run"))).to_have_count(7)


def test_the_calendar_shows_what_ran_and_what_will(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    runs = add(lab, "dated", {}, {"broken": True})
    screen.open(screen.link("dag", "dated", "calendar"))
    view = page_of(screen).locator(".couture-CalendarView")
    sheet = view.get_by_role("grid", name=re.compile("^Runs from"))
    today = sheet.get_by_role("gridcell", name=re.compile(r"\(today\)$"))
    expect(today).to_have_accessible_name(re.compile("Failed: 1"))
    expect(controls(screen)).to_contain_text("Days in UTC")
    expect(view.locator(".couture-Calendar-note")).to_contain_text(re.compile("would come|No planned runs"))
    today.click()
    table = view.get_by_role("table", name="Runs of the day")
    expect(table).to_contain_text("Failed")
    widths(screen, "calendar")
    table.locator(f'[title="{runs[0]}"]').click()
    picker = page_of(screen).get_by_role("group", name="Run", exact=True)
    expect(picker.get_by_role("button", name=re.compile("^Run"))).to_have_attribute("title", runs[0])
    controls(screen).get_by_label("Zoom", exact=True).select_option("Month")
    expect(sheet.get_by_role("columnheader")).to_have_count(7)
    expect(today).to_contain_text(re.compile(r"\d"))
    screen.shoot("calendar-month")
    sheet.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("gridcell", selected=True)).to_have_accessible_name(re.compile(r"\b1 "))
    controls(screen).get_by_role("button", name="Month after").click()
    expect(today).to_have_count(0)
    controls(screen).get_by_role("button", name="Today").click()
    expect(today).to_be_visible()


def test_a_dag_opens_with_the_view_that_its_author_wants(screen: Any) -> None:
    lab = screen.lab
    text = """
from couture_jupyter import DAG, BashOperator

with DAG("wants", schedule=None, default_view="landing_times"):
    BashOperator(task_id="a", bash_command="true")
"""
    (lab.workspace / "dags").mkdir(exist_ok=True)
    (lab.workspace / "dags" / "wants.py").write_text(text, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag("wants"))
    screen.open(screen.link("dag", "wants"))
    expect(page_of(screen).get_by_role("tab", name="Landing times", selected=True)).to_be_visible()
    screen.open(screen.link("dag", "wants", "grid"))
    expect(page_of(screen).get_by_role("tab", name="Grid", selected=True)).to_be_visible()


def test_sections_that_do_not_fit_are_in_a_menu(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    add(lab, "narrow")
    page.set_viewport_size({"width": 600, "height": 800})
    screen.open(screen.link("dag", "narrow", "grid"))
    expect(page_of(screen)).to_contain_text("No runs yet")
    page_of(screen).get_by_role("button", name="All sections").click()
    screen.shoot("tabs-narrow")
    page.get_by_role("menuitemcheckbox", name="Details").or_(page.get_by_role("menuitem", name="Details")).click()
    tab = page_of(screen).get_by_role("tab", name="Details", selected=True)
    expect(tab).to_be_in_viewport()
