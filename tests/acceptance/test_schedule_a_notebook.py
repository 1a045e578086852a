"""The main job, as a person does it: schedule a notebook from the form, run it, watch it, find it again."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

SLOW = ("steps = 6", "import time\nfor step in range(steps):\n    print('step', step, flush=True)\n    time.sleep(0.5)")


def wait_for(flag: str) -> str:
    """A cell that waits for a file of the workspace."""
    return f"import pathlib, time\nwhile not pathlib.Path({flag!r}).exists():\n    time.sleep(0.05)"


def test_a_notebook_is_scheduled_from_the_form(screen: Any) -> None:
    page = screen.page
    screen.open()
    screen.open_form("welcome.ipynb")
    expect(page.get_by_label("Value of country")).to_have_value("FI")
    page.get_by_label("Value of country").fill("SE")
    screen.fill("Name", "Daily sales report")
    page.get_by_role("radiogroup", name="When").get_by_text("Repeatedly").click()
    screen.fill("Cron expression", "0 9 * * 1-5")
    screen.fill("Time zone", "Europe/Helsinki")
    expect(page.get_by_role("list", name="Next runs").get_by_role("listitem")).to_have_count(5)
    screen.fill("Output path", "outputs/{notebook}-{date}.ipynb")
    screen.fill("Tags", "reports")
    screen.shoot("schedule-form")
    page.get_by_role("button", name="Create schedule").click()
    expect(page.get_by_role("heading", name=re.compile("^[Dd]aily.sales.report$"))).to_be_visible()
    schedule = screen.lab.ask("GET", "notebookSchedules/daily_sales_report")
    assert schedule["parameters"]["country"] == "SE"
    assert schedule["when"]["cron"] == "0 9 * * 1-5"
    assert schedule["timezone"] == "Europe/Helsinki"


def test_it_is_run_from_the_sidebar_and_watched(screen: Any) -> None:
    lab = screen.lab
    notebook = lab.write_notebook("six.ipynb", SLOW[0], wait_for("seen"), SLOW[1])
    form = {"name": "six_steps", "notebook": notebook, "when": {"kind": "manual"}}
    lab.ask("POST", "notebookSchedules", form)
    screen.open()
    row = screen.workflow("six_steps")
    row.get_by_role("button", name="Run Now").click()
    mark = row.get_by_role("group", name="Last runs").get_by_role("button").first
    mark.click()
    expect(screen.run_page).to_contain_text("Running")
    (lab.workspace / "seen").touch()
    screen.run_page.get_by_role("tab", name="Log").click()
    expect(screen.run_page.get_by_role("log")).to_contain_text("step 5")
    expect(screen.run_page).to_contain_text("Success")
    screen.run_page.get_by_role("tab", name="Notebook").click()
    expect(screen.run_page).to_contain_text("step 0")
    assert (lab.workspace / "six.ipynb").exists()


def test_a_failing_cell_fails_the_run_and_is_shown(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    screen.open()
    screen.open_form("fails_on_purpose.ipynb")
    screen.fill("Name", "Fails")
    page.get_by_role("radiogroup", name="When").get_by_text("Now", exact=True).click()
    screen.form.get_by_role("button", name="Run now").click()
    expect(screen.run_page).to_contain_text("Failed")
    expect(screen.run_page).to_contain_text("ZeroDivisionError")
    expect(screen.run_page).to_contain_text("This cell failed")
    screen.shoot("run-failed")
    screen.run_page.get_by_role("button", name="Edit and run…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Value of divisor").fill("4")
    dialog.get_by_role("button", name="Run").click()
    expect(screen.run_page).to_contain_text("Success")
    runs = lab.ask("GET", "dags/fails/dagRuns?order_by=id")["dag_runs"]
    assert [run["state"] for run in runs] == ["failed", "success"]
    assert runs[1]["conf"]["parameters"]["divisor"] == 4


def test_a_wrong_field_is_told_at_the_field(screen: Any) -> None:
    page = screen.page
    screen.open()
    screen.open_form("welcome.ipynb")
    page.get_by_role("radiogroup", name="When").get_by_text("Repeatedly").click()
    screen.fill("Name", "Wrong")
    screen.fill("Cron expression", "61 9 * * *")
    page.get_by_label("Value of rows").fill("many")
    page.get_by_role("button", name="Create schedule").click()
    expect(screen.form.locator("[data-path='when.cron'] [role=alert]")).to_be_visible()
    expect(screen.form.get_by_role("group", name="rows").get_by_role("alert")).to_be_visible()
    assert not screen.lab.has_dag("wrong")
    expect(page.get_by_label("Value of rows")).to_have_value("many")


def test_an_output_path_outside_the_workspace_is_refused(screen: Any) -> None:
    page = screen.page
    screen.open()
    screen.open_form("welcome.ipynb")
    screen.fill("Name", "Outside")
    page.get_by_role("radiogroup", name="When").get_by_text("By hand").click()
    screen.fill("Output path", "../../outside.ipynb")
    page.get_by_role("button", name="Create schedule").click()
    expect(screen.form.locator("[data-path='output_path'] [role=alert]")).to_contain_text(re.compile("workspace"))


def test_runs_go_on_while_the_server_is_away(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    notebook = lab.write_notebook("away.ipynb", "steps = 4", wait_for("away"), SLOW[1])
    lab.ask("POST", "notebookSchedules", {"name": "Away", "notebook": notebook, "when": {"kind": "manual"}})
    run = lab.ask("POST", "notebookSchedules/away/run", {})
    screen.open(screen.link("run", "away", run["dag_run_id"]))
    expect(screen.run_page).to_contain_text("Running")
    lab.kill()
    (lab.workspace / "away").touch()
    lab.start()
    screen.errors = [error for error in screen.errors if "Failed to fetch" not in error]  # the Lab's own, while away
    screen.open(screen.link("run", "away", run["dag_run_id"]))
    expect(screen.run_page).to_contain_text("Success")
    screen.run_page.get_by_role("tab", name="Log").click()
    expect(screen.run_page.get_by_role("log")).to_contain_text("step 3")
    assert len(lab.ask("GET", "dags/away/dagRuns")["dag_runs"]) == 1
    expect(page.locator(".couture-StatusItem")).to_be_visible()
