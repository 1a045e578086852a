"""All that Couture shows, and how to come to each page, form, dialog and menu. New pages are found by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .conftest import Lab, Screen, expect
from .shop import DAG_ID

# These show something else than a page of ours.
ELSEWHERE = {
    *("couture:open-file", "couture:open-link", "couture:open-source", "couture:open-run-files"),
    *("couture:open-menu", "couture:open-task-menu"),
    "couture:open-own-server",  # in another tab of the browser
}
# The ids of the failed run and of an asset are filled in.
RUN, ASSET = "<run>", "<asset>"


@dataclass(frozen=True)
class Place:
    """Something to look at, with a name that its picture may have."""

    name: str
    command: str
    args: dict[str, Any] = field(default_factory=dict)
    step: Callable[[Screen], None] | None = None


def _press(name: str) -> Callable[[Screen], None]:
    """What a button of the page in front opens."""

    def press(screen: Screen) -> None:
        screen.page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()

    return press


def _drawn(screen: Screen) -> None:
    """A drawing of tasks is there."""
    screen.page.locator(".couture-GraphNode:visible").first.wait_for()


def _sidebar(screen: Screen) -> None:
    """Beside the page."""
    screen.show_workflows()


def _canvas(screen: Screen) -> None:
    """The drawing, with the arguments of a task."""
    screen.page.locator('.couture-Canvas [data-node$="/check"]').click()
    screen.page.locator(".couture-Canvas-form:visible").first.wait_for()


def _review(screen: Screen) -> None:
    """A change of a DAG file, before it is saved."""
    _drawn(screen)
    screen.page.locator(".couture-DagEditor-text .cm-content:visible").click()
    screen.page.keyboard.press("Control+End")
    screen.page.keyboard.insert_text('    extract >> BashOperator(task_id="thank", bash_command="echo thanks")\n')
    expect(screen.page.locator(".couture-GraphNode:visible").filter(has_text="thank")).to_be_visible()
    screen.execute("couture:review-dag-file")
    screen.page.locator(".cm-mergeView:visible, .cm-merge-b:visible").first.wait_for()


def _sweep(screen: Screen) -> None:
    """Runs with several values, and what came out of them."""
    view = screen.page.locator(".couture-Sweeps:visible")
    view.get_by_label("Parameter", exact=True).fill("growth")
    view.get_by_role("textbox", name="Values").fill("1.05, 1.1, 1.2")
    view.get_by_role("button", name="Start 3 runs").click()
    expect(view.get_by_text("3 of 3 runs ended")).to_be_visible()


def _problems(screen: Screen) -> None:
    """A mistake in a DAG file."""
    _drawn(screen)
    screen.page.locator(".couture-DagEditor-text .cm-content:visible").click()
    screen.page.keyboard.press("Control+End")
    screen.page.keyboard.insert_text('    EmptyOperator(task_id="file") >> >> done\n')
    screen.page.get_by_role("region", name="Problems").get_by_role("button").first.wait_for()


_ONE = {"dagId": DAG_ID, "runId": RUN}
PLACES = (
    Place("dags", "couture:open-dags", step=_sidebar),
    Place("dags-filter", "couture:open-dags", step=_press("Add a filter")),
    Place("dags-columns", "couture:open-dags", step=_press("Choose columns")),
    Place("runs", "couture:open-runs"),
    Place("task-instances", "couture:open-task-instances"),
    Place("jobs", "couture:open-jobs"),
    Place("audit-log", "couture:open-audit-log"),
    Place("assets", "couture:open-assets"),
    Place("lineage", "couture:open-assets", {"view": "lineage"}),
    Place("asset", "couture:open-assets", {"assetId": ASSET}),
    Place("failures", "couture:open-failures"),
    Place("import-errors", "couture:open-import-errors"),
    Place("variables", "couture:open-variables"),
    Place("variable-new", "couture:open-variables", {"view": "new"}),
    Place("variables-import", "couture:open-variables", {"view": "import"}),
    Place("variable", "couture:open-variables", {"key": "region"}),
    Place("variable-hidden", "couture:open-variables", {"key": "shop_password"}),
    Place("connection-new", "couture:open-connections", {"view": "new"}),
    Place("connections-import", "couture:open-connections", {"view": "import"}),
    Place("connection", "couture:open-connections", {"connectionId": "warehouse", "number": 1}),
    Place("pools", "couture:open-pools"),
    Place("xcoms", "couture:open-xcoms"),
    Place("configuration", "couture:open-configuration"),
    Place("configuration-about", "couture:open-configuration", {"section": "about"}),
    Place("users", "couture:open-users", step=_press("New user")),
    Place("roles", "couture:open-roles", step=_press("New role")),
    Place("sign-in", "couture:open-login-settings"),
    Place("task-panel", "couture:open-dag", {**_ONE, "view": "grid", "taskId": "check"}),
    Place("live", "couture:open-live", {**_ONE, "taskId": "study"}),
    Place("trigger", "couture:trigger-form", {"dagId": DAG_ID}),
    Place("backfill", "couture:backfill-dag", {"dagId": DAG_ID}),
    Place("sweep", "couture:sweep-notebook", {"path": "forecast.ipynb"}, _sweep),
    Place("sweep-dag", "couture:sweep-dag", {"dagId": DAG_ID}),
    Place("compare", "couture:compare-runs", _ONE),
    Place("clear", "couture:clear-tasks", _ONE),
    Place("mark", "couture:mark-tasks", _ONE),
    Place("run-task", "couture:run-task", {**_ONE, "taskId": "check"}),
    Place("note", "couture:note-task", {**_ONE, "taskId": "check"}),
    Place("rerun-edited", "couture:rerun-edited", _ONE),
    Place("run-delete", "couture:delete-run", _ONE),
    Place("dag-delete", "couture:delete-dag", {"dagId": DAG_ID}),
    Place("schedule", "couture:schedule-notebook", {"path": "welcome.ipynb"}),
    Place("check-notebook", "couture:check-notebook", {"path": "welcome.ipynb"}),
    Place("sweep-notebook", "couture:sweep-notebook", {"path": "welcome.ipynb"}),
    Place("run-folder", "couture:run-folder", {"path": ""}),
    Place("manage-dags", "couture:manage-dags"),
    Place("new-dag", "couture:new-dag"),
    Place("dag-file-rename", "couture:rename-dag-file", {"path": "shop.py"}),
    Place("dag-file-delete", "couture:delete-dag-file", {"path": "shop.py"}),
    Place("editor", "couture:edit-dag-file", {"path": "shop.py"}, _drawn),
    Place("canvas", "couture:open-canvas", {"path": "shop.py"}, _canvas),
    Place("editor-problems", "couture:edit-dag-file", {"path": "mail_report.py"}, _problems),
    Place("review", "couture:edit-dag-file", {"path": "shop.py"}, _review),
    Place("bricks", "couture:open-bricks", {"brickId": "shipped.branch"}),
    Place("brick-new", "couture:new-brick"),
    Place("brick-edit", "couture:duplicate-brick", {"brickId": "shipped.branch"}),
    Place("bricks-import", "couture:import-bricks"),
    Place("compose", "couture:new-dag-from-notebooks", {"paths": ["welcome.ipynb", "study.ipynb"]}, _drawn),
    Place("split", "couture:split-notebook", {"path": "study.ipynb"}, _drawn),
)
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


def pages_without_a_place(screen: Screen) -> list[str]:
    """The commands of the pages of which there is one, asked of JupyterLab itself, that have no place above."""
    names = set(screen.page.evaluate(_COMMANDS)) - ELSEWHERE
    placed = {place.command for place in PLACES if not place.args}
    assert {"couture:open-variables", "couture:open-assets", "couture:open-runs", "couture:open-workflows"} <= names
    return sorted(names - placed)


def show(screen: Screen, place: Place, run: str) -> None:
    """Open it, and wait until it is there."""
    known = {RUN: lambda: run, ASSET: lambda: _asset(screen.lab)}
    filled = {name: known[value]() if str(value) in known else value for name, value in place.args.items()}
    screen.execute(place.command, **filled)
    screen.page.locator(".couture-Widget:visible, .jp-Dialog").last.wait_for()
    settle(screen)
    if place.step:
        place.step(screen)
        settle(screen)


def leave(screen: Screen) -> None:
    """Answer what is asked with no; close the pages and the sidebar."""
    screen.page.keyboard.press("Escape")
    dialog = screen.page.locator(".jp-Dialog")
    if dialog.count():
        title = dialog.last.locator(".jp-Dialog-header").inner_text()
        dialog.last.press("Escape")
        expect(dialog, f"Escape closes the dialog {title!r}").to_have_count(0, timeout=20_000)
    screen.page.mouse.move(0, 0)
    screen.page.evaluate(_CLOSE)


_CLOSE = """() => {
  window.jupyterapp.shell.collapseLeft();
  for (const widget of [...window.jupyterapp.shell.widgets('main')]) {
    widget.dispose();
  }
}"""


def settle(screen: Screen) -> None:
    """Until nothing of ours is on its way any more, for some frames. Needs ``COUNT_REQUESTS`` in the page."""
    screen.page.evaluate("() => { window.calm = 0; }")
    screen.page.wait_for_function(_CALM)


COUNT_REQUESTS = """
  window.asked = 0;
  const fetch = window.fetch;
  window.fetch = async (...args) => {
    window.asked += 1;
    try {
      return await fetch(...args);
    } finally {
      window.asked -= 1;
    }
  };
"""
_CALM = """() => {
  const loading = [...document.querySelectorAll('.couture-Loading')].some(each => each.checkVisibility());
  window.calm = window.asked > 0 || loading ? 0 : window.calm + 1;
  return window.calm > 12;
}"""


def sections(page: Any) -> list[str]:
    """The names of the sections of the page in front."""
    tabs = page.get_by_role("tablist").first.get_by_role("tab")
    tabs.first.wait_for()
    names: list[str] = tabs.all_inner_texts()
    return names


def choose_section(screen: Screen, page: Any, name: str) -> None:
    """Show this section of the page in front."""
    page.get_by_role("tablist").first.get_by_role("tab").filter(has_text=name).first.click()
    settle(screen)


def _asset(lab: Lab) -> int:
    found: int = lab.ask("GET", "assets?name_pattern=report")["assets"][0]["id"]
    return found
