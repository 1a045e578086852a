"""Code bricks: found, filled in, inserted by click and drag, written of a selection, changed, exported, imported."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

SOURCE = '''"""A file for bricks."""

from couture_jupyter import DAG

with DAG("bricks_of_a_test") as dag:
    pass
'''


@pytest.fixture
def file(lab: Any, request: pytest.FixtureRequest) -> Path:
    """A Python file of its own in the workspace."""
    path: Path = lab.workspace / f"{request.node.name}.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def page_of(screen: Any) -> Locator:
    return screen.page.locator(
        ".couture-BricksPage:visible, .couture-BrickEditor:visible, .couture-BrickImport:visible"
    )


def open_beside(screen: Any, file: Path) -> Locator:
    """The file's editor with the cursor in its DAG, the bricks to its right."""
    screen.execute("docmanager:open", path=file.name)
    text = screen.page.locator(".jp-FileEditor .cm-content[data-language]:visible")
    text.get_by_text("pass").click()
    screen.execute("couture:open-bricks")
    page_of(screen).wait_for()
    screen.page.evaluate(
        """() => {
          const { shell } = window.jupyterapp;
          const all = [...shell.widgets('main')];
          const ref = all.find(each => each.title.label.endsWith('.py')).id;
          shell.add(all.find(each => each.id === 'couture-code-bricks'), 'main', { mode: 'split-right', ref });
        }"""
    )
    return text


def source_of(screen: Any) -> str:
    """The text of the file's editor."""
    found = screen.page.evaluate(
        "() => [...window.jupyterapp.shell.widgets('main')].find(each => each.title.label.endsWith('.py'))"
        ".context.model.sharedModel.getSource()"
    )
    return str(found)


def test_a_brick_is_found_filled_in_and_inserted_as_one_step_to_undo(screen: Any, file: Path) -> None:
    screen.page.set_viewport_size({"width": 1800, "height": 900})
    screen.open()
    open_beside(screen, file)
    bricks = page_of(screen)
    bricks.get_by_label("Search code bricks").fill("spark pi")
    bricks.get_by_role("list", name="Code bricks").get_by_role("button", name=re.compile("^Run Spark Pi")).first.click()
    bricks.get_by_label("Name of the task *").fill("1 pi")
    expect(bricks.get_by_role("alert")).to_contain_text("Letters, digits")
    expect(bricks.get_by_role("button", name="Insert", exact=True)).to_have_attribute("aria-disabled", "true")
    bricks.get_by_label("Name of the task *").fill("compute_pi")
    bricks.get_by_label("Slices *").fill("25")
    expect(bricks.get_by_label("Code of Run Spark Pi example")).to_contain_text('"ARGUMENT": "25"')
    screen.shoot("bricks-detail")
    bricks.get_by_role("button", name="Insert", exact=True).click()
    screen.lab.wait_until(lambda: "compute_pi" in source_of(screen))
    source = source_of(screen)
    assert "from couture_jupyter import" in source
    assert source.count("from couture_jupyter") == 1
    assert '    compute_pi = BashOperator(\n        task_id="compute_pi",' in source
    screen.shoot("bricks-inserted")
    screen.page.locator(".jp-FileEditor .cm-content[data-language]:visible").press("Control+z")
    screen.lab.wait_until(lambda: source_of(screen) == SOURCE)
    bricks.get_by_role("button", name="Insert", exact=True).click()
    screen.lab.wait_until(lambda: "compute_pi" in source_of(screen) or "spark_pi" in source_of(screen))


def test_a_brick_is_dragged_into_an_editor_where_it_is_dropped(screen: Any, file: Path) -> None:
    screen.page.set_viewport_size({"width": 1600, "height": 900})
    screen.open()
    text = open_beside(screen, file)
    bricks = page_of(screen)
    bricks.get_by_label("Search code bricks").fill("latest")
    brick = bricks.get_by_role("listitem").filter(has_text="Only in the newest run")
    brick.drag_to(text.get_by_text("pass"))
    screen.lab.wait_until(lambda: "    latest_only = LatestOnlyOperator" in source_of(screen))
    brick.drag_to(text.get_by_text("pass"))
    screen.lab.wait_until(lambda: 'latest_only_2 = LatestOnlyOperator(task_id="latest_only_2")' in source_of(screen))
    assert source_of(screen).count("import LatestOnlyOperator") == 1


