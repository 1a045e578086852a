"""Run all notebooks of a folder, with a real engine."""

from __future__ import annotations

import json
from typing import Any

import pytest
from couture_scheduler.actions import folders
from couture_scheduler.errors import ConflictError, InvalidInputError


def test_all_notebooks_of_a_folder_run_and_one_that_fails_does_not_stop_the_others(workspace: Any) -> None:
    (workspace.folder / "reports").mkdir()
    for name, source in (("a", "1 + 1"), ("b", "1 / 0"), ("c", "2 + 2")):
        workspace.write_notebook(f"reports/{name}.ipynb", "x = 1", source)
    (workspace.folder / "reports" / "script.py").write_text("raise SystemExit(1)")
    listing = folders.list_notebooks(workspace.context, "reports")
    assert listing.notebooks == ["reports/a.ipynb", "reports/b.ipynb", "reports/c.ipynb"]
    run = folders.run_all(workspace.context, "reports", at_once=1).run
    assert workspace.wait_for_run(run.dag_id, run.run_id) == "failed"
    assert workspace.task_states(run.run_id) == {"a": "success", "b": "failed", "c": "success"}
    again = folders.run_all(workspace.context, "reports", ["reports/a.ipynb"]).run
    assert workspace.wait_for_run(again.dag_id, again.run_id) == "success"
    assert workspace.rows("SELECT DISTINCT file FROM dag") == [("run_all_reports.py",)]


def test_a_folder_without_notebooks_or_outside_is_refused(workspace: Any) -> None:
    (workspace.folder / "empty").mkdir()
    for folder in ("empty", "nowhere", "../x", ".couture"):
        with pytest.raises(InvalidInputError):
            folders.run_all(workspace.context, folder)


def test_folders_below_count_when_asked_and_executed_copies_only_when_named(workspace: Any) -> None:
    for path in ("r/b", "r/sub/a", "r/a", "r/.ipynb_checkpoints/a-checkpoint", "r/.hidden/x"):
        (workspace.folder / path).parent.mkdir(parents=True, exist_ok=True)
        workspace.write_notebook(f"{path}.ipynb", "x = 1", "x")
    executed = json.loads((workspace.folder / "r" / "a.ipynb").read_text())
    executed["metadata"]["papermill"] = {"input_path": "r/a.ipynb", "output_path": "r/a-out.ipynb"}
    (workspace.folder / "r" / "a-out.ipynb").write_text(json.dumps(executed))
    here = folders.list_notebooks(workspace.context, "r")
    assert (here.notebooks, here.outputs) == (["r/a.ipynb", "r/b.ipynb"], ["r/a-out.ipynb"])
    below = folders.list_notebooks(workspace.context, "r", subfolders=True)
    assert below.notebooks == ["r/a.ipynb", "r/b.ipynb", "r/sub/a.ipynb"]
    run = folders.run_all(workspace.context, "r", subfolders=True).run
    assert workspace.wait_for_run(run.dag_id, run.run_id) == "success"
    assert workspace.task_states(run.run_id) == {"a": "success", "b": "success", "sub_a": "success"}
    named = folders.run_all(workspace.context, "r", ["r/a-out.ipynb"]).run
    assert workspace.wait_for_run(named.dag_id, named.run_id) == "success"


def test_what_a_person_wrote_is_not_replaced(workspace: Any) -> None:
    (workspace.folder / "r").mkdir()
    workspace.write_notebook("r/a.ipynb", "x = 1", "x")
    file = workspace.settings.dags_folder / "run_all_r.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("# mine")
    with pytest.raises(ConflictError, match=r"run_all_r\.py among the DAGs is not ours"):
        folders.run_all(workspace.context, "r")
    assert file.read_text() == "# mine"
    file.unlink()
    workspace.write_notebook("run_all_r.ipynb", "x = 1", "x")
    dag_id = workspace.schedule("run_all_r.ipynb")
    assert workspace.wait_for_run(dag_id, workspace.trigger(dag_id)) == "success"
    with pytest.raises(ConflictError, match="another DAG 'run_all_r'"):
        folders.run_all(workspace.context, "r")
