"""The graph of a DAG in JupyterLab: drawn, folded, searched, followed, zoomed into, as a table, by keyboard."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, expect

MASTER = """
from couture_jupyter import DAG, BashOperator, EmptyOperator, Label, TaskGroup, task
from couture_jupyter.operators.trigger_dag import TriggerDagRunOperator

with DAG("graph_part", schedule=None) as part:
    BashOperator(task_id="read", bash_command="true") >> BashOperator(task_id="write", bash_command="true")

with DAG("graph_master", schedule=None) as dag:
    start = EmptyOperator(task_id="start")
    with TaskGroup("work", tooltip="All that takes long") as work:
        clean = BashOperator(task_id="clean", bash_command="true")

        @task
        def square(x):
            return x * x

        clean >> Label("numbers") >> square.expand(x=[1, 2, 3])
    wait = BashOperator(task_id="wait", bash_command="while [ ! -e {gate} ]; do sleep 0.1; done")
    run_part = TriggerDagRunOperator(
        task_id="run_part", trigger_dag_id="graph_part", wait_for_completion=True, poke_interval=1
    )
    broken = BashOperator(task_id="broken", bash_command="exit 1")
    start >> work >> [wait, broken]
    wait >> run_part >> EmptyOperator(task_id="end", trigger_rule="all_done")
    broken >> dag.get_task("end")
