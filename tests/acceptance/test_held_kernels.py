"""The kernel of a failed notebook: kept as the form says, opened in an editable notebook, gone on with, let go."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect


def run_notebook(lab: Any, name: str, *cells: str, **options: Any) -> str:
    """Make a notebook and a schedule for it, start a run; the run's id."""
    path = lab.write_notebook(f"{name}/{name}.ipynb", *cells)
    lab.ask("POST", "notebookSchedules", {"name": name, "notebook": path, "when": {"kind": "manual"}, **options})
    return str(lab.ask("POST", f"dags/{name}/dagRuns", {})["dag_run_id"])


def live(screen: Any) -> Any:
    """The live page in front."""
    return screen.page.locator(".couture-LivePage:visible").last


def test_a_kernel_is_kept_as_the_form_says_and_a_changed_notebook_is_told(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    lab.write_notebook("keeps.ipynb", "stock = 40", "print('counted')", "stock / 0")
    screen.open()
    screen.open_form("keeps.ipynb")
    page.get_by_role("button", name=re.compile("After a failure")).click()
    screen.fill("Keep the kernel for", "soon")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Give a duration of at most a day")).to_be_visible()
    screen.fill("Keep the kernel for", "2h")
    page.get_by_text("A retry goes on at the failed cell").scroll_into_view_if_needed()
    screen.shoot("form-after-a-failure")
    page.get_by_role("radiogroup", name="When").get_by_text("Now", exact=True).click()
    page.get_by_role("button", name="Run now").last.click()
    expect(page.get_by_text(re.compile("Kernel kept until")).first).to_be_visible()
    (kernel,) = lab.ask("GET", "heldKernels?dag_id=keeps")["held_kernels"]
    assert lab.ask("GET", f"dags/keeps/dagRuns/{kernel['dag_run_id']}")["state"] == "failed"
    lab.write_notebook("keeps.ipynb", "stock = 41", "print('counted')", "stock / 2")
    page.get_by_role("button", name="Resume", exact=True).first.click()
    expect(page.get_by_role("dialog").get_by_text(re.compile("is not as it ran"))).to_be_visible()
    screen.shoot("resume-refused")
    screen.confirm("Cancel")
    assert lab.ask("GET", f"dags/keeps/dagRuns/{kernel['dag_run_id']}")["state"] == "failed"
    screen.execute("running:show-panel")
    item = page.locator(".jp-RunningSessions-item").filter(has_text=re.compile(r"keeps\s*until"))
    item.hover()
    item.locator(".jp-RunningSessions-itemShutdown").click()
    screen.confirm("Let Go")
    expect(page.get_by_text(re.compile("let it go")).first).to_be_visible()
    expect(item).to_have_count(0)


def test_a_failed_notebook_is_mended_in_its_kernel_and_goes_on(screen: Any, lab: Any) -> None:
    cells = ("divisor = 0", "made = 21\nprint('made it')", "print('result', made * 2 // divisor)")
    run = run_notebook(lab, "breaks", *cells, hold_on_failure=600)
    screen.open(screen.link("live", "breaks", run))
    shown, page = live(screen), screen.page
    expect(shown.locator(".jp-Cell.couture-mod-failed")).to_contain_text("ZeroDivisionError")
    expect(shown.get_by_text(re.compile("Kernel kept until"))).to_be_visible()
    screen.shoot("live-failed")
    original = (lab.workspace / "breaks" / "breaks.ipynb").read_bytes()
    shown.get_by_role("button", name="Open with Its Kernel").click()
    notebook = page.locator(".jp-NotebookPanel:visible")
    bar = notebook.locator(".couture-HeldNotebookBar")
    expect(bar).to_contain_text(re.compile(r"Kept until .*14 min left|Kept until .*15 min left"))
    bar.get_by_role("button", name="Keep 30 Minutes").click()
    expect(bar).to_contain_text(re.compile("29 min left|30 min left"))
    notebook.locator(".jp-Cell").last.click()
    screen.execute("notebook:insert-cell-below")
    notebook.locator(".jp-Cell.jp-mod-active .cm-content").fill("divisor = made // 21; print('divisor is', divisor)")
    screen.execute("notebook:run-cell")
    expect(notebook.get_by_text("divisor is 1", exact=True)).to_be_visible()
    screen.shoot("held-kernel")
    screen.execute("notebook:move-cell-up")
    bar.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("dialog")).to_contain_text("is new: the run passes over it")
    screen.confirm("Accept and Resume")
    expect(bar).to_contain_text("Try 2 went on with it.")
    bar.get_by_role("button", name="Open Live").click()
    expect(shown.get_by_text("result 42", exact=True)).to_be_visible()
    expect(shown.get_by_text("made it", exact=True)).to_be_visible()
    expect(shown.get_by_text("The notebook has run to its end.")).to_be_visible()
    expect(shown.locator(".jp-Cell").nth(1)).to_have_attribute("data-couture-mark", "Ran in try 1")
    screen.shoot("resumed")
    assert (lab.workspace / "breaks" / "breaks.ipynb").read_bytes() == original
    screen.execute("couture:open-run", dagId="breaks", runId=run)
    screen.run_page.get_by_role("tab", name="Cells").click()
    rows = screen.run_page.get_by_role("row")
    expect(rows.nth(2)).to_contain_text(re.compile(r"Ran in try 1.*try 1, kernel-"))
    expect(rows.nth(4)).to_contain_text(re.compile(r"Success.*try 2, kernel-"))
    screen.shoot("resumed-cells")


