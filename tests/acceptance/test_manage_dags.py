"""A person looks after the files of the DAG folder: new DAGs from templates, uploads, names, the way out."""

from __future__ import annotations

import re
import zipfile

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


def drop(page: Locator, **files: str) -> None:
    """Drop files onto the page, as from the desktop; a name's two underscores are its dot."""
    make = """files => {
      const data = new DataTransfer();
      files.forEach(([name, text]) => data.items.add(new File([text], name)));
      return data;
    }"""
    named = [[name.replace("__", "."), text] for name, text in files.items()]
    data = page.page.evaluate_handle(make, named)
    for event in ("dragenter", "dragover", "drop"):
        page.locator("table").dispatch_event(event, {"dataTransfer": data})


def test_files_that_are_dropped_on_the_page_are_kept_if_they_are_python(screen: Screen, lab: Lab) -> None:
    dags = lab.workspace / "dags"
    page = open_page(screen)
    drop(page, dropped_one__py="x = 1\n", dropped_two__py="x = 2\n", dropped_three__csv="x\n3\n")
    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads.get_by_role("status")).to_have_text("3 of 3 files uploaded")
    refused = uploads.get_by_role("listitem").filter(has_text="dropped_three.csv")
    expect(refused).to_contain_text("✗")
    screen.shoot("manage-dags-dropped")
    assert [(dags / f"dropped_{name}.py").read_text() for name in ("one", "two")] == ["x = 1\n", "x = 2\n"]
    assert not (dags / "dropped_three.csv").exists()
    expect(row(page, "dropped_two.py")).to_contain_text("Module")


def test_files_are_downloaded_one_as_it_is_and_several_in_an_archive(screen: Screen, lab: Lab) -> None:
    dags = lab.workspace / "dags"
    texts = {f"taken_{name}.py": f"x = '{name}'  # é\n" for name in ("one", "two")}
    for name, text in texts.items():
        (dags / name).write_text(text, encoding="utf-8")
    page = open_page(screen)
    with screen.page.expect_download() as one:
        row(page, "taken_one.py").get_by_role("button", name="Download").click()
    assert one.value.suggested_filename == "taken_one.py"
    assert one.value.path().read_text(encoding="utf-8") == texts["taken_one.py"]
    page.get_by_label("Search DAG files").fill("taken_")
    for name in texts:
        page.get_by_role("checkbox", name=re.compile(re.escape(name))).check()
    with screen.page.expect_download() as both:
        page.get_by_role("button", name="Download 2 files").click()
    with zipfile.ZipFile(both.value.path()) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == texts
    assert len(screen.page.context.pages) == 1, "no window was opened"


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
