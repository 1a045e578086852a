"""Every page of ours, in light and dark: axe-core finds nothing serious. New pages and sections are included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from .axe import violations
from .conftest import Lab, Screen, expect

DAGS = """
from couture_jupyter import DAG, Asset, BashOperator, TaskGroup, task

with DAG("reachable", schedule=[Asset("seen")], is_paused_upon_creation=False, tags=["team"], doc_md="# Docs") as dag:
    first = BashOperator(task_id="first", bash_command="echo hello", outlets=[Asset("made")])
    with TaskGroup("group"):

        @task
        def each(number):
            return {"rows": number}

        mapped = each.expand(number=[1, 2])
    first >> mapped >> BashOperator(task_id="breaks", bash_command="echo no; exit 3")
"""
# These show something else than a page of ours.
ELSEWHERE = {"couture:open-file", "couture:open-link", "couture:open-source", "couture:open-run-files"}
_COMMANDS = """async () => {
  const { commands } = window.jupyterapp;
  const names = commands.listCommands().filter(id => /^couture:(open|import|manage)-/.test(id));
  const found = [];
  for (const id of names) {
    const { args } = (await commands.describedBy(id)) ?? {};
    if (!(args?.required ?? []).length) {
      found.push(id);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def run(lab: Lab) -> Iterator[str]:
    """A run of the DAG, with tasks that succeeded and one that failed; other tests find nothing of it afterwards."""
    (lab.workspace / "dags" / "reachable.py").write_text(DAGS)
    lab.wait_until(lambda: lab.has_dag("reachable"))
    made: str = lab.ask("POST", "dags/reachable/dagRuns", {"note": "by hand"})["dag_run_id"]
    lab.wait_until(lambda: _state(lab, made) == "failed")
    for key, value in {"region": "FI", "shop_password": "s3cret"}.items():
        lab.ask("PATCH", "variables", {"actions": [_creation(key=key, value=value)]})
    warehouse = _creation(connection_id="warehouse", conn_type="postgres", password="s3cret")
    lab.ask("PATCH", "connections", {"actions": [warehouse]})
    yield made
    for path in ("variables/region", "variables/shop_password", "connections/warehouse"):
        lab.ask("DELETE", path)


def test_every_page_of_which_there_is_one(run: str, screen: Screen) -> None:
    screen.open()
    names = set(screen.page.evaluate(_COMMANDS)) - ELSEWHERE
    assert {"couture:open-variables", "couture:open-assets", "couture:open-runs", "couture:open-workflows"} <= names
    found: list[str] = []
    for name in sorted(names):
        screen.page.evaluate("async id => { await window.jupyterapp.commands.execute(id, {}); }", name)
        _settled(screen)
        found += violations(screen, name)
    assert found == [], "\n".join(found)


def test_every_section_of_a_dag(run: str, screen: Screen) -> None:
    screen.open(screen.link("dag", "reachable"))
    page = screen.page.locator(".couture-DagPage:visible")
    tabs = page.get_by_role("tablist").first.get_by_role("tab")
    tabs.first.wait_for()
    found: list[str] = []
    for name in tabs.all_inner_texts():
        tabs.filter(has_text=name).first.click()
        _settled(screen)
        found += violations(screen, f"DAG, {name}")
    assert found == [], "\n".join(found)


def test_every_section_of_a_run(run: str, screen: Screen) -> None:
    screen.open(screen.link("run", "reachable", run, "breaks"))
    tabs = screen.run_page.get_by_role("tab")
    tabs.first.wait_for()
    found: list[str] = []
    for name in tabs.all_inner_texts():
        tabs.filter(has_text=name).first.click()
        _settled(screen)
        found += violations(screen, f"run, {name}")
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("couture:open-variables", {"view": "new"}),
        ("couture:open-variables", {"view": "import"}),
        ("couture:open-variables", {"key": "region"}),
        ("couture:open-variables", {"key": "shop_password"}),
        ("couture:open-connections", {"view": "new"}),
        ("couture:open-connections", {"connectionId": "warehouse", "number": 1}),
        ("couture:open-configuration", {"section": "about"}),
        ("couture:schedule-notebook", {"path": "welcome.ipynb"}),
        ("couture:check-notebook", {"path": "welcome.ipynb"}),
        ("couture:backfill-dag", {"dagId": "reachable"}),
        ("couture:clear-tasks", {"dagId": "reachable", "runId": ""}),
        ("couture:mark-tasks", {"dagId": "reachable", "runId": ""}),
        ("couture:delete-dag", {"dagId": "reachable"}),
        ("couture:trigger-dag", {"dagId": "reachable"}),
        ("couture:edit-dag-file", {"path": "reachable.py"}),
        ("couture:new-dag-from-notebooks", {"paths": ["welcome.ipynb"]}),
        ("couture:split-notebook", {"path": "welcome.ipynb"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(str(each) for each in value.values()),
)
def test_forms_and_dialogs(run: str, screen: Screen, command: str, place: dict[str, Any]) -> None:
    screen.open()
    screen.execute(command, **{**place, **({"runId": run} if "runId" in place else {})})
    screen.page.locator(".couture-Widget:visible, .jp-Dialog").last.wait_for()
    _settled(screen)
    found = violations(screen, command)
    assert found == [], "\n".join(found)


def _settled(screen: Screen) -> None:
    """Until nothing of ours is on its way any more."""
    screen.page.wait_for_load_state("networkidle")
    expect(screen.page.locator(".couture-Loading:visible")).to_have_count(0)


def _state(lab: Lab, run: str) -> str:
    return str(lab.ask("GET", f"dags/reachable/dagRuns/{quote(run, safe='')}")["state"])


def _creation(**entity: str) -> dict[str, Any]:
    return {"action": "create", "entities": [entity], "action_on_existence": "skip"}
