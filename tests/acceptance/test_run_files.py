"""What runs left: the formats of a notebook, and the read-only drive of all files of runs."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from playwright.sync_api import expect


def run(lab: Any, dag_id: str) -> str:
    """Run it to its end; the run's id."""
    run_id = str(lab.ask("POST", f"dags/{dag_id}/dagRuns", {})["dag_run_id"])
    path = f"dags/{dag_id}/dagRuns/{quote(run_id, safe='')}"
    lab.wait_until(lambda: lab.ask("GET", path)["state"] in ("success", "failed"))
    return run_id


def test_a_run_is_kept_by_hand_and_it_is_told_which_goes_next(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    notebook = lab.write_notebook("kept.ipynb", "n = 1")
    body = {"name": "kept", "notebook": notebook, "when": {"kind": "manual"}, "retention": {"runs": 2}}
    dag_id = lab.ask("POST", "notebookSchedules", body)["dag_id"]
    first, second = run(lab, dag_id), run(lab, dag_id)
    screen.open(screen.link("run", dag_id, first))
    switch = screen.run_page.get_by_role("switch", name="Keep this run")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    for _ in range(2):
        run(lab, dag_id)
    lab.wait_until(lambda: lab.ask("GET", f"dags/{dag_id}/retention")["deleted"] == 1)
    left = [each["dag_run_id"] for each in lab.ask("GET", f"dags/{dag_id}/dagRuns")["dag_runs"]]
    assert first in left
    assert second not in left
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    screen.open(screen.link("dag", dag_id, "details"))
    facts = page.locator(".couture-Retention:visible")
    expect(facts).to_contain_text("1 run was deleted so far")
    expect(facts.get_by_role("button", name=first)).to_be_visible()
    screen.shoot("dag-retention")


def test_what_a_run_left_is_looked_at_in_a_drive_that_cannot_be_changed(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    notebook = lab.write_notebook("left behind.ipynb", "n = 1", "print('left', n)")
    body = {"name": "left behind", "notebook": notebook, "when": {"kind": "manual"}, "exports": ["html", "pdf"]}
    dag_id = lab.ask("POST", "notebookSchedules", body)["dag_id"]
    run_id = run(lab, dag_id)
    screen.open(screen.link("run", dag_id, run_id))
    screen.run_page.get_by_role("tab", name="Outputs").click()
    outputs = screen.run_page.get_by_role("table", name="Outputs")
    expect(outputs).to_contain_text("PDF")
    screen.run_page.get_by_role("button", name="Show the files of runs").click()
    browser = page.get_by_role("region", name="Files of runs")
    items = browser.locator(".jp-DirListing-item")
    items.filter(has_text="manifest.json").dblclick()
    expect(page.locator(".jp-RenderedJSON:visible")).to_contain_text(run_id)
    items.filter(has_text="task.log").click(button="right")
    entries = page.get_by_role("menuitem").filter(visible=True)
    expect(page.locator(".lm-Menu").get_by_text(re.compile("^(Rename|Move to Trash|New File|Paste)$"))).to_have_count(0)
    expect(entries.filter(has_text="Download")).to_have_count(1)
    screen.shoot("run-files")
    page.keyboard.press("Escape")
    items.filter(has_text="task.log").click()
    page.keyboard.press("F2")
    page.keyboard.type("mine.log")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("What a run left cannot be changed")
    page.get_by_role("dialog").get_by_role("button").last.click()
    items.filter(has_text="exports").dblclick()
    items.filter(has_text=re.compile(r"notebook\.html")).dblclick()
    expect(page.frame_locator("iframe:visible").first.get_by_text("left 1")).to_be_visible()
