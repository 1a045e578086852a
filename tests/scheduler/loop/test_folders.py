"""Run all notebooks of a folder, with a real engine."""

from __future__ import annotations

from typing import Any

import pytest
from couture_scheduler.actions import folders
from couture_scheduler.errors import InvalidInputError


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
