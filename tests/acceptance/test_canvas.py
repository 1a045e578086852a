"""A person draws a DAG: by mouse and by keyboard, with the text beside it; saved, it runs."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.acceptance.conftest import Lab, Screen

SOURCE = '''"""A DAG to draw."""

from couture_jupyter import DAG, BashOperator

# Everything below is changed on the canvas.
with DAG("{dag_id}", schedule=None) as dag:
    first = BashOperator(task_id="first", bash_command="date")  # the first
    second = BashOperator(task_id="second", bash_command="date")
    third = BashOperator(task_id="third", bash_command="date")

    first >> second >> third
    for name in "ab":
        third >> BashOperator(task_id=name, bash_command="date")
'''


def write(lab: Lab, name: str, text: str) -> Path:
    """A file of the DAG folder."""
    path = lab.workspace / "dags" / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return path


def open_canvas(screen: Screen, name: str) -> Locator:
    """The editor of the file with the canvas beside the text, in a wide window."""
    screen.page.set_viewport_size({"width": 1800, "height": 1000})
    screen.execute("couture:open-canvas", path=f"{name}.py")
    page = screen.page.locator(".couture-DagEditorPage:visible")
    page.locator(".couture-Canvas").wait_for()
    return page


def node(page: Locator, name: str) -> Locator:
    """The drawing of a task."""
    return page.locator(f'[data-node$="/{name}"]')


def text(page: Locator) -> Locator:
    """The text of the file."""
    return page.locator(".couture-DagEditor-text .cm-content")


def lines(page: Locator) -> list[str]:
    """Its lines."""
    return [each.rstrip() for each in text(page).locator(".cm-line").all_inner_texts()]


def drag_to_ground(screen: Screen, page: Locator, name: str) -> None:
    """Drag a task out of its group."""
    node(page, name).hover()
    screen.page.mouse.down()
    drawing = page.locator(".couture-Graph-screen").bounding_box()
    assert drawing is not None
    screen.page.mouse.move(drawing["x"] + 60, drawing["y"] + drawing["height"] - 30, steps=5)
    screen.page.mouse.up()


def test_a_dag_is_drawn_from_nothing_by_mouse_and_by_keyboard_and_runs(screen: Screen, lab: Lab) -> None:
    path = write(lab, "drawn_new", "")
    screen.open()
    page = open_canvas(screen, "drawn_new")
    screen.shoot("canvas-empty")
    page.get_by_label("DAG id").fill("drawn_new")
    page.get_by_role("button", name="Add DAG").click()
    drawing = page.locator(".couture-Canvas-drawing")
    expect(text(page)).to_contain_text('with DAG(dag_id="drawn_new", schedule=None) as dag:')

    # By mouse: dragged onto the drawing, its form filled in.
    page.locator('[data-operator="BashOperator"]').drag_to(drawing)
    form = page.get_by_role("form", name="New task: Bash")
    form.get_by_label("Task id").fill("say")
    form.get_by_label("Bash command", exact=False).first.fill("echo hello")
    screen.shoot("canvas-new-task")
    form.get_by_role("button", name="Add task").click()
    expect(text(page)).to_contain_text('say = BashOperator(task_id="say", bash_command="echo hello")')
    expect(node(page, "say")).to_be_visible()

    # By keyboard: what needs no argument comes after the selected task at once.
    page.locator('[data-operator="EmptyOperator"]').press("Enter")
    expect(text(page)).to_contain_text("say >> empty")
    name = page.get_by_role("region", name="Details of empty").get_by_label("Task id")
    name.fill("end")
    name.press("Enter")
    expect(text(page)).to_contain_text('end = EmptyOperator(task_id="end")')
    expect(text(page)).to_contain_text("say >> end")
    screen.shoot("canvas")
    screen.page.set_viewport_size({"width": 600, "height": 1000})
    expect(node(page, "say")).to_be_visible()
    screen.shoot("canvas-narrow")
    screen.page.set_viewport_size({"width": 1800, "height": 1000})

    page.get_by_role("button", name="Review & Save").click()
    page.get_by_role("button", name="Save Code").click()
    lab.wait_until(lambda: lab.ask("GET", "dagFiles/one?path=drawn_new.py")["state"] == "read")
    assert path.read_text(encoding="utf-8").endswith("    say >> end\n")
    lab.ask("PATCH", "dags/drawn_new", {"is_paused": False})
    run = lab.ask("POST", "dags/drawn_new/dagRuns", {"logical_date": None})["dag_run_id"]
    lab.wait_until(lambda: lab.ask("GET", f"dags/drawn_new/dagRuns/{run}")["state"] == "success")


def test_the_drawing_and_the_text_are_two_sides_with_one_history(screen: Screen, lab: Lab) -> None:
    source = SOURCE.format(dag_id="drawn_twice")
    write(lab, "drawn_twice", source)
    screen.open()
    page = open_canvas(screen, "drawn_twice")
    expect(node(page, "second")).to_be_visible()
    before = lines(page)

    # An argument, typed: only its line changes, and the comment stays.
    node(page, "first").click()
    form = page.get_by_role("region", name="Details of first")
    command = form.get_by_label("Bash command", exact=False).first
    command.fill("whoami")
    command.blur()
    expect(text(page)).to_contain_text('bash_command="whoami")  # the first')
    screen.shoot("canvas-arguments")

    # A dependency is drawn from port to task, another one taken away in the form.
    node(page, "first").locator("[data-port]").hover()
    screen.page.mouse.down()
    node(page, "third").hover()
    screen.page.mouse.up()
    expect(text(page)).to_contain_text("first >> third")
    node(page, "second").click()
    page.get_by_role("button", name="Not after first any more").click()
    expect(text(page)).not_to_contain_text("first >> second")

    # Undo, step by step, is the editor's own; the drawing follows.
    for _ in range(3):
        page.get_by_role("button", name="Undo").first.click()
    expect(text(page)).to_contain_text("first >> second >> third")
    assert lines(page) == before
    expect(page.get_by_role("button", name="Not after first any more")).to_be_visible()

    # What is written in the text is drawn; while it cannot be read, the last drawing stays.
    text(page).click()
    screen.page.keyboard.press("Control+End")
    screen.page.keyboard.insert_text('    fourth = BashOperator(task_id="fourth", bash_command="date")\n')
    expect(node(page, "fourth")).to_be_visible()
    screen.page.keyboard.insert_text("    third >> (\n")
    expect(page.get_by_text("The drawing is that of the text before.")).to_be_visible()
    expect(node(page, "fourth")).to_be_visible()


def test_what_cannot_be_drawn_says_why_and_deleting_asks(screen: Screen, lab: Lab) -> None:
    write(lab, "drawn_code", SOURCE.format(dag_id="drawn_code"))
    screen.open()
    page = open_canvas(screen, "drawn_code")
    node(page, "code:1").click()
    code = page.get_by_role("region", name=re.compile("^Details of for name"))
    expect(code.get_by_role("note")).to_have_text("A loop makes it. Change it in the text.")
    expect(code.get_by_role("button", name="Delete")).to_have_count(0)
    screen.shoot("canvas-code")

    # A cycle is refused with a sentence, at the place where it was asked for.
    node(page, "first").click()
    page.get_by_role("region", name="Details of first").get_by_label("Comes after").first.select_option(label="third")
    expect(page.get_by_text("first comes before third: this would be a cycle.")).to_be_visible()

    node(page, "second").locator(".couture-GraphNode-body").press("Delete")
    screen.confirm("Delete and connect")
    expect(node(page, "second")).to_have_count(0)
    expect(text(page)).to_contain_text("first >> third")
    expect(text(page)).to_contain_text("# Everything below is changed on the canvas.")


def test_tasks_are_renamed_grouped_and_dragged_out_of_their_group_in_the_drawing(screen: Screen, lab: Lab) -> None:
    source = SOURCE.format(dag_id="drawn_groups").replace("third", "last")
    source = source.replace('"date")  # the first', "\"{{{{ ti.xcom_pull(task_ids='second') }}}}\")  # the first")
    source = source.replace("{{{{", "{{").replace("}}}}", "}}")
    write(lab, "drawn_groups", source)
    screen.open()
    page = open_canvas(screen, "drawn_groups")
    expect(node(page, "second")).to_be_visible()

    # F2: a name that is taken is refused at the field; another one takes variable and references along.
    body = node(page, "second").locator(".couture-GraphNode-body")
    body.press("F2")
    name = page.get_by_label("New name of second")
    name.fill("first")
    name.press("Enter")
    expect(node(page, "second").get_by_role("alert")).to_contain_text("There is a task or group 'first'")
    screen.shoot("canvas-rename")
    name.fill("middle")
    name.press("Enter")
    expect(text(page)).to_contain_text("first >> middle >> last")
    expect(text(page)).to_contain_text("xcom_pull(task_ids='middle')")

    # Two are selected and grouped.
    node(page, "middle").click()
    node(page, "last").click(modifiers=["Control"])
    chosen = page.get_by_role("region", name="2 tasks selected")
    chosen.get_by_role("button", name="Group Tasks…").click()
    screen.page.get_by_label("Group id").fill("both")
    screen.confirm("Group")
    expect(text(page)).to_contain_text('with TaskGroup(group_id="both"):')
    expect(page.locator('[data-node$="/both.middle"]')).to_be_visible()
    screen.shoot("canvas-group")

    # Dragged out of the group, and by the menu back into it.
    drag_to_ground(screen, page, "both.middle")
    expect(node(page, "middle")).to_be_visible()
    node(page, "middle").click()
    page.get_by_role("region", name="Details of middle").get_by_role("button", name="Move to Group…").click()
    screen.page.get_by_role("dialog").get_by_role("combobox").select_option("both")
    screen.confirm("Move")
    expect(page.locator('[data-node$="/both.middle"]')).to_be_visible()
    expect(text(page)).to_contain_text(re.compile("with TaskGroup.*last = .*        middle = BashOperator[(]"))


COPIED = '''"""A DAG to copy from."""

from couture_jupyter import DAG, BashOperator

WORDS = "hello"

with DAG("copied_from", schedule=None):
    first = BashOperator(task_id="first", bash_command=f"echo {WORDS}")
    second = BashOperator(task_id="second", bash_command="date")

    first >> second
'''
PASTED = '''"""A DAG to copy to."""

from couture_jupyter import DAG, EmptyOperator

# The same as in the other file.
WORDS = "hello"

with DAG("copied_to", schedule=None):
    first = EmptyOperator(task_id="first")
'''


def test_tasks_are_copied_and_pasted_into_another_file_that_the_file_browser_opened(screen: Screen, lab: Lab) -> None:
    write(lab, "copied_from", COPIED)
    path = write(lab, "copied_to", PASTED)
    screen.open()
    page = open_canvas(screen, "copied_from")
    node(page, "first").click()
    node(page, "second").click(modifiers=["Control"])
    page.get_by_role("region", name="2 tasks selected").get_by_role("button", name="Copy Tasks").click()

    screen.show_files()
    screen.execute("filebrowser:go-to-path", path="dags")
    screen.page.locator("#filebrowser .jp-DirListing-item").filter(has_text="copied_to.py").click(button="right")
    screen.page.locator(".lm-Menu-item").filter(has_text="Open With").hover()
    screen.shoot("canvas-open-with")
    screen.page.get_by_role("menuitem", name="Canvas", exact=True).click()
    expect(page.get_by_role("heading", name="copied_to.py")).to_be_visible()
    node(page, "first").locator(".couture-GraphNode-body").press("Control+v")

    # Under free names, with their import and their dependency; WORDS is the same here.
    expect(node(page, "first_2")).to_be_visible()
    expect(node(page, "second")).to_be_visible()
    expect(text(page)).to_contain_text('first_2 = BashOperator(task_id="first_2", bash_command=f"echo {WORDS}")')
    expect(text(page)).to_contain_text("from couture_jupyter import DAG, BashOperator, EmptyOperator")
    expect(text(page)).to_contain_text(re.compile("first_2 >> second"))
    screen.shoot("canvas-pasted")
    page.get_by_role("button", name="Review & Save").click()
    page.get_by_role("button", name="Save Code").click()
    lab.wait_until(lambda: lab.has_dag("copied_to") and "first_2" in path.read_text(encoding="utf-8"))
    lab.wait_until(lambda: lab.ask("GET", "dags/copied_to/tasks")["total_entries"] == 3)


def test_bricks_and_functions_come_from_the_palette(screen: Screen, lab: Lab) -> None:
    write(lab, "drawn_bricks", SOURCE.format(dag_id="drawn_bricks"))
    screen.open()
    page = open_canvas(screen, "drawn_bricks")
    node(page, "first").click()

    # A brick by keyboard: searched for, its form filled in, drawn at once behind the selected task.
    page.get_by_label("Search operators and bricks").fill("spark pi")
    brick = page.locator("[data-brick]").first
    screen.shoot("canvas-search")
    brick.press("Enter")
    form = page.get_by_role("form", name=re.compile("^New brick: "))
    expect(form.get_by_role("button", name="Insert")).to_be_visible()
    screen.shoot("canvas-brick")
    form.get_by_role("button", name="Insert").click()
    expect(text(page)).to_contain_text(re.compile("first >> .*pi"))
    page.get_by_role("button", name="Undo").first.click()
    expect(text(page)).not_to_contain_text(re.compile("first >> .*pi"))

    # By mouse: dropped onto a task.
    page.locator("[data-brick]").first.drag_to(node(page, "second"))
    expect(page.get_by_role("form", name=re.compile("^New brick: "))).to_be_visible()
    page.get_by_role("button", name="Cancel").click()

    # A function that takes a value, then another one by an arrow that asks.
    page.get_by_label("Search operators and bricks").fill("")
    node(page, "first").click()
    page.locator('[data-operator="@task"]').press("Enter")
    function = page.get_by_role("form", name="New task: Python function")
    function.get_by_label("Name of the function").fill("first")
    function.get_by_role("button", name="Add task").click()
    expect(function.get_by_text("The name `first` is used in this file already.")).to_be_visible()
    function.get_by_label("Name of the function").fill("load")
    function.get_by_label("second").check()
    screen.shoot("canvas-function")
    function.get_by_role("button", name="Add task").click()
    expect(text(page)).to_contain_text("load_task = load(second.output)")
    expect(text(page)).to_contain_text("first >> load_task")

    # What is required cannot be left empty, neither in a new task nor in one that is there.
    page.locator('[data-operator="BashOperator"]').press("Enter")
    added = page.get_by_role("form", name="New task: Bash")
    added.get_by_role("button", name="Add task").click()
    expect(added.get_by_text("Bash command is missing: the task cannot do without it.")).to_be_visible()
    screen.shoot("canvas-missing")
    added.get_by_role("button", name="Cancel").click()
    node(page, "first").click()
    command = page.get_by_role("region", name="Details of first").get_by_label("Bash command", exact=False).first
    command.fill("")
    command.blur()
    expect(page.get_by_text("Bash command is missing: the task cannot do without it.")).to_be_visible()
    expect(text(page)).to_contain_text('task_id="first", bash_command="date"')
