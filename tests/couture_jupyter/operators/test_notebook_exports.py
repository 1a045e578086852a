"""Other formats of executed notebooks: what is in them, and what does not hurt the run."""

from __future__ import annotations

import base64
import os
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import nbformat
import pytest

from couture_jupyter import DAG, CoutureJupyterOperator
from couture_jupyter.export_formats import FORMATS
from couture_jupyter.notebook_options import EXPORTS
from couture_jupyter.operators.notebook_converter import main
from couture_jupyter.operators.notebook_exports import export
from couture_jupyter.operators.notebook_files import EXECUTED_NAME

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TEXT = "![a logo](pictures/logo.png) ![far](../../etc/far.png) ![web](https://example.org/a.png)"


@pytest.fixture
def workspace(worker: Any) -> Any:
    """A worker that "runs" the notebook reports/My (daily).ipynb, which has a picture in its text and one as output."""
    figure = nbformat.v4.new_output("display_data", {"image/png": base64.b64encode(DOT).decode()})
    code = nbformat.v4.new_code_cell("print('shown')", outputs=[figure])
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(TEXT), code], metadata={"kernelspec": spec})
    (worker.workspace / "reports" / "pictures").mkdir(parents=True)
    (worker.workspace / "reports" / "pictures" / "logo.png").write_bytes(DOT)
    nbformat.write(made, worker.workspace / "reports" / "My (daily).ipynb")

    def execute(source: Path, parameters: dict[str, Any], folder: Path) -> Path:
        nbformat.write(made, folder / EXECUTED_NAME)
        return folder / EXECUTED_NAME

    worker.notebook = execute
    return worker


def task(*exports: str, notebook: str = "reports/My (daily).ipynb", output: str | None = "out/{notebook}.ipynb") -> Any:
    with DAG("demo"):
        return CoutureJupyterOperator(
            task_id="nb", input_notebook=notebook, output_notebook=output, exports=list(exports)
        )


def test_the_formats_that_may_be_asked_for_are_those_that_can_be_made() -> None:
    assert tuple(FORMATS) == EXPORTS


def test_pictures_go_along_wherever_the_output_goes(workspace: Any) -> None:
    workspace.do(task("html", "markdown", "slides"))
    out = workspace.workspace / "out"
    assert workspace.problems == []
    assert (out / "My (daily).html").read_text().count('src="data:image/png;base64') == 2
    assert (out / "My (daily).slides.html").read_text().count('src="data:image/png;base64') == 2
    page = (out / "My (daily).md").read_text()
    links = re.findall(r"\]\((My_[^)]*)\)", page)
    assert len(links) == 2
    assert [(out / link).read_bytes() for link in links] == [DOT, DOT]
    assert "](../../etc/far.png)" in page  # outside of the workspace: not looked at
    assert "](https://example.org/a.png)" in page


def test_a_picture_is_an_ordinary_file_inside_also_by_a_link(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside, inside / "folder.png"):
        folder.mkdir()
        (folder / "dot.png").write_bytes(DOT)
    (inside / "near.png").symlink_to("dot.png")
    (inside / "far.png").symlink_to(outside / "dot.png")
    (inside / "away").symlink_to(outside)
    os.mkfifo(inside / "pipe.png")
    names = ("dot.png", "near.png", "far.png", "away/dot.png", "pipe.png", "folder.png", "missing.png")
    text = "\n".join(f"![]({name})" for name in names)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]), tmp_path / "n.ipynb")
    export(tmp_path / "n.ipynb", ["markdown"], tmp_path, "n", images=inside, within=inside)
    page = (tmp_path / "n.md").read_text()
    assert [f"]({name})" in page for name in names] == [False, False, True, True, True, True, True]


@pytest.mark.parametrize("kind", ["latex", "rst", "asciidoc"])
def test_what_needs_pandoc_is_made(workspace: Any, kind: str) -> None:
    workspace.do(task(kind, "markdown"))
    assert workspace.problems == []
    page = dict(workspace.outputs)[kind].read_text()
    assert "shown" in page
    assert "My_daily__files/" in page.replace("\\_", "_")
    assert len(list((workspace.workspace / "out" / "My_daily__files").iterdir())) == 2


def test_a_program_that_is_not_there_is_named(
    workspace: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert FORMATS["pdf"].missing().startswith("A PDF needs Chromium")
    assert "apt install pandoc" in FORMATS["latex"].missing()
    workspace.do(task("pdf", "latex", "script"))
    assert workspace.problems == [(kind, FORMATS[kind].missing()) for kind in ("pdf", "latex")]
    assert "script" in dict(workspace.outputs)


def test_a_format_is_never_written_over_what_ran(workspace: Any) -> None:
    source = workspace.workspace / "reports" / "text.md"
    source.write_text("the notebook as text")
    workspace.do(task("markdown", notebook="reports/text.md", output="reports/text.ipynb"))
    assert source.read_text() == "the notebook as text"
    [(kind, sentence)] = workspace.problems
    assert kind == "markdown"
    assert sentence.startswith("It would overwrite text.md")
    assert "shown" in dict(workspace.outputs)["markdown"].read_text()


def test_no_time_left_for_other_formats_does_not_fail_the_notebook(workspace: Any) -> None:
    workspace.ends_by = time.monotonic() + 1
    assert workspace.do(task("html")).return_value == "out/My (daily).ipynb"
    assert workspace.problems == [("html", "The task's timeout left no time to make it.")]
    workspace.problems.clear()
    workspace.ends_by = time.monotonic() + 2.05
    workspace.do(task("html"))
    [(_, sentence)] = workspace.problems
    assert sentence.startswith("It took longer than 0.0")


def test_templates_that_lie_where_a_task_works_do_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """nbconvert would take them before its own, and a template can do whatever Python can."""
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "index.html.j2").write_text("{{ 6 * 7 }} from here")
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "n.ipynb")
    monkeypatch.chdir(tmp_path)
    assert export(Path("n.ipynb"), ["html"], Path(), "n") == {"html": Path("n.html")}
    assert "42 from here" not in (tmp_path / "n.html").read_text()


def test_a_notebook_that_cannot_be_read_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ipynb").write_text("no notebook")
    job = '{"executed": "%s", "folder": "%s", "stem": "a", "kinds": ["html"], "images": null, "within": null}'
    main(job % (tmp_path / "a.ipynb", tmp_path))
    assert '"problem": "nbconvert: NotJSONError' in capsys.readouterr().out


@pytest.mark.parametrize(
    "html", ['<iframe src="{address}"></iframe>', '<script>location = "{address}"</script>'], ids=["frame", "script"]
)
def test_what_outputs_hold_does_not_get_at_files_through_a_pdf(tmp_path: Path, html: str) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_address[1]}"
        (tmp_path / "file.html").write_text(f'<img src="{place}/file">')
        shown = f'<img src="{place}/page">' + html.format(address=(tmp_path / "file.html").as_uri())
        output = nbformat.v4.new_output("display_data", {"text/html": shown})
        cell = nbformat.v4.new_code_cell("1", outputs=[output])
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "n.ipynb")
        made = export(tmp_path / "n.ipynb", ["pdf"], tmp_path, "n")
        server.shutdown()
    assert made == {"pdf": tmp_path / "n.pdf"}
    assert asked == ["/page"]