"""


@pytest.fixture(scope="module")
def master(lab: Any) -> str:
    """The DAG, both DAGs switched on, with a run that waits until ``lab.workspace / "gate"`` is there; its run id."""
    gate = lab.workspace / "gate"
    (lab.workspace / "dags" / "graph_master.py").write_text(MASTER.replace("{gate}", str(gate)), encoding="utf-8")
    for dag_id in ("graph_master", "graph_part"):
        lab.wait_until(lambda dag_id=dag_id: lab.ask("GET", f"dagSummaries?search={dag_id}")["total_entries"])
        lab.ask("PATCH", f"dags/{dag_id}", {"is_paused": False})
    run_id: str = lab.ask("POST", "dags/graph_master/dagRuns", {"logical_date": None})["dag_run_id"]
    lab.wait_until(lambda: states(lab, run_id).get("wait") == {"running": 1})
    lab.wait_until(lambda: states(lab, run_id).get("broken") == {"failed": 1})
    return run_id


def states(lab: Any, run_id: str) -> dict[str, dict[str, int]]:
    """Task id -> state -> how many of its instances."""
    found = lab.ask("GET", f"dags/graph_master/dagRuns/{run_id}/graph")
    return {task["task_id"]: task["states"] for task in found["tasks"]}


def node(screen: Any, name: str) -> Locator:
    """The node whose accessible name begins with this."""
    graph = screen.page.get_by_role("group", name="Graph of graph_master")
    found: Locator = graph.get_by_role("button", name=re.compile(f"^{name}, "))
    return found


def wait_until_remembered(screen: Any, text: str) -> None:
    """JupyterLab writes down what pages remember a moment after they were changed."""
    name = screen.page.url.partition("?")[0].rpartition("/")[2]
    url = f"{screen.lab.url}lab/api/workspaces/{name}"
    headers = {"Authorization": f"token {screen.lab.token}"}
    screen.lab.wait_until(lambda: text in json.dumps(httpx.get(url, headers=headers, timeout=60).json()))


def test_the_graph_shows_groups_states_and_what_runs_live(lab: Any, screen: Any, master: str) -> None:
    screen.open(screen.link("dag", "graph_master", "graph", master))
    expect(node(screen, "start")).to_have_accessible_name("start, Success, EmptyOperator")
    expect(node(screen, "square")).to_have_accessible_name(re.compile("^square, Success, .*3 instances, Success: 3$"))
    expect(node(screen, "work")).to_have_accessible_name(re.compile("^work, task group, Success.*2 tasks"))
    expect(node(screen, "wait")).to_have_accessible_name("wait, Running, BashOperator")
    expect(screen.page.get_by_text("numbers", exact=True)).to_be_visible()
    screen.shoot("graph")
    (lab.workspace / "gate").touch()
    expect(node(screen, "wait")).to_have_accessible_name("wait, Success, BashOperator")
    expect(node(screen, "end")).to_have_accessible_name("end, Success, EmptyOperator")
    screen.page.get_by_role("button", name="Failed: 1 task").hover()
    expect(screen.page.locator("[data-node=start]")).to_have_class(re.compile("couture-mod-dimmed"))
    expect(screen.page.locator("[data-node=broken]")).not_to_have_class(re.compile("couture-mod-dimmed"))
    screen.shoot("graph-legend")


def test_groups_fold_and_the_direction_turns_and_both_are_remembered(screen: Any, master: str) -> None:
    screen.open(screen.link("dag", "graph_master", "graph", master))
    screen.page.get_by_role("button", name="Fold work").click()
    expect(node(screen, "square")).to_have_count(0)
    expect(node(screen, "work")).to_be_visible()
    screen.page.get_by_label("Direction").select_option("Top to bottom")
    start, end = node(screen, "start"), node(screen, "end")
    expect(end).to_be_visible()
    screen.page.wait_for_function(
        "() => { const box = id => document.querySelector(`[data-node=${id}]`)?.getBoundingClientRect();"
        " return box('end').top > box('start').bottom; }"
    )
    screen.shoot("graph-folded")
    wait_until_remembered(screen, '"orientation": "TB"')
    screen.page.reload()
    expect(start).to_be_visible()
    expect(node(screen, "square")).to_have_count(0)
    expect(screen.page.get_by_label("Direction")).to_have_value("TB")
    screen.page.get_by_role("button", name="Unfold all").click()
    expect(node(screen, "square")).to_be_visible()
    screen.page.get_by_label("Direction").select_option("Left to right")


def test_a_task_is_found_chosen_and_reached_by_keys(screen: Any, master: str) -> None:
    screen.open(screen.link("dag", "graph_master", "graph", master))
    search = screen.page.get_by_label("Find a task")
    search.fill("squ")
    expect(screen.page.get_by_text("1 found")).to_be_visible()
    search.press("Enter")
    expect(node(screen, "square")).to_have_attribute("aria-current", "true")
    search.fill("")
    node(screen, "start").focus()
    screen.page.keyboard.press("ArrowRight")
    expect(node(screen, "clean")).to_be_focused()
    expect(screen.page.get_by_role("tooltip")).to_contain_text("work.clean")
    screen.page.keyboard.press("ArrowRight")
    screen.page.keyboard.press("Enter")
    expect(node(screen, "square")).to_have_attribute("aria-current", "true")
    screen.shoot("graph-chosen")


def test_zooming_into_a_dag_opens_the_run_that_the_task_started(lab: Any, screen: Any, master: str) -> None:
    lab.wait_until(lambda: states(lab, master).get("run_part") == {"success": 1})
    screen.open(screen.link("dag", "graph_master", "graph", master))
    zoom = screen.page.get_by_role("button", name="Zoom into DAG graph_part")
    zoom.hover()
    preview = screen.page.get_by_role("tooltip").get_by_role("img", name="Preview of graph_part")
    expect(preview).to_be_visible()
    expect(screen.page.locator(".couture-DagPreview [data-node=write]")).to_be_visible()
    screen.shoot("graph-zoom")
    zoom.click()
    part = screen.page.get_by_role("group", name="Graph of graph_part")
    expect(part.get_by_role("button", name="write, Success, BashOperator")).to_be_visible()
    started = lab.ask("GET", "dags/graph_part/dagRuns")["dag_runs"][0]["dag_run_id"]
    expect(screen.page.get_by_role("group", name="Run", exact=True).get_by_title(started)).to_be_visible()


def test_the_table_says_what_the_graph_draws(screen: Any, master: str) -> None:
    screen.open(screen.link("dag", "graph_master", "graph", master))
    screen.page.get_by_role("switch", name="Table").click()
    table = screen.page.get_by_role("table", name="Tasks of graph_master")
    row = table.get_by_role("row").filter(has=screen.page.get_by_role("button", name="square", exact=True))
    expect(row).to_contain_text("work")
    expect(row).to_contain_text("3 instances")
    row.get_by_role("button", name="Go to wait, from square").press("Enter")
    expect(table.get_by_role("button", name="wait", exact=True)).to_be_focused()
    expect(table.get_by_role("button", name="wait", exact=True)).to_have_attribute("aria-current", "true")
    screen.shoot("graph-table")
    screen.page.get_by_role("switch", name="Table").click()
    expect(node(screen, "wait")).to_have_attribute("aria-current", "true")
