"""From notebooks to DAGs, by right-click: a notebook is split into tasks, two notebooks become a DAG; both run."""

from __future__ import annotations

import re

import nbformat

from .conftest import Lab, Screen, expect

CELLS = (
    "PARAMETERS\nbase = 2",
    "# The sums",
    "## Load",
    "rows = [base, 3]",
    "## Grow",
    "rows.append(4)\nlen(rows)",
    "## Draw",
    "print('drawn', max(rows))",
    "## Tell",
    "print('the sum is', sum(rows))",
)


def write(lab: Lab, path: str, *sources: str) -> None:
    """A notebook of these cells; what begins with ``#`` and a space or another ``#`` is Markdown."""
    cells = []
    for source in sources:
        if source.startswith("#"):
            cells.append(nbformat.v4.new_markdown_cell(source))
        else:
            tags = ["parameters"] if source.startswith("PARAMETERS") else []
            cells.append(nbformat.v4.new_code_cell(source.removeprefix("PARAMETERS\n"), metadata={"tags": tags}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    place = lab.workspace / path
    place.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), place)


def test_a_notebook_is_split_into_tasks_and_run(lab: Lab, screen: Screen) -> None:
    write(lab, "split_me.ipynb", *CELLS)
    screen.open()
    screen.show_files()
    listing = screen.page.locator("#filebrowser .jp-DirListing-item")
    listing.filter(has_text="split_me.ipynb").click(button="right")
    screen.page.get_by_role("menuitem", name="Split into Tasks…").click()
    page = screen.page.locator(".couture-NotebookDag:visible")
    expect(page.get_by_label("DAG id")).to_have_value("split_me")
    for task in ("load", "grow", "draw", "tell"):
        expect(page.locator(f".couture-GraphNode:has-text('{task}')").first).to_be_visible()
    screen.shoot("split-drawing")
    page.get_by_role("tab", name="Notebooks").click()
    parts = page.get_by_role("listitem").filter(has=screen.page.get_by_role("heading", name="Tell"))
    expect(parts).to_contain_text("rows from grow")
    screen.shoot("split-notebooks")
    page.get_by_role("tab", name="Python").click()
    expect(page).to_contain_text("grow >> draw")
    page.get_by_label("DAG id").fill("split me")
    expect(page.get_by_role("alert")).to_contain_text("cannot be a DAG id")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    page.get_by_label("DAG id").fill("split_me")
    page.get_by_role("button", name="Save").click()
    expect(screen.page.locator(".couture-DagPage:visible")).to_contain_text("split_me")
    run = lab.ask("POST", "dags/split_me/dagRuns", {})["dag_run_id"]
    lab.wait_until(lambda: lab.ask("GET", f"dags/split_me/dagRuns/{run}")["state"] in ("success", "failed"))
    screen.open(screen.link("run", "split_me", run, "tell"))
    expect(screen.run_page).to_contain_text("the sum is 9")


def test_selected_notebooks_become_a_dag(lab: Lab, screen: Screen) -> None:
    for name in ("b_first", "b_second", "b_third"):
        write(lab, f"chosen/{name}.ipynb", f"print('{name}')")
    screen.open("lab/tree/chosen")
    screen.show_files()
    listing = screen.page.locator("#filebrowser .jp-DirListing-item")
    listing.filter(has_text="b_first").click()
    listing.filter(has_text="b_third").click(modifiers=["Shift"])
    listing.filter(has_text="b_third").click(button="right")
    screen.page.get_by_role("menuitem", name="New DAG from These…").click()
    page = screen.page.locator(".couture-NotebookDag:visible")
    order = page.get_by_role("list", name="Notebooks").get_by_role("listitem")
    expect(order).to_have_count(3)
    page.get_by_role("button", name="Move chosen/b_third.ipynb up").click()
    page.get_by_role("button", name="Leave chosen/b_second.ipynb out").click()
    expect(order).to_have_text([re.compile("b_first"), re.compile("b_third")])
    screen.shoot("notebooks-to-dag")
    page.get_by_label("DAG id").fill("chosen_two")
    page.get_by_role("tab", name="Python").click()
    expect(page).to_contain_text("b_first >> b_third")
    page.get_by_role("button", name="Save").click()
    expect(screen.page.locator(".couture-DagPage:visible")).to_contain_text("chosen_two")
    tasks = lab.ask("GET", "dags/chosen_two/structure")["tasks"]
    assert [(each["task_id"], each["upstream"]) for each in tasks] == [("b_first", []), ("b_third", ["b_first"])]
