"""The disk is full, on a small file system of its own. Only root may mount one: collected as root (CI is), while the
store's contract tests fill a small database for everybody."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import dag_file_content, dag_file_drafts
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import load
from couture_scheduler.errors import DatabaseUnavailableError, DiskFullError, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files import snapshots
from couture_scheduler.kernels.notebook_executor import NotebookJob, execute_notebook
from couture_scheduler.store.session import Store

from couture_jupyter.exceptions import NotebookFailed
from couture_jupyter.operators import notebook_exports

PLAIN = """
from couture_jupyter import DAG, BashOperator

with DAG(dag_id="plain", schedule=None):
    BashOperator(task_id="hello", bash_command="echo hello")
"""


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 24 MB (root may mount one; the tests run as root in CI)."""
    folder = Path(tempfile.mkdtemp(prefix="couture-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_loses_nothing_that_was_acknowledged(small_disk: Path, make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(small_disk)
    workspace.start_engine()
    workspace.write_dag("plain", PLAIN)
    assert workspace.wait_for_run("plain", workspace.trigger("plain")) == "success"
    fill(small_disk / "ballast")
    acknowledged, refused = [], 0
    for _ in range(50):
        try:
            acknowledged.append(workspace.trigger("plain"))
        except (DiskFullError, DatabaseUnavailableError):
            refused += 1
            break
    assert refused
    (small_disk / "ballast").unlink()
    for run_id in acknowledged:
        assert workspace.wait_for_run("plain", run_id) in ("success", "failed")
    assert workspace.wait_for_run("plain", workspace.trigger("plain")) == "success"
    known = {row[0] for row in workspace.rows("SELECT run_id FROM dag_run")}
    assert set(acknowledged) <= known


def test_a_full_disk_leaves_no_part_of_a_snapshot(small_disk: Path) -> None:
    (small_disk / "a.ipynb").write_bytes(b"x" * 2_000_000)
    fill(small_disk / "ballast")
    with pytest.raises(DiskFullError, match="The disk is full"):
        snapshots.pack(small_disk / ".couture", small_disk, "a.ipynb", [])
    assert snapshots.names(small_disk / ".couture") == []
    (small_disk / "ballast").unlink()
    taken = snapshots.pack(small_disk / ".couture", small_disk, "a.ipynb", [])
    assert [each.name for each in (small_disk / ".couture" / "snapshots").iterdir()] == [taken.hash]


def test_a_dag_file_that_cannot_be_saved_stays_as_it_was_and_the_draft_is_kept(
    small_disk: Path, tmp_path: Path
) -> None:
    settings = replace(load(tmp_path), dags_folder=small_disk / "dags")
    store = Store(settings.db_url)
    store.upgrade()
    ctx = ActionContext(store, settings, Actor("ada", Role.ADMIN.rights, ""), Nobody(), lambda: datetime.now(UTC))
    seen = dag_file_content.save(ctx, "a.py", "x = 1\n", None).hash
    fill(small_disk / "ballast")
    text = "x = 2\n" * 5000
    dag_file_drafts.keep(ctx, "a.py", text, seen)
    with pytest.raises(DiskFullError, match=r"The disk is full: a\.py could not be written\. Free some space"):
        dag_file_content.save(ctx, "a.py", text, seen)
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(InvalidInputError, match=r"a\.py cannot be written: Read-only file system\. Ask whoever"):
        dag_file_content.save(ctx, "a.py", text, seen)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert [each.name for each in (small_disk / "dags").iterdir()] == ["a.py"]
    assert (small_disk / "dags" / "a.py").read_text() == "x = 1\n"
    draft = dag_file_drafts.get(ctx, "a.py")
    assert draft is not None
    assert (draft.content, draft.base_hash) == (text, seen)
    assert dag_file_content.save(ctx, "a.py", draft.content, draft.base_hash).is_new is False
    store.close()


class Nobody:
    """Nobody hears of changes."""

    def notify(self, *changes: Change) -> None:
        """Nothing."""


def test_a_full_disk_while_a_format_is_made_is_a_warning(small_disk: Path) -> None:
    executed, folder = small_disk / "notebook.ipynb", small_disk / "exports"
    executed.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    folder.mkdir()
    fill(small_disk / "ballast")
    assert notebook_exports.export(executed, ["html"], folder, "a") == {"html": "No space left on device."}
    assert list(folder.iterdir()) == []


FILL = """
try:
    with open({ballast!r}, "wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
except OSError:
    print("x" * 9000)
"""


def test_a_disk_that_is_full_for_a_while_does_not_end_the_cells(small_disk: Path, tmp_path: Path) -> None:
    ballast = small_disk / "ballast"
    fill(ballast)
    job = notebook_job(tmp_path, small_disk, "print('first')", f"import os; os.unlink({str(ballast)!r})")
    executed = json.loads(execute_notebook(job, on_progress=lambda progress: None).read_text())
    assert executed["cells"][0]["outputs"][0]["text"] == ["first\n"]


def test_a_notebook_that_cannot_be_saved_at_its_end_says_so(small_disk: Path, tmp_path: Path) -> None:
    filling = FILL.format(ballast=str(small_disk / "ballast"))
    job = notebook_job(tmp_path, small_disk, "print('first')", filling)
    told = re.escape("All cells ran, but the executed notebook could not be saved. The disk is full")
    with pytest.raises(NotebookFailed, match=told):
        execute_notebook(job, on_progress=lambda progress: None)
    assert "first" in job.target.read_text()
    assert [each.name for each in small_disk.iterdir() if each.name.startswith(".notebook")] == []


def notebook_job(place: Path, disk: Path, *cells: str) -> NotebookJob:
    """Run these cells; the executed copy goes to the small disk, the notebook itself is elsewhere."""
    spec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": spec}), place / "a.ipynb")
    return NotebookJob(place / "a.ipynb", disk / "notebook.ipynb", {})


def fill(path: Path) -> None:
    """Write until the disk is full."""
    try:
        with path.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
    except OSError:
        return
