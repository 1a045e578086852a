"""The code of a DAG beside the newest, its details, a log by level, and the page of import errors."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

DETAILED = """
import logging

from couture_jupyter import DAG, PythonOperator


def tell():
    logging.getLogger("told").warning("rows are missing")
    logging.getLogger("told").error("it failed a little")


with DAG("detailed", schedule=None, doc_md="Reads **every** row.", default_args={"retries": 0}):
    PythonOperator(task_id="tell", python_callable=tell, doc_md="Tells it.")
"""
BROKEN = "from couture_jupyter import DAG\nimport a_package_that_is_missing\n"


def _made(screen: Any) -> None:
    lab = screen.lab
    (lab.workspace / "dags").mkdir(exist_ok=True)
    (lab.workspace / "dags" / "detailed.py").write_text(DETAILED, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag("detailed"))


def test_the_code_of_a_run_stands_beside_the_newest(screen: Any) -> None:
    _made(screen)
    lab, page = screen.lab, screen.page
    lab.ask("POST", "dags/detailed/dagRuns", {"dag_run_id": "old"})
    lab.wait_until(lambda: lab.ask("GET", "dags/detailed/dagRuns/old")["state"] == "success")
    newer = DETAILED.replace("every** row", "single** row")
    (lab.workspace / "dags" / "detailed.py").write_text(newer, encoding="utf-8")
    lab.wait_until(lambda: lab.ask("GET", "dags/detailed/dagVersions")["total_entries"] == 2)
    screen.open(screen.link("dag", "detailed", "source", "old", "tell"))
    source = page.locator(".couture-Source")
    expect(page.locator(".couture-DagPage").get_by_label("Version")).to_have_value("1")
    expect(source.locator(".couture-Source-editor")).to_contain_text("every** row")
    page.locator(".couture-DagPage").get_by_role("switch", name="Compare with the newest").click()
    expect(source.locator(".couture-DiffView")).to_contain_text("single** row")
    screen.shoot("code-compared")

    log = page.locator(".couture-TaskPanel").get_by_role("log")
    page.locator(".couture-TaskPanel").get_by_role("tab", name="Log").click()
    expect(log).to_contain_text("ended: success")
    page.locator(".couture-TaskPanel").get_by_label("Level").select_option("error")
    expect(log).to_contain_text("it failed a little")
    expect(log).not_to_contain_text("rows are missing")
    page.locator(".couture-TaskPanel").get_by_role("switch", name="Wrap").click()
    page.locator(".couture-TaskPanel").get_by_role("button", name="Next Error").click()
    expect(log.locator(".couture-mod-shown")).to_contain_text("it failed a little")
    screen.shoot("log-errors")


def test_details_are_documented_and_lead_to_tasks(screen: Any) -> None:
    _made(screen)
    page = screen.page
    screen.open(screen.link("dag", "detailed", "details"))
    details = page.locator(".couture-Details")
    expect(details.get_by_role("region", name="Documentation").locator("strong")).to_be_visible()
    details.get_by_role("table", name="Tasks").get_by_role("button", name="tell").click()
    expect(details.get_by_role("region", name="The task tell")).to_contain_text("Tells it.")
    expect(page.get_by_role("complementary", name="Task tell")).to_be_visible()
    screen.shoot("details")


def test_import_errors_say_where_and_what_to_do(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    (lab.workspace / "dags").mkdir(exist_ok=True)
    file = lab.workspace / "dags" / "broken_on_purpose.py"
    file.write_text(BROKEN, encoding="utf-8")
    screen.open(screen.link("importErrors", "broken_on_purpose"))
    broken = page.get_by_role("list", name="DAG files that could not be read").get_by_role("listitem")
    expect(broken).to_contain_text("Install the package")
    screen.shoot("import-errors")
    broken.get_by_role("button", name="broken_on_purpose.py, line 2").click()
    expect(page.locator(".jp-FileEditor:visible")).to_contain_text("a_package_that_is_missing")
    screen.execute("couture:open-import-errors")
    file.unlink()
    expect(page.get_by_text("Nothing matches")).to_be_visible()
