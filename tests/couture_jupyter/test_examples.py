"""The examples run as they are, notebooks on a real kernel."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from couture_jupyter.exceptions import NotebookFailed
from couture_jupyter.operators.notebook_files import EXECUTED_NAME
from couture_jupyter.serialization.load import load_dag_file

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def workspace(worker):
    """A worker in a copy of the examples that runs notebooks with papermill."""
    shutil.copytree(EXAMPLES, worker.workspace, dirs_exist_ok=True)
    worker.notebook = with_papermill
    return worker


def with_papermill(source: Path, parameters: dict[str, Any], folder: Path) -> Path:
    target = folder / EXECUTED_NAME
    try:
        papermill.execute_notebook(source, target, parameters, progress_bar=False)
    except papermill.PapermillExecutionError as error:
        raise NotebookFailed(str(error), error.cell_index, error.ename) from error
    return target


def dag_of(workspace: Any, dag_id: str) -> Any:
    folder = workspace.workspace / "dags"
    return load_dag_file(folder / f"{dag_id}.py", dags_folder=folder).dags[dag_id]


def test_the_pipeline_runs(workspace):
    dag = dag_of(workspace, "hello_pipeline")
    for task in dag.tasks:
        workspace.do(task)
    assert workspace.xcoms["count_orders", "return_value"] == 30
    for country in ("finland", "sweden"):
        report = nbformat.read(workspace.workspace / f"outputs/hello_pipeline/2026-03-04-{country}.ipynb", as_version=4)
        injected = next(cell for cell in report.cells if "injected-parameters" in cell.metadata.get("tags", []))
        assert "rows = 30" in injected.source


@pytest.mark.parametrize(("limit", "way"), [(50, "large"), (60, "small")])
def test_the_branch_chooses_its_way(workspace, limit, way):
    workspace.run.conf["limit"] = limit
    dag = dag_of(workspace, "choose_a_way")
    for name in ("numbers", "describe"):
        workspace.do(dag.get_task(name))
    (skipped,) = workspace.do(dag.get_task("choose")).skip
    assert {way, skipped} == {"large", "small"}
    workspace.do(dag.get_task("finish"))


@pytest.mark.parametrize(("divisor", "fails"), [(0, True), (4, False)])
def test_what_fails_on_purpose_can_be_mended(workspace, divisor, fails):
    source = workspace.workspace / "fails_on_purpose.ipynb"
    folder = workspace.workspace / "out"
    folder.mkdir()
    if fails:
        with pytest.raises(NotebookFailed, match="division by zero"):
            with_papermill(source, {}, folder)
    else:
        with_papermill(source, {"divisor": divisor}, folder)
