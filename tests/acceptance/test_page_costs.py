"""What pages cost: scripts at JupyterLab's start, nodes that closed pages leave behind, counted in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route

COSTLY = """
from couture_jupyter import DAG, CoutureJupyterOperator

with DAG("costly", schedule=None):
    CoutureJupyterOperator(task_id="only", input_notebook="costly.ipynb")
"""
OPEN_AND_CLOSE = """async ([command, args, content]) => {
  const { commands, shell } = window.jupyterapp;
  await commands.execute(command, args);
  const until = async (what, isSo) => {
    for (const began = performance.now(); !isSo(); await new Promise(requestAnimationFrame)) {
      if (performance.now() - began > 60000) {
        throw new Error(`${command}: ${what} in vain; in front is ${shell.currentWidget?.node.outerHTML}`);
      }
    }
  };
  await until('opened', () => shell.currentWidget?.node.querySelector(content));
  const widget = shell.currentWidget;
  widget.close();
  await until('closed', () => widget.isDisposed);
}"""
OUR_SCRIPTS = """() => performance.getEntriesByType('resource')
  .filter(({ name }) => name.includes('couture-jupyter/static/') && new URL(name).pathname.endsWith('.js'))
  .map(({ name, decodedBodySize }) => [new URL(name).pathname.split('/').pop(), decodedBodySize])"""
# What starts without pages: commands, sidebar, status bar, badges, and all styles. It was 1.1 MB with all pages.
MOST_SCRIPTS_AT_START = 550_000
# Status bar, file browser, sidebar; of the page in front its head, the chosen run, and for choice and grid the runs.
MOST_ASKED_AFTER_A_CHANGE = 9
RUN = {"dagId": "costly", "runId": "once"}
PAGES = [
    ("couture:open-failures", {}, ".couture-Page"),
    ("couture:import-schedules", {}, ".couture-Page"),
    ("couture:open-pools", {}, "table"),
    ("couture:trigger-form", {"dagId": "costly"}, ".couture-TriggerForm"),
    ("couture:check-notebook", {"path": "costly.ipynb"}, ".couture-Page"),
    ("couture:schedule-notebook", {"path": "costly.ipynb"}, ".couture-SchedulePage"),
    ("couture:compare-runs", {**RUN, "otherRunId": "twice"}, ".couture-Page"),
    ("couture:open-live", {**RUN, "taskId": "only"}, ".jp-Cell"),
    ("couture:open-dag", {"dagId": "costly", "view": "graph"}, "[data-node]"),
    ("couture:open-run", RUN, ".couture-TaskPane"),
]
EDITOR = ("couture:edit-dag-file", {"path": "costly.py"}, ".couture-GraphNode")
# JupyterLab makes one for each editor, its own ones, too; its three buttons stay, with 111 nodes: a fault of the FAST
# library (https://github.com/microsoft/fluentui-blazor/issues/871; JupyterLab 4.6.6, 2026-11).
INLINE_COMPLETER = "@jupyterlab/completer-extension:inline-completer-factory"
TIMES = 6
# JupyterLab's own toolbar left 38 nodes of each page; what remains is what React and the browser keep for reuse.
MOST_A_PAGE = 10


@pytest.fixture(scope="module")
def costly(lab: Any) -> None:
    """A DAG of one notebook, with two runs that are done."""
    lab.write_notebook("costly.ipynb", "number = 1", "print(number)")
    (lab.workspace / "dags" / "costly.py").write_text(COSTLY, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag("costly"))
    for run in ("once", "twice"):
        lab.ask("POST", "dags/costly/dagRuns", {"dag_run_id": run})
    for run in ("once", "twice"):
        lab.wait_until(lambda run=run: lab.ask("GET", f"dags/costly/dagRuns/{run}")["state"] == "success")


def nodes_after(screen: Any, page: tuple[str, dict[str, str], str]) -> int:
    """How many nodes the browser holds once it has opened and closed a page, and collected its garbage."""
    screen.page.evaluate(OPEN_AND_CLOSE, list(page))
    protocol = screen.page.context.new_cdp_session(screen.page)
    screen.page.wait_for_load_state("networkidle")
    for _ in range(2):
        protocol.send("HeapProfiler.collectGarbage")
    counted: int = protocol.send("Memory.getDOMCounters")["nodes"]
    protocol.detach()
    return counted


def leaves_nothing(screen: Any, lab: Any, page: tuple[str, dict[str, str], str]) -> None:
    """The browser keeps the last page or two for a while; what is left of each time never becomes less again."""
    before = max(nodes_after(screen, page) for _ in range(3))
    for _ in range(TIMES):
        screen.page.evaluate(OPEN_AND_CLOSE, list(page))
    lab.wait_until(lambda: nodes_after(screen, page) <= before + TIMES * MOST_A_PAGE)


def test_closed_pages_leave_no_nodes_behind(screen: Any, lab: Any, costly: None) -> None:
    screen.open()
    for page in PAGES:
        leaves_nothing(screen, lab, page)


def without_inline_completer(route: Route) -> None:
    """The page of JupyterLab, where that is switched off."""
    answer = route.fetch()
    head, mark, rest = answer.text().partition('"disabledExtensions": [')
    assert mark, head
    comma = "" if rest.startswith("]") else ", "
    route.fulfill(response=answer, body=f'{head}{mark}"{INLINE_COMPLETER}"{comma}{rest}')


def test_closed_dag_editors_leave_no_nodes_behind(screen: Any, lab: Any, costly: None) -> None:
    screen.page.route("**/lab/workspaces/*", without_inline_completer)
    screen.open()
    leaves_nothing(screen, lab, EDITOR)


def test_jupyterlab_starts_without_the_code_of_pages(screen: Any) -> None:
    screen.open()
    at_start = dict(screen.page.evaluate(OUR_SCRIPTS))
    assert sum(at_start.values()) < MOST_SCRIPTS_AT_START, at_start
    screen.execute("couture:open-pools")
    screen.page.locator(".couture-Page:visible").wait_for()
    assert len(dict(screen.page.evaluate(OUR_SCRIPTS))) > len(at_start)


def test_a_page_whose_code_does_not_come_says_so_and_is_tried_again(screen: Any) -> None:
    screen.open()
    screen.page.route("**/couture-jupyter/static/*.js*", lambda route: route.abort())
    screen.execute("couture:open-pools")
    problem = screen.page.get_by_role("alert").filter(has_text="could not be fetched from the Jupyter server")
    problem.wait_for()
    screen.page.unroute_all()
    problem.get_by_role("button", name="Try again").click()
    screen.page.get_by_role("heading", name="Pools").wait_for()


def note_and_wait_for_its_grid(page: Page, lab: Any, note: str) -> None:
    """The grid waits longest with its question."""
    with page.expect_response(lambda answer: "dag_run_id=once" in answer.url and "/grid?" in answer.url):
        lab.ask("PATCH", "dags/costly/dagRuns/once", {"note": note})


def test_a_change_of_a_run_asks_for_what_is_seen_alone(screen: Any, lab: Any, costly: None) -> None:
    screen.open()
    page = screen.page
    with page.expect_response(lambda answer: "/taskInstances/only/notebook?" in answer.url):
        screen.execute("couture:open-run", **RUN)
    for command in ("couture:open-runs", "couture:open-dags", "couture:open-workflows"):
        screen.execute(command)
        page.locator(".couture-Widget:visible").last.wait_for()
    screen.execute("couture:open-dag", dagId="costly", view="grid")
    page.locator("[role=treegrid]:visible").wait_for()
    note_and_wait_for_its_grid(page, lab, "All that the pages ask for when they open was asked before this is seen.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/couture/api/v2/")[2]))
    note_and_wait_for_its_grid(page, lab, "seen")
    after_the_change = [each for each in asked if each]
    with page.expect_response(lambda answer: "/dags/~/dagRuns?" in answer.url):
        screen.execute("couture:open-runs")  # What it missed it asks for when it is shown.
    assert sum("/grid?" in each for each in after_the_change) == 1, after_the_change
    assert len(after_the_change) <= MOST_ASKED_AFTER_A_CHANGE, after_the_change
    assert [each for each in after_the_change if each.startswith(("dags/~/", "dags/costly/dagRuns/once/"))] == []
