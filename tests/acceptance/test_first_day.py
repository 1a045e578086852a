"""The first day: nothing is there yet, each page says what to do next; and what those see who may not do all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, expect

from .conftest import ROOT, Lab, Screen, lab_on
from .every_page import COUNT_REQUESTS, settle

# Each page, and what it says to do next.
EMPTY = {
    "couture:open-dags": "Put a DAG file into the dags folder, or schedule a notebook.",
    "couture:open-runs": "Schedule a notebook, or start a DAG",
    "couture:open-task-instances": "Start a DAG: its tasks are listed here.",
    "couture:open-assets": "Give a task outlets=",
    "couture:open-asset-events": "A task that succeeds updates its outlets.",
    "couture:open-failures": "Nothing has failed.",
    "couture:open-sla-misses": "Give a task sla=",
    "couture:open-variables": "Make one, or import a file.",
    "couture:open-connections": "Make one, or import a file.",
    "couture:open-xcoms": "What a Python task returns",
    "couture:open-import-errors": "Every DAG file could be read",
    "couture:manage-dags": "Make a new DAG from a template",
}
# What a Viewer may not do, by the page that has its button.
LOCKED = {
    "couture:open-dags": ["Schedule a Notebook…", "New DAG…"],
    "couture:open-runs": ["Schedule a Notebook…"],
    "couture:manage-dags": ["Upload", "New DAG"],
    "couture:open-variables": ["New variable", "Import…"],
    "couture:open-connections": ["New connection", "Import…"],
}
ROLES = {
    "ServerApp.identity_provider_class": "role_tokens.RoleTokens",
    "CoutureApp.role_provider_class": "role_tokens.RoleByName",
}


@pytest.fixture(scope="module")
def bare() -> Iterator[Lab]:
    """JupyterLab on an empty workspace, where a token signs in as the role that it names."""
    with lab_on(None, options=ROLES, path=ROOT / "tests" / "server") as made:
        yield made


@contextmanager
def desk(bare: Lab, browser: Browser, token: str) -> Iterator[Screen]:
    """JupyterLab in front of the person whose token this is."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.add_init_script(COUNT_REQUESTS)
    screen = Screen(context.new_page(), replace(bare, token=token))
    screen.open()
    yield screen
    context.close()
    assert screen.errors == []


def page_of(screen: Screen, command: str) -> Locator:
    """The page that a command opens."""
    screen.execute(command)
    settle(screen)
    return screen.page.locator("#jp-main-dock-panel .couture-Widget:visible").last


def test_each_page_of_an_empty_workspace_says_what_to_do_next(bare: Lab, browser: Browser) -> None:
    with desk(bare, browser, bare.token) as screen:
        for command, sentence in EMPTY.items():
            expect(page_of(screen, command), command).to_contain_text(sentence)


def test_a_viewer_sees_why_a_button_is_disabled(bare: Lab, browser: Browser) -> None:
    with desk(bare, browser, "token-of-viewer") as screen:
        for command, names in LOCKED.items():
            page = page_of(screen, command)
            for name in names:
                button = page.get_by_role("button", name=name, exact=True)
                expect(button, f"{command}: {name}").to_be_disabled()
                expect(button).to_have_attribute("title", re.compile("Your role, Viewer, lacks the permission"))
        page_of(screen, "couture:open-configuration")
        expect(screen.page.get_by_text("You may not see this.").locator("visible=true").first).to_be_visible()


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("dag/nowhere", 'There is no DAG "nowhere"'),
        ("run/nowhere/never", "There is no such run."),
        ("nonsense/x", 'This address names no page of Couture: "nonsense/x".'),
        ("dag/%E4", 'There is no DAG "%E4"'),
    ],
)
def test_an_address_of_what_is_not_there_says_so(bare: Lab, browser: Browser, target: str, told: str) -> None:
    with desk(bare, browser, bare.token) as screen:
        screen.open(f"lab?couture={quote(target, safe='')}")
        expect(screen.page.get_by_text(told).locator("visible=true").first).to_be_visible()


DAG = """
from couture_jupyter import DAG, EmptyOperator

with DAG({0!r}, schedule=None, is_paused_upon_creation=False):
    EmptyOperator(task_id="only")
"""


def test_each_button_of_a_dag_knows_whether_one_may_edit_this_dag(bare: Lab, browser: Browser) -> None:
    folder = bare.workspace / "dags"
    folder.mkdir(exist_ok=True)
    for dag_id in ("mine", "theirs"):
        (folder / f"{dag_id}.py").write_text(DAG.format(dag_id), encoding="utf-8")
        bare.wait_until(lambda dag_id=dag_id: bare.has_dag(dag_id))
        bare.ask("POST", f"dags/{dag_id}/dagRuns", {"dag_run_id": "first"})
    with desk(bare, browser, "token-of-editor:mine,reader:theirs") as screen:
        for dag_id, missing in (("theirs", "for the DAG theirs"), ("mine", None)):
            screen.execute("couture:open-dag", dagId=dag_id)
            head = screen.page.locator(".couture-DagHeader:visible")
            is_allowed(head.get_by_role("button", name="Run Now"), missing)
            is_allowed(head.get_by_role("switch"), missing)
            head.get_by_role("button", name=f"More actions for {dag_id}").click()
            sweep = "Run with Several Values…" + (" (not permitted)" if missing else "")
            entry = screen.page.get_by_role("menuitem", name=sweep, exact=True)
            expect(entry).to_be_enabled(enabled=missing is None)
            expect(screen.page.get_by_role("menuitem", name="Delete… (not permitted)")).to_be_visible()
            screen.page.keyboard.press("Escape")
            screen.execute("couture:open-run", dagId=dag_id, runId="first", taskId="only")
            for name in ("Clear…", "Mark as…", "Run again", "Delete…", "Add a note"):
                is_allowed(screen.run_page.get_by_role("button", name=name, exact=True).first, missing)
            is_allowed(screen.run_page.get_by_role("switch", name="Keep this run"), missing)
            screen.shoot(f"rights-on-{dag_id}")
        listed = page_of(screen, "couture:open-dags")
        for dag_id, missing in (("theirs", "for the DAG theirs"), ("mine", None)):
            is_allowed(listed.get_by_role("row", name=dag_id).get_by_role("button", name="Run Now"), missing)


def is_allowed(button: Locator, missing: str | None) -> None:
    """It can be pressed, or says what is missing."""
    if missing is None:
        expect(button).to_be_enabled()
    else:
        expect(button).to_be_disabled()
        expect(button).to_have_attribute("title", re.compile(f"lacks the permission .*{missing}"))
