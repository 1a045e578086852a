"""Whoever reloads the browser finds the pages as they were: what was narrowed, chosen, drawn and typed."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

DAG = """
from couture_jupyter import DAG, BashOperator

with DAG("{name}", schedule=None, tags=["kept"]):
    first = BashOperator(task_id="first", bash_command="echo begun")
    second = BashOperator(task_id="second", bash_command="exit {code}")
    first >> second
"""


def add(lab: Any, name: str, code: int = 0) -> None:
    """A DAG file that the engine has read."""
    (lab.workspace / "dags" / f"{name}.py").write_text(DAG.format(name=name, code=code), encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag(name))


def fails(lab: Any, name: str) -> str:
    """A run of a DAG whose second task failed."""
    add(lab, name, code=3)
    lab.ask("POST", f"dags/{name}/dagRuns", {"dag_run_id": "kept_run"})
    lab.wait_until(lambda: lab.ask("GET", f"dags/{name}/dagRuns/kept_run")["state"] == "failed")
    return "kept_run"


def tab(screen: Any, name: str) -> Locator:
    """The tab of a page in the main area."""
    found: Locator = screen.page.locator("#jp-main-dock-panel .lm-TabBar-tab").filter(has_text=re.compile(name))
    return found


def test_the_pages_of_a_dag_and_of_a_run_and_a_list_come_back(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    run = fails(lab, "restored")
    screen.open(screen.link("dags", "search=restor&showPaused=true"))
    expect(page.get_by_role("button", name="restored", exact=True)).to_be_visible()
    screen.execute("couture:open-run", dagId="restored", runId=run, taskId="first")
    expect(screen.run_page.get_by_role("heading", name="first")).to_be_visible()
    screen.run_page.get_by_role("tab", name="Log").click()
    expect(screen.run_page.get_by_role("log")).to_contain_text("begun")
    screen.execute("couture:open-dag", dagId="restored")
    dag = page.locator(".couture-DagPage:visible")
    dag.get_by_role("tab", name="Gantt").click()
    chart = dag.get_by_role("treegrid")
    chart.get_by_role("row").filter(has_text="second").click()
    expect(page.locator(".couture-TaskPanel:visible").get_by_role("heading", name="second")).to_be_visible()

    screen.reload('"view": "gantt"', '"taskId": "second"', "restor", '"taskId": "first"')
    expect(dag.get_by_role("tab", name="Gantt", selected=True)).to_be_visible()
    expect(chart.get_by_role("row").filter(has_text="second")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".couture-TaskPanel:visible").get_by_role("heading", name="second")).to_be_visible()
    screen.execute("couture:open-run", dagId="restored", runId=run)
    expect(screen.run_page.get_by_role("heading", name="first")).to_be_visible()
    expect(screen.run_page.get_by_role("tab", name="Log", selected=True)).to_be_visible()
    tab(screen, "^DAGs$").click()
    expect(page.get_by_label("Search names, descriptions, tags")).to_have_value("restor")
    expect(page.get_by_role("button", name="restored", exact=True)).to_be_visible()


def test_unsaved_text_and_the_canvas_come_back(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    for name in ("restored_text", "restored_canvas"):
        add(lab, name)
    page.set_viewport_size({"width": 1800, "height": 1000})
    screen.open()
    editor = page.locator(".couture-DagEditorPage:visible")
    text = editor.locator(".couture-DagEditor-text .cm-content")
    for command, name in (("edit-dag-file", "restored_text"), ("open-canvas", "restored_canvas")):
        screen.execute(f"couture:{command}", path=f"{name}.py")
        expect(text).to_contain_text(name)
        text.click()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text(f"# typed into {name}\n")
        path = f"dagFiles/draft?path={name}.py"
        lab.wait_until(lambda path=path: (lab.ask("GET", path)["draft"] or {}).get("content"))

    screen.reload("restored_text", "restored_canvas")
    expect(text).to_contain_text("# typed into restored_canvas")
    expect(editor.locator(".couture-Canvas")).to_be_visible()
    tab(screen, "restored_text").click()
    expect(text).to_contain_text("# typed into restored_text")
    expect(editor.get_by_text("Your unsaved changes are back.")).to_be_visible()
    expect(editor.locator(".couture-Canvas")).to_have_count(0)
