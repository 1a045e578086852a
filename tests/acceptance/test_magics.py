"""A notebook whose cells become a DAG, in JupyterLab as a person has it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

CELLS = (
    "%load_ext couture_jupyter\ncountry = 'FI'",
    "%%task load --dag from_cells\nrows = [1, 2, 3]",
    "%%task double\ndoubled = [2 * row for row in rows]",
    "%%task report\nprint(country, sum(doubled), len(rows))",
    "%dag test",
    "%dag save",
    "%dag run from_cells country=SE",
    "%dag run no_such_dag",
)


def test_cells_become_a_dag_and_its_run_is_watched_below_the_cell(screen: Any, lab: Any) -> None:
    path = lab.write_notebook("from_cells.ipynb", *CELLS)
    screen.open(f"lab/tree/{path}")
    page = screen.page
    notebook = page.locator(".jp-NotebookPanel:visible")
    expect(notebook.locator(".jp-Cell")).to_have_count(len(CELLS))
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )
    screen.execute("notebook:run-all-cells")
    cell = notebook.locator(".jp-CodeCell")
    graph = cell.nth(3).get_by_role("img", name=re.compile("from_cells: load -> double, report"))
    expect(graph).to_be_visible()
    expect(cell.nth(3).get_by_text("FI 12 3")).to_be_visible()
    expect(cell.nth(4).get_by_text("✓ success").first).to_be_visible()
    expect(cell.nth(5).get_by_text("The DAG from_cells is there")).to_be_visible()
    expect(cell.nth(6).get_by_text("3 of 3 tasks have ended")).to_be_visible()
    assert lab.ask("GET", "dags/from_cells/dagRuns")["dag_runs"][0]["conf"] == {"country": "SE"}
    expect(cell.nth(7).get_by_text("no_such_dag")).to_have_count(2)  # what was typed, and the sentence
    cell.nth(6).scroll_into_view_if_needed()
    screen.shoot("magics")
