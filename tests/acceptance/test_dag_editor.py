"""A person edits DAG files: problems as they type, the live graph, review before saving, other people's changes."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.acceptance.conftest import Lab, Screen

SOURCE = '''"""A DAG to edit."""

from couture_jupyter import DAG, EmptyOperator

with DAG("{dag_id}", schedule=None) as dag:
    first = EmptyOperator(task_id="first")
    second = EmptyOperator(task_id="second")

    first >> second
'''


def write(lab: Lab, name: str) -> Path:
    """A DAG file that the engine has read."""
    path = lab.workspace / "dags" / f"{name}.py"
    path.write_text(SOURCE.format(dag_id=name), encoding="utf-8")
    lab.wait_until(lambda: lab.ask("GET", f"dagFiles/one?path={name}.py")["state"] == "read")
    return path


def open_editor(screen: Screen, name: str) -> Locator:
    """The editor of the file, with its text."""
    screen.execute("couture:edit-dag-file", path=f"{name}.py")
    page = screen.page.locator(".couture-DagEditorPage:visible")
    page.locator(".cm-content").first.wait_for()
    return page


def type_at_end(screen: Screen, page: Locator, text: str) -> None:
    """Write at the end of the file."""
    page.locator(".couture-DagEditor-text .cm-content").click()
    screen.page.keyboard.press("Control+End")
    screen.page.keyboard.insert_text(text)


def node(page: Locator, name: str) -> Locator:
    return page.locator(".couture-GraphNode").filter(has_text=re.compile(f"^{name}"))


def test_the_graph_follows_the_text_and_a_click_goes_to_its_line(screen: Screen, lab: Lab) -> None:
    write(lab, "edited_live")
    screen.open()
    page = open_editor(screen, "edited_live")
    expect(page.get_by_role("status").filter(has_text="1 DAG, no problems")).to_be_visible()
    expect(node(page, "second")).to_be_visible()
    screen.shoot("dag-editor")
    type_at_end(screen, page, '    third = EmptyOperator(task_id="third")\nsecond >> third\n')
    expect(node(page, "third")).to_be_visible()
    expect(page.get_by_label("Not saved")).to_be_visible()
    node(page, "second").click()
    expect(page.locator(".cm-activeLine")).to_contain_text('task_id="second"')


def test_problems_stand_at_their_lines_and_the_last_good_graph_stays(screen: Screen, lab: Lab) -> None:
    write(lab, "edited_badly")
    screen.open()
    page = open_editor(screen, "edited_badly")
    expect(node(page, "second")).to_be_visible()
    type_at_end(screen, page, "    third = = 3\n\nimport (\n")
    problems = page.get_by_role("region", name="Problems")
    expect(problems.get_by_role("button")).to_have_count(2)
    expect(problems.get_by_role("button").first).to_contain_text("Line 10")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(2)
    expect(page.get_by_text("As it was before the errors")).to_be_visible()
    expect(node(page, "second")).to_be_visible()
    screen.shoot("dag-editor-problems")
    page.locator(".cm-content").press("Control+Home")
    problems.get_by_role("button").first.click()
    expect(page.locator(".cm-activeLine")).to_contain_text("third = = 3")


def test_a_review_shows_the_changes_and_one_of_them_is_reverted_before_saving(screen: Screen, lab: Lab) -> None:
    path = write(lab, "edited_reviewed")
    screen.open()
    page = open_editor(screen, "edited_reviewed")
    type_at_end(screen, page, '    third = EmptyOperator(task_id="third")\n')
    screen.page.keyboard.press("Control+Home")
    screen.page.keyboard.insert_text("# An unwanted remark\n")
    screen.page.keyboard.press("Control+s")
    review = page.get_by_role("region", name="Review changes")
    expect(review.get_by_role("button", name="Take this change back")).to_have_count(2)
    # Whoever turns back from it writes on, by keys or by the button.
    text = page.locator(".couture-DagEditor-text .cm-content")
    expect(review).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(text).to_be_focused()
    screen.page.keyboard.press("Control+s")
    review.get_by_role("button", name="Back to edit mode").click()
    expect(text).to_be_focused()
    screen.page.keyboard.press("Control+s")
    screen.shoot("dag-editor-review")
    review.get_by_role("button", name="Take this change back").first.click()
    expect(review.get_by_role("button", name="Take this change back")).to_have_count(1)
    review.get_by_role("button", name="Save Code").click()
    expect(page.get_by_role("button", name="edited_reviewed, version 2")).to_be_visible()
    expect(text).to_be_focused()
    assert path.read_text(encoding="utf-8") == SOURCE.format(dag_id="edited_reviewed") + (
        '    third = EmptyOperator(task_id="third")\n'
    )
    expect(page.get_by_label("Not saved")).to_have_count(0)
    screen.shoot("dag-editor-saved")
    page.get_by_label("Compare with an older version").select_option(index=1)
    expect(review.get_by_text("Version 1 of edited_reviewed")).to_be_visible()
    review.get_by_role("button", name="Restore all of it").click()
    expect(text).not_to_contain_text("third")
    expect(text).to_be_focused()


def test_the_history_of_a_file_shows_its_contents_beside_the_text_and_takes_one_back(screen: Screen, lab: Lab) -> None:
    path = write(lab, "edited_history")
    first = SOURCE.format(dag_id="edited_history")
    path.write_text(f'{first}    third = EmptyOperator(task_id="third")\n', encoding="utf-8")
    lab.wait_until(lambda: lab.ask("GET", "dags/edited_history/dagVersions")["total_entries"] == 2)
    screen.open()
    page = open_editor(screen, "edited_history")
    page.get_by_role("tab", name="History").click()
    moments = page.get_by_role("list", name="History of edited_history.py").get_by_role("listitem")
    expect(moments).to_have_count(2)
    expect(moments.first).to_contain_text("as it is now")
    expect(moments.last).to_contain_text("edited_history v1")
    screen.shoot("dag-editor-history")
    moments.last.get_by_role("button", name="Compare, restore").click()
    review = page.get_by_role("region", name="Review changes")
    expect(review.get_by_text("Version 1 of edited_history")).to_be_visible()
    expect(review.get_by_label("Yours")).to_contain_text("third")
    screen.shoot("dag-editor-history-compared")
    review.get_by_role("button", name="Restore all of it").click()
    text = page.locator(".couture-DagEditor-text .cm-content")
    expect(text).not_to_contain_text("third")
    screen.page.keyboard.press("Control+s")
    review.get_by_role("button", name="Save Code").click()
    expect(page.get_by_text("Saved, and read by the engine.")).to_be_visible()
    assert path.read_text(encoding="utf-8") == first
    page.get_by_role("tab", name="History").click()
    expect(moments.first).to_contain_text(re.compile("saved it.*as it is now"))


def test_the_text_follows_the_settings_of_the_text_editor(screen: Screen, lab: Lab) -> None:
    write(lab, "edited_settings")
    screen.open()
    page = open_editor(screen, "edited_settings")
    content = page.locator(".couture-DagEditor-text .cm-content")
    before = int(content.evaluate("node => parseInt(getComputedStyle(node).fontSize)"))
    try:
        screen.execute("fileeditor:change-font-size", delta=4)
        expect(content).to_have_css("font-size", f"{before + 4}px")
        screen.execute("fileeditor:change-tabs", size="2")
        type_at_end(screen, page, "if first:")
        screen.page.keyboard.press("Enter")
        screen.page.keyboard.insert_text("pass")
        expect(content).to_contain_text(re.compile("  pass$"))
        expect(content).not_to_contain_text(re.compile("    pass$"))
    finally:
        screen.execute("fileeditor:change-tabs", size="4")
        screen.execute("fileeditor:change-font-size", delta=-4)
    expect(content).to_have_css("font-size", f"{before}px")


def test_what_is_not_saved_is_there_again_after_a_reload(screen: Screen, lab: Lab) -> None:
    path = write(lab, "edited_reloaded")
    screen.open()
    page = open_editor(screen, "edited_reloaded")
    type_at_end(screen, page, "# not saved yet\n")
    lab.wait_until(lambda: (lab.ask("GET", "dagFiles/draft?path=edited_reloaded.py")["draft"] or {}).get("content"))
    screen.reload()
    expect(page.get_by_text("Your unsaved changes are back.")).to_be_visible()
    expect(page.locator(".couture-DagEditor-text .cm-content")).to_contain_text("# not saved yet")
    assert "not saved" not in path.read_text(encoding="utf-8")
    page.get_by_role("button", name="Discard them").click()
    expect(page.locator(".couture-DagEditor-text .cm-content")).not_to_contain_text("# not saved yet")
    lab.wait_until(lambda: lab.ask("GET", "dagFiles/draft?path=edited_reloaded.py")["draft"] is None)


def test_a_change_on_the_disk_is_followed_where_nothing_is_lost_by_it(screen: Screen, lab: Lab) -> None:
    path = write(lab, "edited_elsewhere")
    screen.open()
    page = open_editor(screen, "edited_elsewhere")
    path.write_text(SOURCE.format(dag_id="edited_elsewhere") + "# theirs\n", encoding="utf-8")
    expect(page.locator(".couture-DagEditor-text .cm-content")).to_contain_text("# theirs")
    expect(page.get_by_label("Not saved")).to_have_count(0)


def test_a_conflict_is_shown_and_nothing_is_overwritten_before_both_were_seen(screen: Screen, lab: Lab) -> None:
    path = write(lab, "edited_twice")
    screen.open()
    page = open_editor(screen, "edited_twice")
    type_at_end(screen, page, "# mine\n")
    theirs = SOURCE.format(dag_id="edited_twice") + "# theirs\n"
    path.write_text(theirs, encoding="utf-8")
    expect(page.get_by_text("Somebody changed this file meanwhile.")).to_be_visible()
    page.get_by_role("button", name="Compare with theirs").click()
    review = page.get_by_role("region", name="Review changes")
    expect(review.get_by_label("Theirs, as the file is now")).to_contain_text("# theirs")
    expect(review.get_by_label("Yours")).to_contain_text("# mine")
    screen.shoot("dag-editor-conflict")
    assert path.read_text(encoding="utf-8") == theirs
    review.get_by_role("button", name="Save mine over theirs").click()
    expect(page.get_by_text("Saved, and read by the engine.")).to_be_visible()
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def complete(screen: Screen, lab: Lab, choice: str) -> None:
    """Ask for completions with Tab until the server's are there (the first ones take it a moment), and take one."""
    found = screen.page.locator(".jp-Completer:visible .jp-Completer-item").filter(has_text=choice)

    def asked() -> bool:
        if found.count() == 0:
            screen.page.keyboard.press("Escape")
            screen.page.keyboard.press("Tab")
            screen.page.wait_for_load_state("networkidle")
        return found.count() > 0

    lab.wait_until(asked)
    found.first.click()


def test_code_is_completed_and_explained_without_a_kernel(screen: Screen, lab: Lab) -> None:
    write(lab, "edited_completed")
    screen.open()
    page = open_editor(screen, "edited_completed")
    type_at_end(screen, page, "from airflow.operators.bash import BashO")
    complete(screen, lab, "BashOperator")
    text = page.locator(".couture-DagEditor-text .cm-content")
    expect(text).to_contain_text("from airflow.operators.bash import BashOperator")
    text.press_sequentially("\nBashOperator(")
    arguments = screen.page.get_by_role("status", name="Arguments of BashOperator")
    expect(arguments.locator("strong")).to_have_text("bash_command: str")
    text.press_sequentially('task_id="x", env={}, trig')
    expect(arguments).to_be_visible()
    complete(screen, lab, "trigger_rule=")
    expect(text).to_contain_text('BashOperator(task_id="x", env={}, trigger_rule=')
    screen.shoot("dag-editor-arguments")
