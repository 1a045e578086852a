"""Which code runs: chosen in the form, kept as a snapshot, compared with today's."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from couture_scheduler.actions import code_differences, code_snapshots, code_versions, runs, schedules, task_files
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedules import NotebookScheduleForm, When
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.files import snapshots
from people import write_notebook

from couture_jupyter.notebook_options import CodeChoice


def form(notebook: str, **code: object) -> NotebookScheduleForm:
    return NotebookScheduleForm("Daily", notebook, When("manual"), code=CodeChoice.of(code))


def problems(ctx: ActionContext, wanted: NotebookScheduleForm) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as caught:
        schedules.create(ctx, wanted)
    return {".".join(map(str, each.field)): each.message for each in caught.value.problems}


@pytest.fixture
def helper(ctx: ActionContext) -> Path:
    path = ctx.settings.workspace / "reports" / "helper.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text("NAME = 1")
    return path


def test_saving_takes_a_snapshot_that_never_changes(ctx: ActionContext, notebook: str, helper: Path) -> None:
    saved = schedules.create(ctx, form(notebook, kind="snapshot", files=["reports/helper.py"]))
    assert saved.form.code.ref
    assert f'"ref": "{saved.form.code.ref}"' in saved.source
    helper.write_text("NAME = 2")
    assert snapshots.read_file(ctx.settings.home, saved.form.code.ref, "reports/helper.py") == b"NAME = 1"
    again = schedules.update(ctx, saved.dag_id, saved.form)
    assert again.form.code == saved.form.code
    taken = code_snapshots.take(ctx, saved.dag_id)
    assert taken.form.code.ref not in (None, saved.form.code.ref)
    assert snapshots.read_file(ctx.settings.home, str(taken.form.code.ref), "reports/helper.py") == b"NAME = 2"


def test_the_same_content_is_kept_once(ctx: ActionContext, notebook: str) -> None:
    home, workspace = ctx.settings.home, ctx.settings.workspace
    first = snapshots.pack(home, workspace, notebook, [])
    assert snapshots.pack(home, workspace, notebook, []) == first
    assert snapshots.names(home) == [first.hash]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("reports/none.py", "There is no file reports/none.py"), ("../../etc/passwd", "leads out of the workspace")],
)
def test_a_file_that_cannot_be_packed_is_named_at_its_place(
    ctx: ActionContext, notebook: str, path: str, sentence: str
) -> None:
    assert sentence in problems(ctx, form(notebook, kind="snapshot", files=[path]))["code.files.0"]


def test_too_much_for_a_snapshot_is_refused(ctx: ActionContext, notebook: str, helper: Path) -> None:
    os.truncate(helper, snapshots.MOST_BYTES)
    found = problems(ctx, form(notebook, kind="snapshot", files=["reports/helper.py"]))
    assert "with reports/helper.py it would be more" in found["code.files"]
    assert list((ctx.settings.home / "snapshots").iterdir()) == []


def test_a_snapshot_of_another_notebook_is_refused(ctx: ActionContext, notebook: str) -> None:
    saved = schedules.create(ctx, form(notebook, kind="snapshot"))
    write_notebook(ctx.settings.workspace / "other.ipynb", None)
    with pytest.raises(InvalidInputError, match=r"does not hold other\.ipynb"):
        schedules.change(ctx, saved.dag_id, {"notebook": "other.ipynb"})


def test_an_unknown_git_ref_is_refused_at_its_field(ctx: ActionContext, notebook: str) -> None:
    assert "is in no Git repository" in problems(ctx, form(notebook, kind="git", ref="main"))["code.kind"]
    subprocess.run(["git", "init", "-q"], cwd=ctx.settings.workspace, check=True)
    assert code_versions.git_refs(ctx, notebook).dirty
    assert "Name a branch" in problems(ctx, form(notebook, kind="git"))["code.ref"]
    for ref in ("nowhere", "--all", "HEAD; rm -rf"):
        assert "has no branch, tag or commit" in problems(ctx, form(notebook, kind="git", ref=ref))["code.ref"]


def test_only_a_schedule_with_a_snapshot_takes_a_new_one(ctx: ActionContext, notebook: str) -> None:
    saved = schedules.create(ctx, form(notebook))
    with pytest.raises(ConflictError, match="runs no snapshot"):
        code_snapshots.take(ctx, saved.dag_id)


def test_a_run_is_compared_with_the_file_of_today(ctx: ActionContext, notebook: str) -> None:
    dag_id = schedules.create(ctx, form(notebook)).dag_id
    run_id = runs.trigger(ctx, dag_id).run.run_id
    with pytest.raises(NotFoundError, match="has not read a notebook"):
        code_versions.code_of(ctx, dag_id, run_id, "notebook", 1)
    path = ctx.settings.workspace / notebook
    folder = task_files.notebook_path(ctx, dag_id, run_id, "notebook", 1).parent
    folder.mkdir(parents=True)
    (folder / "code.ipynb").write_bytes(path.read_bytes())
    facts = {"kind": "file", "path": notebook, "hash": snapshots.content_hash(path.read_bytes())}
    (folder / "code.json").write_text(json.dumps(facts))
    assert code_versions.code_of(ctx, dag_id, run_id, "notebook", 1).today == "same"
    assert code_differences.compare_with_today(ctx, dag_id, run_id, "notebook", 1).diff == ""
    path.write_text(path.read_text().replace("1 + 1", "1 + 2"))
    found = code_differences.compare_with_today(ctx, dag_id, run_id, "notebook", 1)
    assert found.code.today == "changed"
    assert "-1 + 1\n+1 + 2" in found.diff
    path.unlink()
    assert code_versions.code_of(ctx, dag_id, run_id, "notebook", 1).today == "gone"


def test_cells_that_moved_are_no_difference_and_side_files_of_a_snapshot_count(
    ctx: ActionContext, notebook: str, helper: Path
) -> None:
    saved = schedules.create(ctx, form(notebook, kind="snapshot", files=["reports/helper.py"]))
    run_id = runs.trigger(ctx, saved.dag_id).run.run_id
    path = ctx.settings.workspace / notebook
    folder = task_files.notebook_path(ctx, saved.dag_id, run_id, "notebook", 1).parent
    folder.mkdir(parents=True)
    (folder / "code.ipynb").write_bytes(path.read_bytes())
    facts = {"kind": "snapshot", "path": notebook, "hash": snapshots.content_hash(path.read_bytes())}
    (folder / "code.json").write_text(json.dumps({**facts, "snapshot": saved.form.code.ref}))
    helper.write_text("NAME = 2")
    found = code_differences.compare_with_today(ctx, saved.dag_id, run_id, "notebook", 1)
    assert found.code.today == "same"
    assert [(each.path, each.today) for each in found.code.side_files] == [("reports/helper.py", "changed")]
    assert "-NAME = 1\n+NAME = 2" in found.diff
    document = json.loads(path.read_text())
    document["cells"].insert(0, {**document["cells"][0], "id": "new", "source": "import os"})
    path.write_text(json.dumps(document))
    helper.unlink()
    found = code_differences.compare_with_today(ctx, saved.dag_id, run_id, "notebook", 1)
    assert "@@ Markdown cell 1, added @@\n+import os" in found.diff
    assert "changed @@" not in found.diff
    assert "+++ reports/helper.py (not there today)" in found.diff
