"""Scripts, and notebooks written as text: with a real engine, kernels and processes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from couture_scheduler.actions import sweeps
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files import layout

SCRIPT = """
import argparse, helper_of_script
from couture_jupyter import record
parser = argparse.ArgumentParser()
parser.add_argument("--rows", type=int)
rows = parser.parse_args().rows
print("rows are", rows + helper_of_script.ONE)
record(rows=rows)
"""
PERCENT = '# %% tags=["parameters"]\nrows = 1\n\n# %%\nprint(rows * 2)\n'
MARKDOWN = "---\nkernelspec:\n  name: python3\n---\n# Title\n\n```python\nprint(40 + 2)\n```\n"


def finished(workspace: Any, path: str, **fields: Any) -> tuple[str, str, Any]:
    """Schedule and run a file: the state, the log, and the folder of its try."""
    dag_id = workspace.schedule(path, **fields)
    run_id = workspace.trigger(dag_id)
    state = workspace.wait_for_run(dag_id, run_id)
    folder = layout.try_folder(workspace.settings.runs_folder, dag_id, run_id, "notebook", -1, 1)
    return state, (folder / "task.log").read_text(), folder


def test_a_script_gets_parameters_finds_modules_beside_it_and_records(workspace: Any) -> None:
    (workspace.folder / "helper_of_script.py").write_text("ONE = 1")
    (workspace.folder / "job.py").write_text(SCRIPT)
    state, log, _ = finished(workspace, "job.py", parameters={"rows": 41}, output_path="out/{run_id}.ipynb")
    assert state == "success", log
    assert "rows are 42" in log
    (run_id,) = workspace.rows("SELECT run_id FROM dag_run")[0]
    found = workspace.wait_for(lambda: sweeps.list_recorded(workspace.context, "job", run_id))
    assert [(each.name, each.value) for each in found] == [("rows", 41)]


def test_a_shell_script_that_fails_says_its_exit_code(workspace: Any) -> None:
    (workspace.folder / "job.sh").write_text('echo "day $COUTURE_PARAM_DAY $1"; exit 3\n')
    state, log, _ = finished(workspace, "job.sh", parameters={"day": "Monday"})
    assert state == "failed"
    assert "day Monday --day=Monday" in log
    (error,) = workspace.rows("SELECT error FROM task_try")[0]
    assert error == "The script job.sh ended with exit code 3. Its output is in the log."


@pytest.mark.parametrize(("name", "text", "said"), [("a.py", PERCENT, "14"), ("b.md", MARKDOWN, "42")])
def test_a_notebook_written_as_text_leaves_an_executed_notebook(
    workspace: Any, name: str, text: str, said: str
) -> None:
    (workspace.folder / name).write_text(text)
    state, log, folder = finished(workspace, name, parameters={"rows": 7} if name == "a.py" else {})
    assert state == "success", log
    executed = json.loads((folder / "notebook.ipynb").read_text())
    outputs = [output for cell in executed["cells"] for output in cell.get("outputs", ())]
    assert "".join(outputs[-1]["text"]).strip() == said


def test_a_script_that_does_not_listen_is_ended_at_its_timeout(workspace: Any) -> None:
    (workspace.folder / "deaf.sh").write_text("trap '' TERM\necho $$ > pid\nwhile true; do sleep 0.1; done\n")
    state, log, _ = finished(workspace, "deaf.sh", timeout=2.0)
    assert state == "failed", log
    assert not psutil.pid_exists(int((workspace.folder / "pid").read_text()))


def test_an_r_script_gets_its_parameters(workspace: Any) -> None:
    (workspace.folder / "calc.R").write_text('cat("days", as.integer(Sys.getenv("COUTURE_PARAM_DAYS")) * 6, "\\n")\n')
    state, log, _ = finished(workspace, "calc.R", parameters={"days": 7})
    assert state == "success", log
    assert "days 42" in log


def test_a_script_without_its_program_says_what_to_install(
    make_workspace: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    workspace = make_workspace()
    workspace.start_engine()
    (workspace.folder / "calc.R").write_text("cat(6 * 7)\n")
    with pytest.raises(InvalidInputError, match="There is no Rscript on this machine"):
        workspace.schedule("calc.R")
    state, _, _ = finished(workspace, "calc.R", ignore_preflight=True)
    assert state == "failed"
    (error,) = workspace.rows("SELECT error FROM task_try")[0]
    assert error == "There is no Rscript on this machine, which runs R scripts. Install it."


def test_a_file_that_is_neither_is_refused(workspace: Any) -> None:
    (workspace.folder / "plain.md").write_text("# Only words\n")
    (workspace.folder / "data.csv").write_text("1,2")
    for name, sentence in (("plain.md", "names no kernel"), ("data.csv", "no notebook and no script")):
        with pytest.raises(InvalidInputError, match=sentence):
            workspace.schedule(name)