def test_a_brick_goes_into_the_cell_of_a_notebook(screen: Any, lab: Any) -> None:
    lab.write_notebook("bricks_in_cells.ipynb", "rows = 1", "print(rows)")
    screen.open()
    screen.execute("docmanager:open", path="bricks_in_cells.ipynb")
    cell = screen.page.locator(".jp-Notebook .jp-CodeCell .cm-content[data-language]").nth(1)
    cell.click()
    screen.execute("couture:insert-brick", brickId="shipped.failure_callback", values={"name": "tell"})
    expect(cell).to_contain_text("def tell(context):")


def test_a_selection_becomes_a_brick_that_is_changed_found_and_deleted(screen: Any, lab: Any, file: Path) -> None:
    load = '    load = BashOperator(task_id="load", bash_command="echo my own", retries=3)\n'
    file.write_text(
        SOURCE.replace("import DAG", "import DAG, BashOperator").replace("    pass\n", load), encoding="utf-8"
    )
    screen.open()
    screen.execute("docmanager:open", path=file.name)
    text = screen.page.locator(".jp-FileEditor .cm-content[data-language]:visible")
    text.get_by_text("echo my own").click()
    text.press("Home")
    text.press("Shift+End")
    screen.execute("couture:new-brick")
    form = page_of(screen)
    form.get_by_label("load").check()
    form.get_by_label(re.compile("^bash_command")).check()
    expect(form.get_by_label("Snippet", exact=True).last).to_contain_text("bash_command=${bash_command}")
    form.get_by_label("Title *").fill("My own load")
    form.get_by_label("Tags").fill("mine, load")
    form.get_by_label("Category").fill("Ours")
    expect(form.get_by_label("Imports")).to_have_value("from couture_jupyter import BashOperator")
    expect(form.get_by_label("Code with the defaults")).to_contain_text('bash_command="echo my own"')
    screen.shoot("bricks-new")
    screen.reload("My own load")
    screen.page.locator("#jupyterlab-splash").wait_for(state="detached")
    form = page_of(screen)
    expect(form.get_by_label("Title *")).to_have_value("My own load")
    form.get_by_role("button", name="Save the brick").click()
    expect(form.get_by_role("heading", name="My own load")).to_be_visible()
    found = lab.ask("GET", "codeBricks?search=my+own+load&origin=personal")["code_bricks"]
    assert [(each["title"], each["tags"], each["place"]) for each in found] == [
        ("My own load", ["mine", "load"], "dag")
    ]
    form.get_by_role("button", name="Edit", exact=True).click()
    form.get_by_label("Title *").fill("My better load")
    changed = {name: found[0][name] for name in ("title", "body", "imports", "parameters", "tags", "place", "category")}
    path = f"codeBricks/{found[0]['code_brick_id']}"
    lab.ask("PUT", path, {**changed, "title": "Of another", "expected_version": 1})
    form.get_by_role("button", name="Save the brick").click()
    expect(form.get_by_role("alert")).to_contain_text("changed this brick meanwhile")
    screen.shoot("bricks-conflict")
    form.get_by_role("button", name="Make mine the next version").click()
    expect(form.get_by_role("alert")).to_have_count(0)
    form.get_by_role("button", name="Save the brick").click()
    expect(form.get_by_role("heading", name="My better load")).to_be_visible()
    assert lab.ask("GET", path)["version"] == 3
    form.get_by_role("button", name="Delete", exact=True).click()
    screen.confirm("Delete")
    screen.page.get_by_role("button", name="Bring it back").click()
    lab.wait_until(lambda: lab.ask("GET", "codeBricks?search=my+better&origin=personal")["total_entries"] == 1)


def test_a_link_to_another_brick_keeps_the_one_that_is_half_written(screen: Any, lab: Any) -> None:
    screen.open()
    screen.execute("couture:new-brick")
    form = page_of(screen)
    form.get_by_label("Title *").fill("Half a brick")
    screen.execute("couture:open-bricks", brickId="shipped.branch")
    kept = form.get_by_role("region", name="Not saved yet")
    expect(kept).to_contain_text("Half a brick")
    screen.reload("Half a brick")
    screen.page.locator("#jupyterlab-splash").wait_for(state="detached")
    expect(kept).to_contain_text("Half a brick")
    screen.execute("couture:edit-brick", brickId="shipped.branch")
    expect(form.get_by_role("heading", name="Edit ")).to_be_visible()
    form.get_by_role("button", name="Cancel").click()
    screen.shoot("bricks-kept")
    kept.get_by_role("button", name="Go on writing").click()
    expect(form.get_by_label("Title *")).to_have_value("Half a brick")
    form.get_by_role("button", name="Cancel").click()
    screen.confirm("Leave")
    expect(form.get_by_role("heading", name="Code bricks")).to_be_visible()
    expect(kept).to_have_count(0)


