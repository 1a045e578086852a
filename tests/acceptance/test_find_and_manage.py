"""Find DAGs and runs, switch, stop, delete; deep links; the example DAG's pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="session")
def pipeline_run(lab: Any) -> str:
    """The example DAG has run once; the run's id."""
    lab.wait_until(lambda: lab.ask("GET", "dagSummaries?search=hello_pipeline")["total_entries"])
    return finished_run(lab, "hello_pipeline")


def finished_run(lab: Any, dag_id: str) -> str:
    """Start a run and wait for its end, by asking: the server answers each time with the newest state."""
    run_id = lab.ask("POST", f"dags/{dag_id}/dagRuns", {})["dag_run_id"]
    lab.wait_until(lambda: lab.ask("GET", f"dags/{dag_id}/dagRuns/{run_id}")["state"] in ("success", "failed"))
    return str(run_id)


def test_a_deep_link_opens_a_run_with_its_tasks(screen: Any, pipeline_run: str) -> None:
    screen.open(screen.link("run", "hello_pipeline", pipeline_run))
    tasks = screen.run_page.get_by_role("listbox", name="Tasks")
    expect(tasks.get_by_role("option")).to_have_count(4)
    tasks.get_by_role("option", name=re.compile("report_finland")).click()
    screen.run_page.get_by_role("tab", name="Notebook").click()
    expect(screen.run_page).to_contain_text("Best seller")
    screen.show_workflows()
    screen.shoot("run-page")
    tasks.get_by_role("option", name=re.compile("prepare")).click()
    screen.run_page.get_by_role("tab", name="Log").click()
    screen.shoot("run-log")


def test_a_link_to_a_run_that_is_gone_says_so(screen: Any) -> None:
    screen.open(screen.link("run", "hello_pipeline", "manual__nothing"))
    expect(screen.page.get_by_text("There is no such run.")).to_be_visible()


def test_a_dag_page_shows_runs_source_and_details(screen: Any, pipeline_run: str) -> None:
    page = screen.page
    screen.open(screen.link("dag", "hello_pipeline"))
    expect(page.get_by_role("heading", name="hello_pipeline")).to_be_visible()
    screen.shoot("dag-page")
    page.get_by_role("tab", name="Code").click()
    expect(page.locator(".couture-DagPage")).to_contain_text("CoutureJupyterOperator")
    page.get_by_role("tab", name="Details").click()
    expect(page.locator(".couture-DagPage")).to_contain_text("hello_pipeline.py")


def test_the_sidebar_finds_and_switches(screen: Any, pipeline_run: str) -> None:
    page, lab = screen.page, screen.lab
    screen.open()
    screen.show_workflows()
    page.get_by_label("Search DAGs and schedules").fill("choose")
    expect(page.get_by_role("listitem", name="choose_a_way")).to_be_visible()
    expect(page.get_by_role("listitem", name="hello_pipeline")).to_have_count(0)
    was_paused = lab.ask("GET", "dags/choose_a_way")["is_paused"]
    page.get_by_role("switch", name=re.compile("choose_a_way")).click()
    lab.wait_until(lambda: lab.ask("GET", "dags/choose_a_way")["is_paused"] is not was_paused)


def test_a_broken_dag_file_is_shown_with_its_line(screen: Any) -> None:
    page = screen.page
    screen.open()
    screen.show_workflows()
    broken = screen.lab.workspace / "dags" / "broken.py"
    broken.write_text("from couture_jupyter import DAG\n\nthis is no Python\n", encoding="utf-8")
    page.get_by_text("1 DAG file could not be read").click()
    expect(page.get_by_text(re.compile("broken.py, line 3"))).to_be_visible()
    broken.unlink()
    expect(page.get_by_text(re.compile("could not be read"))).to_have_count(0)


def test_the_run_history_filters_and_deletes(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    notebook = lab.write_notebook("quick.ipynb", "n = 1", "print(n)")
    lab.ask("POST", "notebookSchedules", {"name": "Quick", "notebook": notebook, "when": {"kind": "manual"}})
    ids = [finished_run(lab, "quick") for _ in range(3)]
    screen.open(screen.link("runs", "quick"))
    table = page.get_by_role("table", name="Runs")
    expect(table.get_by_label(re.compile("^Select run "))).to_have_count(3)
    screen.shoot("run-history")
    table.get_by_label(f"Select run {ids[0]}").check()
    table.get_by_label(f"Select run {ids[1]}").check()
    page.get_by_role("toolbar", name="Selected runs").get_by_role("button", name=re.compile("Delete")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Delete")).click()
    expect(table.get_by_label(re.compile("^Select run "))).to_have_count(1)
    assert [run["dag_run_id"] for run in lab.ask("GET", "dags/quick/dagRuns")["dag_runs"]] == [ids[2]]


def test_a_running_run_is_stopped(screen: Any) -> None:
    lab = screen.lab
    notebook = lab.write_notebook("endless.ipynb", "n = 1", "import time; time.sleep(3600)")
    lab.ask("POST", "notebookSchedules", {"name": "Endless", "notebook": notebook, "when": {"kind": "manual"}})
    run = lab.ask("POST", "notebookSchedules/endless/run", {})
    screen.open(screen.link("run", "endless", run["dag_run_id"]))
    expect(screen.run_page).to_contain_text("Running")
    screen.run_page.get_by_role("button", name="Stop").click()
    screen.confirm("Stop")
    expect(screen.run_page).to_contain_text("Failed")
    assert lab.ask("GET", f"dags/endless/dagRuns/{run['dag_run_id']}")["state"] == "failed"


def test_a_schedule_is_deleted_after_saying_what_goes(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    notebook = lab.write_notebook("unwanted.ipynb", "n = 1", "print(n)")
    lab.ask("POST", "notebookSchedules", {"name": "Unwanted", "notebook": notebook, "when": {"kind": "manual"}})
    screen.open(screen.link("dag", "unwanted"))
    screen.choose_more("Delete…")
    expect(page.get_by_role("dialog")).to_contain_text("unwanted.ipynb")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Delete")).click()
    lab.wait_until(lambda: not lab.has_dag("unwanted"))
    assert (lab.workspace / notebook).exists()
