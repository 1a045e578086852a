"""``couture runs live``: the notebook in the terminal, over its tries, and what is said when there is none."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from typing import Any

from couture_scheduler.cli.main import run

FAILS_ONCE = """
import pathlib
mark = pathlib.Path('tried')
first = not mark.exists()
mark.touch()
print('first try' if first else 'second try', flush=True)
"""
NEVER = """
from couture_jupyter import DAG, BashOperator, EmptyOperator
with DAG(dag_id="never", schedule=None):
    BashOperator(task_id="bad", bash_command="exit 3") >> EmptyOperator(task_id="after")
"""


def look(workspace: Any, *arguments: str) -> tuple[int, str, str]:
    """Exit status and what was printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(["runs", "live", *arguments, "--workspace", str(workspace.folder)])
    return status, out.getvalue(), err.getvalue()


def test_a_notebook_is_looked_at_over_its_tries_to_the_end(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace()
    workspace.start_engine()
    os.mkfifo(workspace.folder / "gate")
    cells = ("answer = 42", FAILS_ONCE, "assert not first, 'not yet'", "open('gate').read()", "print(answer)")
    dag_id = workspace.schedule(workspace.write_notebook("twice.ipynb", *cells), retries=1, retry_delay=1)
    run_id = workspace.trigger(dag_id)
    query = "SELECT 1 FROM task_instance WHERE try_number = 2 AND state = 'running'"
    workspace.wait_for(lambda: workspace.rows(query))
    (workspace.folder / "gate").write_text("go\n")
    status, out, _ = look(workspace, dag_id)
    assert status == 0
    assert "── cell 2 of 5" in out
    assert "second try\n" in out
    assert out.rstrip().endswith("42")
    status, out, _ = look(workspace, dag_id, run_id, "--try", "1")
    assert status == 1
    assert "first try\n" in out
    assert "AssertionError: not yet" in out
    assert "\x1b" not in out  # nobody sees colours here


def test_a_task_that_never_ran_is_told_and_not_waited_for(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace()
    workspace.start_engine()
    workspace.write_dag("never", NEVER)
    assert workspace.wait_for_run("never", workspace.trigger("never")) == "failed"
    status, _, said = look(workspace, "never", "--task", "after")
    assert status == 1
    assert "'after' is upstream_failed: it has no try 1 to look at" in said