def test_bricks_are_duplicated_exported_and_imported(screen: Any, lab: Any, tmp_path: Path) -> None:
    screen.open(screen.link("bricks", "shipped.branch"))
    bricks = page_of(screen)
    expect(bricks.get_by_role("heading", name="Branch: choose a way")).to_be_visible()
    expect(bricks.get_by_role("button", name="Edit", exact=True)).to_have_attribute("aria-disabled", "true")
    with screen.page.expect_download() as download:
        bricks.get_by_role("button", name="Export", exact=True).click()
    document = json.loads(Path(download.value.path()).read_text())
    assert document["bricks"][0]["title"] == "Branch: choose a way"
    bricks.get_by_role("button", name="Duplicate").click()
    expect(page_of(screen).get_by_label("Title *")).to_have_value("Branch: choose a way (copy)")
    page_of(screen).get_by_role("button", name="Save the brick").click()
    expect(bricks.get_by_role("heading", name="Branch: choose a way (copy)")).to_be_visible()
    document["bricks"][0]["title"] = "Brought from elsewhere"
    document["bricks"].append({"title": "Broken", "body": "x = ("})
    brought = tmp_path / "bricks.json"
    brought.write_text(json.dumps(document))
    bricks.get_by_role("button", name="Import…").click()
    page_of(screen).locator("input[type=file]").set_input_files(brought)
    table = page_of(screen).get_by_role("table")
    expect(table.get_by_role("row", name=re.compile("Broken"))).to_contain_text("no Python")
    screen.shoot("bricks-import")
    page_of(screen).get_by_role("button", name="Import 1 brick").click()
    lab.wait_until(lambda: lab.ask("GET", "codeBricks?search=brought+elsewhere")["total_entries"] == 1)
    bricks.get_by_label("Search code bricks").fill("brought elsewhere")
    expect(bricks.get_by_role("listitem").filter(has_text="Brought from elsewhere")).to_be_visible()


def test_nothing_open_says_what_to_do_and_narrow_windows_show_one_thing(screen: Any) -> None:
    screen.page.set_viewport_size({"width": 900, "height": 800})
    screen.open(screen.link("bricks"))
    bricks = page_of(screen)
    item = bricks.get_by_role("listitem").filter(has_text="Wait for a file")
    insert = item.get_by_role("button", name="Insert Wait for a file")
    expect(insert).to_have_attribute("title", re.compile("Open a Python file"))
    screen.shoot("bricks-narrow-list")
    item.get_by_role("button", name=re.compile("^Wait for a file")).press("Enter")
    expect(bricks.get_by_role("button", name="All bricks")).to_be_visible()
    expect(item).to_be_hidden()
    screen.shoot("bricks-narrow-detail")
    bricks.get_by_role("button", name="All bricks").click()
    bricks.get_by_label("Search code bricks").fill("no brick is called so")
    expect(bricks.get_by_text("No code brick fits")).to_be_visible()
    screen.shoot("bricks-empty")
    bricks.get_by_role("button", name="Show all").click()
    expect(item).to_be_visible()


def test_the_panel_of_the_dag_editor_puts_bricks_into_its_text(screen: Any, lab: Any) -> None:
    (lab.workspace / "dags" / "with_bricks.py").write_text(SOURCE.replace("bricks_of_a_test", "with_bricks"))
    lab.wait_until(lambda: lab.ask("GET", "dagFiles/one?path=with_bricks.py")["state"] == "read")
    screen.page.set_viewport_size({"width": 1600, "height": 900})
    screen.open()
    screen.execute("couture:edit-dag-file", path="with_bricks.py")
    page = screen.page.locator(".couture-DagEditorPage:visible")
    text = page.locator(".couture-DagEditor-text .cm-content")
    text.get_by_text("pass").click()
    page.get_by_role("tab", name="Bricks").click()
    page.get_by_label("Search code bricks").fill("shell")
    page.get_by_role("button", name=re.compile("^Insert Run a shell")).click()
    expect(text).to_contain_text("run_command = BashOperator(")
    expect(text).to_contain_text(re.compile("import (BashOperator, DAG|DAG, BashOperator)"))
    page.get_by_role("button", name=re.compile("^Run a shell command")).click()
    expect(page.get_by_label("Name of the task *")).to_have_value("run_command_2")
    screen.shoot("bricks-panel")
    page.get_by_role("button", name="Insert", exact=True).click()
    expect(text).to_contain_text("run_command_2 = BashOperator(")
    text.press("Control+z")
    expect(text).not_to_contain_text("run_command_2")
    expect(text).to_contain_text("run_command = BashOperator(")
    page.get_by_role("tab", name="Graph").click()
    expect(page.locator(".couture-GraphNode").filter(has_text="run_command")).to_be_visible()
