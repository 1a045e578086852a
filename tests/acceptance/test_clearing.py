"""Clear and mark on the page of a run: options, what they would do, and the keyboard."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

LINKED = """
from couture_jupyter import DAG, BashOperator, PythonOperator
from couture_jupyter.airflow_compat.operator_parts import BaseOperatorLink


class Report(BaseOperatorLink):
    name = "Report"

    def get_link(self, operator, *, ti_key):
        return f"https://reports.example.org/{ti_key.task_id}"


class Reporting(PythonOperator):
    operator_extra_links = (Report(),)


with DAG("cleared", schedule=None):
    Reporting(task_id="load", python_callable=print) >> BashOperator(task_id="check", bash_command="exit 1") >> (
        BashOperator(task_id="publish", bash_command="true")
    )
"""


def test_tasks_are_cleared_and_marked_after_a_look(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    (lab.workspace / "dags").mkdir(exist_ok=True)
    (lab.workspace / "dags" / "cleared.py").write_text(LINKED, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag("cleared"))
    lab.ask("POST", "dags/cleared/dagRuns", {"dag_run_id": "once"})
    run = "dags/cleared/dagRuns/once"
    lab.wait_until(lambda: lab.ask("GET", run)["state"] == "failed")

    screen.open(screen.link("run", "cleared", "once"))
    screen.run_page.get_by_role("option", name="load").click()
    pane = screen.run_page.locator(".couture-TaskPane")
    link = pane.get_by_role("link", name="Report")
    expect(link).to_have_attribute("href", "https://reports.example.org/load")
    pane.get_by_role("button", name="Clear…").click()
    dialog = page.get_by_role("dialog")
    preview = dialog.get_by_role("list", name="Task instances that will change")
    expect(dialog.get_by_role("status")).to_have_text("3 task instances will change:")
    expect(preview.get_by_role("listitem")).to_contain_text(["load", "check", "publish"])
    screen.shoot("clear-dialog")
    dialog.get_by_role("checkbox", name="What follows it").press("Space")
    expect(dialog.get_by_role("status")).to_have_text("1 task instance will change:")
    dialog.get_by_label("Note").fill("once more")
    page.keyboard.press("Enter")
    lab.wait_until(lambda: lab.ask("GET", f"{run}/taskInstances/load")["try_number"] == 2)
    expect(pane.locator(".couture-Note")).to_contain_text("once more")
    lab.wait_until(lambda: lab.ask("GET", run)["state"] == "failed")

    screen.run_page.get_by_role("option", name="check").click()
    pane.get_by_role("button", name="Mark as…").click()
    expect(preview.get_by_role("listitem")).to_have_count(1)
    screen.shoot("mark-dialog")
    dialog.get_by_role("button", name="Mark").click()
    lab.wait_until(lambda: lab.ask("GET", run)["state"] == "success")
    expect(dialog).to_be_hidden()
