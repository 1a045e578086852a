"""Secrets that reach a notebook and are seen nowhere, and an environment of its own, from the form to the run page."""

from __future__ import annotations

import base64
import contextlib
import json
import re
from typing import Any

import psutil
from playwright.sync_api import expect

SECRET = "pa55-of-the-shop"
CELLS = (
    "token = None\nregion = 'FI'",
    "import base64, os, sys\nfrom couture_jupyter import Connection\n"
    f"assert base64.b64encode(token.encode()) == {base64.b64encode(SECRET.encode())!r}\n"
    "assert os.environ['DB_PASSWORD'] == Connection.get('shop').password\n"
    "print('in', os.path.basename(os.path.dirname(sys.prefix)))\nprint('token', token, region)",
)


def test_secrets_and_an_environment_are_chosen_in_the_form(screen: Any) -> None:
    page, lab, form = screen.page, screen.lab, screen.form
    lab.ask("POST", "connections", {"connection_id": "shop", "conn_type": "http", "password": SECRET})
    lab.write_notebook("shop.ipynb", *CELLS)
    (lab.workspace / "shop.txt").write_text("")
    screen.open()
    screen.open_form("shop.ipynb")
    screen.fill("Name", "Shop")
    page.get_by_role("radiogroup", name="When").get_by_text("Now", exact=True).click()
    form.get_by_role("button", name=re.compile("^Secrets")).click()
    form.get_by_role("button", name="Add an environment variable").click()
    screen.fill("Environment variable", "DB_PASSWORD")
    form.get_by_label("Is filled with").first.fill(SECRET)
    expect(form.get_by_text("do not write it here").first).to_be_visible()
    form.get_by_label("Is filled with").first.fill("connection:shop.password")
    form.get_by_role("switch", name="The parameter token is secret").click()
    form.get_by_label("Is filled with").nth(1).fill("variable:shop_tokens")
    form.get_by_role("button", name="Keep a new secret").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("shop_token")
    screen.confirm("Next")
    page.get_by_role("dialog").locator("input[type=password]").fill(SECRET)
    screen.confirm("Keep")
    page.locator("datalist option[value='variable:shop_token']").wait_for(state="attached")
    form.get_by_role("button", name=re.compile("^Environment and limits")).click()
    screen.fill("Requirements file", "shop.txt")
    screen.fill("Memory, in megabytes", "60")
    form.get_by_role("button", name="Run now").click()
    expect(form.get_by_text("There is no variable 'shop_tokens'").first).to_be_visible()
    memory = form.locator("[data-path='environment.memory_megabytes']")
    expect(memory).to_contain_text("A kernel needs at least 128 MB.")
    expect(form.locator("[data-path='environment.requirements'] [role=alert]")).to_have_count(0)
    screen.fill("Memory, in megabytes", "600")
    form.get_by_role("switch", name="The parameter region is secret").scroll_into_view_if_needed()
    screen.shoot("form-secrets")
    form.get_by_label("Is filled with").nth(1).fill("variable:shop_token")
    form.get_by_role("button", name="Run now").click()
    expect(screen.run_page).to_contain_text("Success")
    expect(screen.run_page).to_contain_text("in environments")
    expect(screen.run_page).to_contain_text("token *** FI")
    expect(screen.run_page).to_contain_text("# token = ***")
    screen.run_page.get_by_role("tab", name="Log").click()
    expect(screen.run_page.get_by_role("log")).to_contain_text("Installing packages")
    assert SECRET not in page.content()
    screen.run_page.get_by_role("tab", name="Environment").click()
    packages = screen.run_page.get_by_role("table", name="Packages")
    expect(packages).to_contain_text("ipykernel")
    screen.shoot("run-environment")
    screen.run_page.get_by_label("Filter packages").fill("jupyter_client")
    expect(packages.get_by_role("row")).to_have_count(2)
    assert_nothing_is_left(lab)


def assert_nothing_is_left(lab: Any) -> None:
    """Not in a file of ours, not in an answer, not in the environment or the command line of a process."""
    left = [
        path for path in (lab.workspace / ".couture").rglob("*") if path.is_file() and "environments" not in path.parts
    ]
    assert left
    assert not [path for path in left if SECRET.encode() in path.read_bytes()]
    run = lab.ask("GET", "dags/shop/dagRuns")["dag_runs"][0]["dag_run_id"]
    task = f"dags/shop/dagRuns/{run}/taskInstances/notebook"
    places = ("notebookSchedules/shop", "dags/shop/dagRuns", "eventLogs", "variables", "connections", task)
    for path in (*places, f"{task}/notebook", f"{task}/tries", f"{task}/environment", f"{task}/xcomEntries"):
        assert SECRET not in json.dumps(lab.ask("GET", path)), path
    for process in lab.family():
        with contextlib.suppress(psutil.Error):
            assert SECRET not in f"{process.cmdline()} {process.environ()}", process
