"""A person looks after the files of the DAG folder: new DAGs from templates, uploads, names, the way out."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from .conftest import Lab, Screen


def open_page(screen: Screen) -> Locator:
    """The page, with its list."""
    screen.open("lab?couture=dag-files")
    page = screen.page.locator(".couture-ManageDags:visible")
    page.get_by_role("table", name="DAG files").wait_for()
    return page


def row(page: Locator, path: str) -> Locator:
    """The row of a file, searched for."""
    page.get_by_label("Search DAG files").fill(path)
    return page.get_by_role("row").filter(has=page.page.get_by_role("button", name=path, exact=True))


def test_a_dag_is_made_from_a_template_and_is_there_once_it_is_saved(screen: Screen, lab: Lab) -> None:
    page = open_page(screen)
    page.get_by_role("button", name="New DAG").click()
    form = page.get_by_role("form", name="New DAG")
    name = form.get_by_role("textbox", name="Name")
    name.fill("hello_pipeline")
    expect(form.get_by_text("There is a file hello_pipeline.py already.")).to_be_visible()
    name.fill("made here")
    expect(form.get_by_text("Use letters, digits, _, - and . only.")).to_be_visible()
    name.fill("fresh/from_template")
    form.get_by_role("radio", name="TaskFlow").check()
    expect(form.get_by_label("Preview")).to_contain_text('"from_template"')
    screen.shoot("manage-dags-new")
    form.get_by_role("button", name="Open in the editor").click()
    editor = screen.page.locator(".couture-DagEditorPage:visible")
    expect(editor.locator(".couture-GraphNode")).to_have_count(3)
    path = lab.workspace / "dags" / "fresh" / "from_template.py"
    assert not path.exists()
    editor.get_by_role("button", name="Review & Save").click()
    editor.get_by_role("button", name="Save Code").click()
    expect(editor.get_by_role("button", name="from_template, version 1")).to_be_visible()
    assert path.exists()
    screen.execute("couture:manage-dags")
    expect(row(page, "fresh/from_template.py")).to_contain_text("Read")


def test_uploads_ask_before_they_replace_and_a_broken_file_says_where(screen: Screen, lab: Lab) -> None:
    dags = lab.workspace / "dags"
    (dags / "sent_before.py").write_text("x = 1\n", encoding="utf-8")
    page = open_page(screen)
    sent = {"sent_before.py": b"x = 2\n", "sent_broken.py": b"# a couture dag\nimport no_such_module_here\n"}
    files = [{"name": name, "mimeType": "text/x-python", "buffer": content} for name, content in sent.items()]
    page.get_by_label("DAG files to upload").set_input_files(files)  # type: ignore[arg-type]
    uploads = page.get_by_role("region", name="Uploads")
    uploads.get_by_role("button", name="Keep both").click()
    expect(uploads.get_by_text("Uploaded as sent_before_2.py")).to_be_visible()
    assert (dags / "sent_before.py").read_bytes() == b"x = 1\n"
    assert (dags / "sent_before_2.py").read_bytes() == b"x = 2\n"
    broken = row(page, "sent_broken.py")
    expect(broken).to_contain_text("Cannot be read")
    page.get_by_label("Search DAG files").fill("")
    screen.shoot("manage-dags")
    broken.get_by_role("button", name="Line 2: ModuleNotFoundError").click()
    editor = screen.page.locator(".couture-DagEditorPage:visible")
    expect(editor.locator(".cm-activeLine").first).to_contain_text("import no_such_module_here")


def test_a_file_is_renamed_and_deleted_after_saying_what_goes(screen: Screen, lab: Lab) -> None:
    source = (
        'from couture_jupyter import DAG, EmptyOperator\n\nwith DAG("soon_gone"):\n    EmptyOperator(task_id="x")\n'
    )
    old = lab.workspace / "dags" / "soon_renamed.py"
    old.write_text(source, encoding="utf-8")
    lab.wait_until(lambda: lab.ask("GET", "dagFiles/one?path=soon_renamed.py")["state"] == "read")
    page = open_page(screen)
    row(page, "soon_renamed.py").get_by_role("button", name="Rename…").click()
    screen.page.get_by_role("dialog").get_by_role("textbox").fill("soon_deleted.py")
    screen.confirm("Rename")
    moved = row(page, "soon_deleted.py")
    expect(moved).to_contain_text("soon_gone")
    assert not old.exists()
    moved.get_by_role("button", name="Delete…").click()
    expect(screen.page.get_by_role("dialog")).to_contain_text("The DAG soon_gone leaves the list of DAGs")
    screen.confirm("Delete")
    expect(page.get_by_text("No file fits the search")).to_be_visible()
    assert not (old.parent / "soon_deleted.py").exists()
