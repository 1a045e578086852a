"""The server goes away while pages are open, the engine is stopped, input is bad: it is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .conftest import Lab, Screen, lab_on

DAG = """
from couture_jupyter import DAG, EmptyOperator

with DAG("steady", schedule=None):
    EmptyOperator(task_id="only")
"""


@pytest.fixture(scope="module")
def own() -> Iterator[Lab]:
    """JupyterLab with one DAG, whose server and engine are ended meanwhile."""
    with lab_on(None) as made:
        (made.workspace / "dags").mkdir(exist_ok=True)
        (made.workspace / "dags" / "steady.py").write_text(DAG, encoding="utf-8")
        made.wait_until(lambda: made.has_dag("steady"))
        yield made


@pytest.fixture
def desk(own: Lab, browser: Browser) -> Iterator[Screen]:
    """JupyterLab in front of a person."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    screen = Screen(context.new_page(), own)
    screen.open()
    yield screen
    context.close()
    # JupyterLab's own requests while its server is away.
    assert [error for error in screen.errors if "Failed to fetch" not in error and "Loading chunk" not in error] == []


def test_a_stopped_engine_is_told_with_the_button_that_starts_it(own: Lab, desk: Screen) -> None:
    page = desk.page
    desk.show_workflows()
    own.ask("POST", "engine/stop", {})
    line = page.locator(".couture-EngineLine")
    expect(line).to_contain_text("Engine stopped: nothing runs")
    expect(page.locator(".couture-StatusItem")).to_have_text("Engine stopped")
    run = own.ask("POST", "dags/steady/dagRuns", {})["dag_run_id"]
    desk.execute("couture:open-run", dagId="steady", runId=run)
    expect(desk.run_page).to_contain_text("engine")
    desk.shoot("engine-stopped")
    line.get_by_role("button", name="Start").click()
    expect(line).to_contain_text("Engine ready")
    expect(desk.run_page).to_contain_text("Success")


def test_bad_input_is_told_at_its_field(own: Lab, desk: Screen) -> None:
    own.ask("POST", "variables", {"key": "taken", "value": "1"})
    variable = desk.page.get_by_role("form", name="New variable")
    desk.execute("couture:open-variables", view="new")
    variable.get_by_label("Key").fill("taken")
    variable.get_by_role("button", name="Save").click()
    expect(variable.locator("[data-path='key'] [role=alert]")).to_contain_text("taken")
    expect(variable.get_by_label("Key")).to_have_attribute("aria-invalid", "true")

    connection = desk.page.locator(".couture-AdminForm:visible").last
    desk.execute("couture:open-connections", view="new")
    connection.get_by_label("Port").fill("99999")
    expect(connection.locator("[data-path='port'] [role=alert]")).to_contain_text("from 0 to 65535")
    connection.get_by_label("Port").fill("5432")
    connection.get_by_label("Id", exact=False).first.fill("my warehouse")
    connection.get_by_role("button", name="Save").click()
    expect(connection.locator("[data-path='connection_id'] [role=alert]")).to_be_visible()
    desk.shoot("bad-connection")


def test_open_pages_say_that_the_server_is_away_and_come_back_by_themselves(own: Lab, desk: Screen) -> None:
    page = desk.page
    status = page.locator(".couture-StatusItem")
    desk.show_workflows()
    desk.execute("couture:edit-dag-file", path="steady.py")
    text = page.locator(".couture-DagEditor-text .cm-content:visible")
    expect(text).to_contain_text("steady")
    expect(status).to_have_text("No active runs")

    own.kill()
    expect(status).to_have_text("Connection lost; trying again…")
    expect(page.locator(".couture-EngineLine")).to_contain_text("Connection lost; trying again…")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("# typed while it was away\n")
    expect(page.get_by_text("What you write is in this window only").locator("visible=true")).to_be_visible()
    desk.execute("couture:open-runs")
    banner = page.get_by_role("alert").filter(has_text="from the Jupyter server").locator("visible=true")
    expect(banner.first).to_be_visible()

    own.start()
    expect(status).to_have_text("No active runs")
    expect(banner).to_have_count(0)
    own.wait_until(lambda: "while it was away" in str(own.ask("GET", "dagFiles/draft?path=steady.py")["draft"]))
    desk.execute("couture:edit-dag-file", path="steady.py")
    expect(text).to_contain_text("# typed while it was away")
    expect(page.get_by_text("What you write is in this window only").locator("visible=true")).to_have_count(0)
