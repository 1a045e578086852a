"""The files of runs as a tree: what is shown, and that nothing else can be reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from couture_scheduler.actions import run_files, runs, schedules
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedules import NotebookScheduleForm, When
from couture_scheduler.actions.task_files import notebook_path
from couture_scheduler.errors import NotFoundError

from couture_jupyter.serialization import DagSpec


@pytest.fixture
def run_id(ctx: ActionContext, notebook: str) -> str:
    schedules.create(ctx, NotebookScheduleForm("Daily", notebook, When("manual"), parameters={"rows": 3}))
    return runs.trigger(ctx, "daily", note="by hand").run.run_id


@pytest.fixture
def folder(ctx: ActionContext, run_id: str) -> Path:
    """The folder of the first try, with all that a run leaves."""
    path = notebook_path(ctx, "daily", run_id, "notebook", 1).parent
    (path / "exports").mkdir(parents=True)
    for name in ("notebook.ipynb", "task.log", "code.ipynb", "result.json", "claim-1", ".draft", "exports/daily.html"):
        (path / name).write_text(name)
    return path


def names(ctx: ActionContext, path: str) -> list[str]:
    return [each.name for each in run_files.listing(ctx, path).entries]


def test_every_run_is_a_folder(ctx: ActionContext, run_id: str, folder: Path) -> None:
    assert names(ctx, "") == ["daily"]
    assert names(ctx, "daily") == [run_id]
    run = f"daily/{run_id}"
    assert names(ctx, run) == ["manifest.json", "code.ipynb", "exports", "notebook.ipynb", "task.log"]
    assert names(ctx, f"{run}/exports") == ["daily.html"]
    found = run_files.get(ctx, f"{run}/notebook.ipynb")
    assert found.file == folder / "notebook.ipynb"
    manifest = json.loads(run_files.get(ctx, f"{run}/manifest.json").text or "")
    assert (manifest["state"], manifest["note"]) == ("queued", "by hand")
    assert manifest["tasks"][0]["parameters"] == {"rows": 3}


def test_several_tasks_have_folders_of_their_own(ctx: ActionContext, sales: DagSpec) -> None:
    run_id = runs.trigger(ctx, "sales").run.run_id
    assert names(ctx, f"sales/{run_id}") == ["manifest.json", "extract", "transform", "load", "side"]
    assert names(ctx, f"sales/{run_id}/extract") == []


@pytest.mark.parametrize(
    "path",
    ["..", "../couture.db", "{run}/../../couture.db", "{run}/result.json", "{run}/.draft", "{run}/link/passwd",
     "{run}/link", "{run}/none", "{run}/claim-1", "other", "daily/other", "{run}/exports/..", "{run}\\..\\.."],
)  # fmt: skip
def test_nothing_else_can_be_reached(ctx: ActionContext, run_id: str, folder: Path, path: str) -> None:
    (folder / "link").symlink_to("/etc")
    with pytest.raises(NotFoundError):
        run_files.get(ctx, path.format(run=f"daily/{run_id}"))
