"""Which code runs, what is made of it, how long it stays, and where its files are found."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect


def wait_for(lab: Any, dag_id: str, run_id: str) -> dict[str, Any]:
    """The run's task when the run has ended."""
    lab.wait_until(lambda: lab.ask("GET", f"dags/{dag_id}/dagRuns/{run_id}")["state"] in ("success", "failed"))
    return dict(lab.ask("GET", f"dags/{dag_id}/dagRuns/{run_id}/taskInstances")["task_instances"][0])


def test_a_snapshot_is_chosen_in_the_form_and_compared_on_the_run_page(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    (lab.workspace / "beside_code.py").write_text("NAME = 'then'")
    path = lab.write_notebook("code.ipynb", "from beside_code import NAME\nprint(NAME)")
    screen.open()
    screen.open_form(path)
    screen.fill("Name", "Which code")
    page.get_by_role("radiogroup", name="When").get_by_text("Now", exact=True).click()
    page.get_by_role("switch", name="HTML without code").click()
    page.get_by_role("button", name=re.compile("^Which code runs")).click()
    page.get_by_label("Code", exact=True).select_option("snapshot")
    expect(page.get_by_role("switch", name="beside_code.py")).to_be_checked()
    page.get_by_role("button", name=re.compile("^Keeping runs")).click()
    screen.fill("Runs", "none")
    expect(page.get_by_text("Give a number above 0, or nothing.").first).to_be_visible()
    screen.fill("Runs", "1")
    screen.shoot("which-code-form")
    screen.form.get_by_role("button", name="Run now").click()
    expect(screen.run_page).to_contain_text("Success")
    expect(screen.run_page.get_by_role("button", name="HTML without code")).to_be_visible()

    (lab.workspace / "beside_code.py").write_text("NAME = 'today'")
    lab.write_notebook("code.ipynb", "from beside_code import NAME\nprint('changed', NAME)")
    saved = lab.ask("GET", "notebookSchedules/which_code")
    assert saved["code"]["files"] == ["beside_code.py"]
    second = lab.ask("POST", "notebookSchedules/which_code/run")["dag_run_id"]
    wait_for(lab, "which_code", second)
    screen.execute("couture:open-run", dagId="which_code", runId=second, tab="code")
    expect(screen.run_page).to_contain_text(f"The snapshot {saved['code']['ref'][:12]}")
    screen.run_page.get_by_role("button", name="Compare with today's").click()
    expect(screen.run_page).to_contain_text("+print('changed', NAME)")
    expect(screen.run_page).to_contain_text("+NAME = 'today'")
    expect(screen.run_page.get_by_role("listitem").filter(has_text="beside_code.py")).to_contain_text("Changed since")
    screen.shoot("which-code-run")
    lab.wait_until(lambda: lab.ask("GET", "dags/which_code/dagRuns")["total_entries"] == 1)
    assert lab.ask("GET", "dags/which_code/retention")["deleted"] == 1

    screen.execute("couture:open-run-files", dagId="which_code", runId=second)
    files = page.locator("#couture-runs-drive")
    expect(files.get_by_text("manifest.json")).to_be_visible()
    screen.shoot("runs-drive")
    files.get_by_text("notebook.ipynb").dblclick()
    expect(page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output").first).to_contain_text("then")
