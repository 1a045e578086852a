"""What cells took, failures that are known again, and two runs beside each other."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from playwright.sync_api import expect

PLOT = """
from IPython.display import SVG, display
drawn = f'<rect width="{n * 10}" height="20"/>'
display(SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">{drawn}</svg>'))
"""


def make(lab: Any, name: str, *cells: str) -> str:
    """A schedule by hand; the DAG's id."""
    notebook = lab.write_notebook(f"{name}.ipynb", "n = 1", *cells)
    body = {"name": name, "notebook": notebook, "when": {"kind": "manual"}, "hold_on_failure": 0}
    return str(lab.ask("POST", "notebookSchedules", body)["dag_id"])


def run(lab: Any, dag_id: str, **parameters: Any) -> str:
    """Run it to its end; the run's id."""
    run_id = str(lab.ask("POST", f"dags/{dag_id}/dagRuns", {"parameters": parameters})["dag_run_id"])
    path = f"dags/{dag_id}/dagRuns/{quote(run_id, safe='')}"
    lab.wait_until(lambda: lab.ask("GET", path)["state"] in ("success", "failed"))
    return run_id


def test_a_failure_is_compared_with_the_last_good_run(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    dag_id = make(lab, "compared", PLOT, "print('share', 10 / (n - 3))")
    good = run(lab, dag_id, n=1)
    run(lab, dag_id, n=3)
    failed = run(lab, dag_id, n=3)
    screen.open(screen.link("run", dag_id, failed))
    expect(screen.run_page).to_contain_text("This failure was seen 2 times since")
    screen.shoot("run-failure-note")
    screen.run_page.get_by_role("tab", name="Cells").click()
    cells = screen.run_page.get_by_role("table", name="Cells")
    expect(cells.get_by_role("row")).to_have_count(5)  # with the heading and the injected parameters
    expect(cells.get_by_role("img", name=re.compile("Time, the oldest run first")).first).to_be_visible()
    screen.shoot("run-cells")
    screen.run_page.get_by_role("button", name="Compare…").click()
    compared = page.locator(".couture-ComparePage:visible")
    expect(compared.get_by_role("button", name=good)).to_be_visible()
    expect(compared.get_by_role("table", name="Parameters")).to_contain_text("changed")
    plot = compared.get_by_role("region", name="Cell 3: outputs differ")
    expect(plot.get_by_role("img")).to_have_count(2)
    expect(compared.get_by_role("region", name="Cell 4: outputs differ")).to_contain_text("ZeroDivisionError")
    screen.shoot("compare-runs")


def test_failures_are_listed_and_lead_to_their_runs(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    dag_id = make(lab, "often wrong", "raise RuntimeError(f'row {n} of {id(n)}')")
    first = run(lab, dag_id)
    run(lab, dag_id)
    screen.open(screen.link("dag", dag_id, "failures"))
    table = page.get_by_role("table", name="Failures")
    expect(table).to_contain_text("2 times")
    screen.shoot("failures")
    table.get_by_role("button", name=re.compile("RuntimeError")).click()
    tries = page.get_by_role("table", name="Tries with this failure")
    expect(tries.get_by_role("row")).to_have_count(3)
    expect(tries).to_contain_text(first)
    page.get_by_role("tab", name="Cells").click()
    expect(page.get_by_role("table", name="Cells")).to_contain_text("raise RuntimeError")


def test_a_running_notebook_says_when_it_will_end(screen: Any) -> None:
    lab = screen.lab
    go = lab.workspace / "eta-go"
    wait = f"import pathlib, time\ntime.sleep(1)\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.05)"
    dag_id = make(lab, "eta shown", wait)
    go.touch()
    run(lab, dag_id)
    go.unlink()
    run_id = lab.ask("POST", f"dags/{dag_id}/dagRuns", {})["dag_run_id"]
    screen.open(screen.link("run", dag_id, run_id))
    expect(screen.run_page.locator(".couture-EtaNote")).to_have_text(re.compile("left|any moment"))
    screen.shoot("run-eta")
    go.touch()
    expect(screen.run_page.locator(".couture-EtaNote")).to_have_count(0)


def test_two_runs_of_the_history_are_compared(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    dag_id = make(lab, "two of them", "print(n)")
    ids = [run(lab, dag_id, n=number) for number in (1, 2)]
    screen.open(screen.link("runs", dag_id))
    table = page.get_by_role("table", name="Runs")
    for run_id in ids:
        table.get_by_label(f"Select run {run_id}").check()
    page.get_by_role("toolbar", name="Selected runs").get_by_role("button", name="Compare").click()
    compared = page.locator(".couture-ComparePage:visible")
    expect(compared).to_contain_text("1 parameter differs, outputs of 1 cell differ")
