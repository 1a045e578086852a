"""No task, kernel or DAG file finds the database's password or a Jupyter token in its environment."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from couture_scheduler.files.environment import SECRETS

DAG = """
import json, os
from pathlib import Path
from couture_jupyter import DAG, BashOperator, PythonOperator

FOLDER = Path({folder!r})

def keep(name):
    (FOLDER / f"seen-{{name}}.json").write_text(json.dumps(sorted(os.environ)))

keep("parse")
with DAG("nosy", schedule=None):
    PythonOperator(task_id="python", python_callable=lambda: keep("python"))
    BashOperator(task_id="bash", bash_command="env > {folder}/seen-bash.txt")
"""
NOTEBOOK = (
    "import json, os; from pathlib import Path; Path('seen-kernel.json').write_text(json.dumps(sorted(os.environ)))"
)


def test_secrets_reach_no_task_kernel_or_dag_file(
    make_workspace: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SECRETS - {"COUTURE_DB_URL"}:  # that one the engine gets from its settings
        monkeypatch.setenv(name, "hush")
    workspace = make_workspace()
    workspace.start_engine()
    workspace.write_dag("nosy", DAG.format(folder=str(workspace.folder)))
    nosy = workspace.schedule(workspace.write_notebook("seen.ipynb", "a = 1", NOTEBOOK))
    for dag_id in ("nosy", nosy):
        assert workspace.wait_for_run(dag_id, workspace.trigger(dag_id)) == "success"
    for name in ("parse", "python", "kernel"):
        assert not SECRETS & set(json.loads((workspace.folder / f"seen-{name}.json").read_text()))
    assert "hush" not in (workspace.folder / "seen-bash.txt").read_text()
    assert _holders_of_secrets(workspace) <= {"couture_scheduler engine run"}


def _holders_of_secrets(workspace: Any) -> set[str]:
    """The workspace's processes that began with a secret in their environment, but this one."""
    holders = set()
    for process in workspace.processes():
        with contextlib.suppress(psutil.Error):
            if process.pid != os.getpid() and SECRETS & set(process.environ()):
                holders.add(" ".join(process.cmdline()[2:]))
    return holders