def test_a_copy_that_has_got_another_kernel_says_so_and_finds_its_own_again(screen: Any, lab: Any) -> None:
    """As after a restart of the server, when JupyterLab starts a new kernel for each open notebook."""
    run = run_notebook(lab, "loses", "made = 21", "made / 0", hold_on_failure=600)
    screen.open(screen.link("live", "loses", run))
    live(screen).get_by_role("button", name="Open with Its Kernel").click()
    notebook = screen.page.locator(".jp-NotebookPanel:visible")
    bar = notebook.locator(".couture-HeldNotebookBar")
    expect(bar).to_contain_text("Kept until")
    other = "() => void window.jupyterapp.shell.currentWidget.sessionContext.changeKernel({ name: 'python3' })"
    screen.page.evaluate(other)
    expect(bar).to_contain_text("This notebook runs on another kernel.")
    screen.shoot("held-kernel-lost")
    bar.get_by_role("button", name="Use the Kept Kernel").click()
    screen.confirm("Change Kernel")
    expect(bar).to_contain_text("Kept until")
    notebook.locator(".jp-Cell").last.click()
    notebook.locator(".jp-Cell.jp-mod-active .cm-content").fill("print('still', made)")
    screen.execute("notebook:run-cell")
    expect(notebook.get_by_text("still 21", exact=True)).to_be_visible()


def test_of_a_kernel_that_crashed_the_page_says_what_is_left_and_why(screen: Any, lab: Any) -> None:
    run = run_notebook(lab, "crashes", "import os", "print('so far', flush=True)", "os._exit(3)")
    screen.open(screen.link("live", "crashes", run))
    line = live(screen).locator(".couture-KernelLine")
    expect(line).to_contain_text("The kernel died. The kernel ended itself with exit status 3. Its variables are gone.")
    expect(line.get_by_role("button", name="Resume in a Fresh Kernel")).to_be_visible()
    expect(line.get_by_role("button", name="Open with Its Kernel")).to_have_count(0)
    expect(live(screen).get_by_text("so far", exact=True)).to_be_visible()
    expect(live(screen).locator(".jp-Cell.couture-mod-failed")).to_contain_text("os._exit")
    screen.shoot("live-crashed")
