"""Run again on old or newest code, and favourites: what a person sees and does."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

SOURCE = """
from couture_jupyter import DAG, BashOperator

with DAG("again", schedule=None, description="{description}"):
    BashOperator(task_id="say", bash_command="echo {description}")
"""


def test_a_changed_dag_asks_which_code_runs_again(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    file = lab.workspace / "dags" / "again.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(SOURCE.format(description="first"), encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag("again"))
    lab.ask("POST", "dags/again/dagRuns", {"dag_run_id": "once"})
    lab.wait_until(lambda: lab.ask("GET", "dags/again/dagRuns/once")["state"] == "success")
    file.write_text(SOURCE.format(description="second"), encoding="utf-8")
    lab.wait_until(lambda: lab.ask("GET", "dags/again/details")["latest_dag_version"]["version_number"] == 2)

    def versions() -> list[int]:
        runs = lab.ask("GET", "dags/again/dagRuns?order_by=id")["dag_runs"]
        return [run["dag_versions"][0]["version_number"] for run in runs]

    screen.open(screen.link("run", "again", "once"))
    screen.run_page.get_by_role("button", name="Run again").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("the run ran version 1, the newest is 2")
    screen.shoot("run-again-code")
    dialog.get_by_role("button", name="Version 1, as it ran").click()
    lab.wait_until(lambda: versions() == [1, 1])

    screen.open(screen.link("run", "again", "once"))
    screen.run_page.get_by_role("button", name="Edit and run…").click()
    code = page.get_by_role("dialog").get_by_label("Code")
    expect(code).to_have_value("true")
    screen.shoot("run-again-edited")
    page.get_by_role("dialog").get_by_role("button", name="Run", exact=True).click()
    lab.wait_until(lambda: versions() == [1, 1, 2])


def test_a_favourite_is_found_in_the_sidebar(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    screen.open(screen.link("dag", "again"))
    star = page.get_by_role("button", name="Favourite", exact=True)
    expect(star).to_have_attribute("aria-pressed", "false")
    star.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    favourites = lab.ask("GET", "dagSummaries?is_favorite=true")["dags"]
    assert "again" in [dag["dag_id"] for dag in favourites]
    screen.shoot("favourite")
