"""Messages: rules in the form, a test, a mail server that is down, and what is seen of it in JupyterLab."""

from __future__ import annotations

import contextlib
import re
import uuid
from typing import Any

from message_sinks import mail_server
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from .conftest import Lab, Screen, expect


def add_rule(screen: Screen, *events: str, to: str) -> Any:
    """Unfold the messages of the form and fill in one rule."""
    screen.form.get_by_role("button", name=re.compile("^Messages")).click()
    screen.form.get_by_role("button", name="Tell somebody").click()
    rule = screen.form.get_by_role("group", name="Rule 1")
    for event in ("Success", "Failure", "Retry", "Recovery", "Late"):
        rule.get_by_label(event).set_checked(event in events)
    rule.get_by_label("Addresses").fill(to)
    return rule


def test_a_failure_is_told_by_mail_and_seen_in_jupyterlab(lab: Lab, screen: Screen) -> None:
    lab.write_notebook("told/sales.ipynb", "country = 'FI'", "print('looked at', country)\n1 / 0")
    mail = {"connection_id": "smtp_default", "conn_type": "smtp", "host": "127.0.0.1"}
    with mail_server() as box:
        extra = '{"security": "none", "from": "couture@example.org"}'
        lab.ask("POST", "connections", {**mail, "port": box.port, "extra": extra})
        screen.open("lab/tree/told/sales.ipynb")
        screen.open_form("sales.ipynb")
        screen.page.get_by_role("radiogroup", name="When").get_by_text("Now", exact=True).click()
        rule = add_rule(screen, "Failure", to="nobody")
        rule.get_by_role("button", name="Send a test").click()
        expect(rule.get_by_role("status")).to_contain_text("'nobody' is no e-mail address")
        rule.get_by_label("Addresses").fill("ada@example.org")
        rule.get_by_role("button", name="Send a test").click()
        expect(rule.get_by_role("status")).to_contain_text("ada@example.org: Sent.")
        assert box.messages[0]["Subject"].startswith("✗ Test")
        screen.shoot("messages-form")
    screen.form.get_by_role("button", name="Run now").click()
    told = screen.page.get_by_role("alert").filter(has_text="sales failed")
    told.get_by_role("button", name="Open Run").click()
    missed = screen.run_page.get_by_role("list", name="Messages")
    expect(missed).to_contain_text("E-mail to ada@example.org could not be sent")
    expect(missed).to_contain_text("does not answer")
    expect(screen.run_page.locator(".couture-RunHeader-state")).to_contain_text("Failed")
    screen.shoot("messages-missed")
    with mail_server(port=box.port) as box:
        missed.get_by_role("button", name="Send again").click()
        expect(missed).to_contain_text("E-mail to ada@example.org was sent (Failure)")
        html = box.messages[0].get_body(("html",)).get_content()  # type: ignore[union-attr]
    for words in ("1 / 0", "ZeroDivisionError", "looked at FI", "country"):
        assert words in html
    screen.show_files()
    row = screen.page.locator(".jp-DirListing-item").filter(has_text="sales.ipynb")
    expect(row.get_by_role("img", name=re.compile("^Last run: Failed"))).to_be_visible()
    screen.shoot("messages-badge")


def test_a_notification_opens_the_run_live_and_retries_it(lab: Lab, screen: Screen) -> None:
    lab.write_notebook("told/gate.ipynb", "country = 'FI'", "import os\nassert os.path.exists('open')")
    form = {"name": "gate", "notebook": "told/gate.ipynb", "when": {"kind": "manual"}, "hold_on_failure": 0}
    lab.ask("POST", "notebookSchedules", form)
    screen.open()
    alerts = wait_until_connected(screen)
    lab.ask("POST", "dags/gate/dagRuns", {})  # from elsewhere, but by the same person
    told = alerts.filter(has_text="gate failed")
    expect(told).to_be_visible()
    (lab.workspace / "told" / "open").touch()
    told.get_by_role("button", name="Retry").click()
    expect(alerts.filter(has_text="gate succeeded")).to_be_visible()
    (lab.workspace / "told" / "open").unlink()
    lab.ask("POST", "dags/gate/dagRuns", {})
    told.get_by_role("button", name="Open Live").click()
    expect(screen.page.get_by_role("tab", name="gate (live)")).to_be_visible()
    expect(screen.page.get_by_text("AssertionError").first).to_be_visible()


def test_a_run_that_takes_too_long_is_told_while_it_runs(lab: Lab, screen: Screen) -> None:
    waiting = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.05)"
    lab.write_notebook("told/dawdling.ipynb", "country = 'FI'", waiting)
    rule = {"on": ["late"], "channel": "email", "to": ["ada@example.org"], "late_after": 0.1}
    form = {"name": "dawdling", "notebook": "told/dawdling.ipynb", "when": {"kind": "manual"}, "notify": [rule]}
    lab.ask("POST", "notebookSchedules", form)
    screen.open()
    alerts = wait_until_connected(screen)
    lab.ask("POST", "dags/dawdling/dagRuns", {})
    told = alerts.filter(has_text="dawdling is late")
    expect(told).to_be_visible()
    (lab.workspace / "told" / "go").touch()
    told.get_by_role("button", name="Open Run").click()
    expect(screen.run_page.locator(".couture-RunHeader-state")).to_contain_text("Success")


def wait_until_connected(screen: Screen) -> Any:
    """Wait until this page hears of changes, seen by the first that it tells of; where notifications appear."""
    lab = screen.lab
    lab.write_notebook("told/hello.ipynb", "country = 'FI'", "print(country)")
    name = f"hello {uuid.uuid4().hex[:6]}"
    form = {"name": name, "notebook": "told/hello.ipynb", "when": {"kind": "manual"}}
    dag_id = lab.ask("POST", "notebookSchedules", form)["dag_id"]
    alerts = screen.page.get_by_role("alert")

    def is_heard() -> bool:
        lab.ask("POST", f"dags/{dag_id}/dagRuns", {})
        with contextlib.suppress(PlaywrightTimeoutError):
            alerts.filter(has_text=f"{dag_id} succeeded").first.wait_for(timeout=15_000)
            return True
        return False

    lab.wait_until(is_heard)
    return alerts
