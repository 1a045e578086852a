"""CoutureJupyterOperator: where it reads, what it runs, what it leaves. Running cells is the worker's part."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.files.layout import NOTEBOOK_NAME

from couture_jupyter import DAG, CoutureJupyterOperator
from couture_jupyter.exceptions import DagError, NotebookFailed, TaskError, TaskFailed
from couture_jupyter.operators import notebook_exports
from couture_jupyter.operators.notebook_files import EXECUTED_NAME


@pytest.fixture
def notebooks(worker):
    """A workspace with a notebook, on a worker that writes down the parameters it was given."""
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    (worker.workspace / "reports").mkdir()
    nbformat.write(document, worker.workspace / "reports" / "daily.ipynb")

    def execute(source: Path, parameters: dict, folder: Path) -> Path:
        executed = nbformat.read(source, as_version=4)
        executed.metadata["parameters"] = parameters
        nbformat.write(executed, folder / EXECUTED_NAME)
        if parameters.get("fail"):
            raise NotebookFailed("cell 1 raised", 0, "ValueError")
        return folder / EXECUTED_NAME

    worker.notebook = execute
    return worker


def task(**arguments):
    with DAG("demo"):
        return CoutureJupyterOperator(task_id="nb", **{"input_notebook": "reports/daily.ipynb", **arguments})


def parameters_in(path: Path) -> dict:
    return json.loads(path.read_text())["metadata"]["parameters"]


def test_the_executed_copy_goes_to_the_output_path(notebooks):
    made = task(output_notebook="reports/out/{notebook}-{date}.ipynb", parameters={"day": "{{ ds }}", "rows": 5})
    result = notebooks.do(made)
    target = notebooks.workspace / "reports/out/daily-2026-03-04.ipynb"
    assert result.return_value == "reports/out/daily-2026-03-04.ipynb"
    assert parameters_in(target) == {"day": "2026-03-04", "rows": 5}
    assert notebooks.outputs == [("notebook", target)]
    assert [each.name for each in target.parent.iterdir()] == [target.name]


def test_jinja_and_earlier_names_are_understood(notebooks):
    made = CoutureJupyterOperator(task_id="nb", input_nb="reports/daily.ipynb", output_nb="out/{{ ds_nodash }}.ipynb")
    assert notebooks.do(made).return_value == "out/20260304.ipynb"


def test_without_an_output_path_the_copy_stays_with_the_run(notebooks):
    assert notebooks.do(task()).return_value == ".couture/nb/notebook.ipynb"


def test_a_failed_notebook_leaves_its_copy(notebooks):
    with pytest.raises(NotebookFailed):
        notebooks.do(task(output_notebook="out.ipynb", parameters={"fail": True}))
    assert parameters_in(notebooks.workspace / "out.ipynb") == {"fail": True}
    assert notebooks.outputs == [("notebook", notebooks.workspace / "out.ipynb")]


def test_an_output_that_cannot_be_written_does_not_hide_why_the_notebook_failed(notebooks, caplog):
    (notebooks.workspace / "out").write_text("a file where a folder is needed")
    with pytest.raises(TaskError, match="could not be written"):
        notebooks.do(task(output_notebook="out/a.ipynb"))
    with pytest.raises(NotebookFailed, match="cell 1 raised"):
        notebooks.do(task(output_notebook="out/a.ipynb", parameters={"fail": True}))
    assert "could not be written" in caplog.text


def test_other_formats_stand_beside_the_copy_and_stay_with_the_run(notebooks):
    exports = ["html_no_code", "markdown", "script"]
    notebooks.do(task(output_notebook="out/page.ipynb", export_html=True, exports=exports))
    out = notebooks.workspace / "out"
    kinds = dict(notebooks.outputs)
    assert set(kinds) == {"notebook", "html", *exports}
    assert kinds["html"] == out / "page.html"
    assert 'class="mi"' in (out / "page.html").read_text()
    assert 'class="mi"' not in (out / "page.no-code.html").read_text()
    assert "```" in (out / "page.md").read_text()
    assert "1 + 1" in kinds["script"].read_text()
    assert notebooks.problems == []
    assert (notebooks.this_try.folder / "exports" / "page.html").is_file()


def test_a_pdf_is_printed_or_says_what_to_install(notebooks):
    made = task(exports=["pdf"])
    notebooks.do(made)
    if notebooks.problems:
        assert "apt install chromium" in notebooks.problems[0][1]
    else:
        assert dict(notebooks.outputs)["pdf"].read_bytes().startswith(b"%PDF")


def test_a_format_that_cannot_be_made_is_a_warning(notebooks):
    (notebooks.workspace / "out").mkdir()
    (notebooks.workspace / "out" / "page.html").mkdir()
    assert notebooks.do(task(output_notebook="out/page.ipynb", exports=["html"])).return_value == "out/page.ipynb"
    [(kind, sentence)] = notebooks.problems
    assert kind == "html"
    assert "could not be written to" in sentence


def test_exports_that_take_too_long_are_ended(notebooks):
    executed = notebooks.workspace / "reports" / "daily.ipynb"
    found = notebook_exports.export(executed, ["html"], notebooks.workspace, "daily", timeout=0.01)
    assert found == {"html": "It took longer than 0.01 seconds."}


def test_an_output_that_another_run_wrote_meanwhile_is_replaced_and_said(notebooks):
    target = notebooks.workspace / "out.ipynb"
    execute = notebooks.notebook

    def slow(source: Path, parameters: dict, folder: Path) -> Path:
        target.write_text("by another run")
        return execute(source, parameters, folder)

    notebooks.notebook = slow
    notebooks.do(task(output_notebook="out.ipynb"))
    assert parameters_in(target) == {}
    [(kind, sentence)] = notebooks.problems
    assert kind == "notebook"
    assert "Put {run_id} into the output path" in sentence
    notebooks.notebook = execute
    notebooks.problems.clear()
    notebooks.do(task(output_notebook="out.ipynb"))
    assert notebooks.problems == []


def test_a_run_may_override_single_parameters(notebooks):
    notebooks.run.conf["parameters"] = {"rows": 9, "extra": True}
    notebooks.do(task(output_notebook="out.ipynb", parameters={"rows": 5, "country": "FI"}))
    assert parameters_in(notebooks.workspace / "out.ipynb") == {"rows": 9, "country": "FI", "extra": True}


@pytest.mark.parametrize("path", ["/tmp/out.ipynb", "{{ '..' }}/out.ipynb", "link/out.ipynb"])
def test_an_output_outside_of_the_workspace_fails_before_anything_runs(notebooks, path):
    (notebooks.workspace / "link").symlink_to("/tmp")
    notebooks.notebook = None
    with pytest.raises(TaskFailed, match="is outside of the workspace"):
        notebooks.do(task(output_notebook=path))


@pytest.mark.parametrize("path", ["/etc/passwd", "../daily.ipynb"])
def test_a_notebook_outside_of_the_workspace_is_refused(notebooks, path):
    with pytest.raises(TaskFailed, match="is outside of the workspace"):
        notebooks.do(task(input_notebook=path))


def test_an_absolute_path_inside_is_fine(notebooks):
    path = str(notebooks.workspace / "reports" / "daily.ipynb")
    assert notebooks.do(task(input_notebook=path)).return_value


def test_the_notebook_itself_is_never_overwritten(notebooks):
    with pytest.raises(TaskFailed, match="would overwrite the notebook itself"):
        notebooks.do(task(output_notebook="reports/./{notebook}.ipynb"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"input_notebook": None}, "needs the argument input_notebook"),
        ({"input_nb": "x.ipynb"}, "both input_notebook and input_nb"),
        ({"output_notebook": "reports/daily.ipynb"}, "would overwrite its own notebook"),
        ({"output_notebook": "../x.ipynb"}, "must not contain"),
        ({"output_notebook": "{day}.ipynb"}, "unknown placeholder"),
        ({"parameters": [1]}, "parameters is a dict"),
        ({"exports": ["docx"]}, "there is no format 'docx'. Formats: html, "),
    ],
)
def test_a_mistake_is_named_while_the_file_is_read(arguments, sentence):
    with pytest.raises(DagError, match=sentence):
        task(**arguments)


def test_the_executed_copy_has_the_name_that_the_worker_gives_it():
    assert EXECUTED_NAME == NOTEBOOK_NAME


@pytest.mark.parametrize(
    "arguments",
    [{"secrets": {"A": "s3cret"}}, {"secret_parameters": ["a"], "parameters": {"a": "s3cret"}}],
)
def test_a_secret_in_a_dag_file_is_refused_and_not_repeated(arguments: dict[str, Any]) -> None:
    with pytest.raises(DagError, match="is written into the DAG") as found:
        CoutureJupyterOperator(task_id="t", input_notebook="n.ipynb", **arguments)
    assert "s3cret" not in str(found.value)
