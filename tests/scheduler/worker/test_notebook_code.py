"""Which code a try runs: the file as it was read, a snapshot, a commit; what the run's record says of it."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.engine.launch import OutcomeKind
from couture_scheduler.files import snapshots
from nbformat.v4 import new_code_cell, new_notebook

SOURCE = """
from couture_jupyter import DAG, CoutureJupyterOperator
with DAG("dag"):
    CoutureJupyterOperator(task_id="task", input_notebook="nb/in.ipynb", code={code})
"""
BESIDE = "from beside import NAME\nprint(NAME, open('data.txt').read())"


def source(**code: Any) -> str:
    return SOURCE.format(code=code)


def write(place: Any, *cells: str, path: str = "nb/in.ipynb") -> Path:
    notebook = new_notebook(cells=[new_code_cell(cell, id=f"c{n}") for n, cell in enumerate(cells)])
    notebook.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    target = place.folder / path
    target.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, target)
    return target


def put_beside(place: Any, name: str) -> None:
    (place.folder / "nb" / "beside.py").write_text(f"NAME = {name!r}")
    (place.folder / "nb" / "data.txt").write_text(f"data of {name}")


def git(place: Any, *arguments: str) -> str:
    name = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    done = subprocess.run(["git", *name, *arguments], cwd=place.folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def folder_of(place: Any) -> Path:
    return place.settings.runs_folder / str(place.count)


def printed(place: Any) -> str:
    document = json.loads((folder_of(place) / "notebook.ipynb").read_text())
    return "".join("".join(out.get("text", "")) for cell in document["cells"] for out in cell.get("outputs", ()))


def test_who_edits_the_file_while_it_runs_does_not_change_the_run(place: Any) -> None:
    target = write(place, "open('in.ipynb', 'w').write('broken')", "print('second')")
    content = target.read_bytes()
    outcome = place.run(source())
    assert outcome.kind is OutcomeKind.SUCCESS, outcome
    assert printed(place).endswith("second\n")
    assert outcome.code == {"kind": "file", "path": "nb/in.ipynb", "hash": hashlib.sha256(content).hexdigest()}
    assert (folder_of(place) / "code.ipynb").read_bytes() == content
    executed = json.loads((folder_of(place) / "notebook.ipynb").read_text())
    assert executed["metadata"]["papermill"]["input_path"] == str(target)


def test_a_deleted_notebook_is_named(place: Any) -> None:
    outcome = place.run(source())
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error.startswith("There is no notebook nb/in.ipynb in the workspace")
    assert "It was deleted or renamed." in outcome.error


def test_a_moved_notebook_is_found_by_its_content(place: Any) -> None:
    old = write(place, "1")
    runs = place.settings.runs_folder / "dag"
    place.run(source(), folder=str(runs / "first" / "task" / "try-1"))
    old.rename(place.folder / "elsewhere.ipynb")
    outcome = place.run(source(), folder=str(runs / "second" / "task" / "try-1"))
    assert "The same notebook is at elsewhere.ipynb now" in outcome.error


def test_a_snapshot_runs_with_the_files_as_they_were(place: Any) -> None:
    write(place, BESIDE, "open('made.txt', 'w').write('by the run')")
    put_beside(place, "then")
    paths = ["nb/beside.py", "nb/data.txt"]
    packed = snapshots.pack(place.settings.home, place.folder, "nb/in.ipynb", paths)
    write(place, "raise ValueError('today')")
    put_beside(place, "today")
    outcome = place.run(source(kind="snapshot", ref=packed.hash, files=paths))
    assert outcome.kind is OutcomeKind.SUCCESS, outcome
    assert printed(place).startswith("then data of then")
    assert (outcome.code["kind"], outcome.code["snapshot"]) == ("snapshot", packed.hash)
    kept = {each.name for each in (folder_of(place) / "work").rglob("*") if each.is_file()}
    assert kept - {"beside.cpython-311.pyc"} == {"made.txt"}


@pytest.mark.parametrize("ref", ["v1", "release"])
def test_a_git_ref_runs_as_it_was_committed(place: Any, ref: str) -> None:
    git(place, "init", "-q")
    write(place, BESIDE)
    put_beside(place, "committed")
    git(place, "add", "nb")
    git(place, "commit", "-qm", "first")
    git(place, "tag", "v1")
    git(place, "branch", "release")
    put_beside(place, "working tree")
    status = git(place, "status", "--porcelain", "-uno")
    outcome = place.run(source(kind="git", ref=ref))
    assert outcome.kind is OutcomeKind.SUCCESS, outcome
    assert printed(place) == "committed data of committed\n"
    assert (outcome.code["commit"], outcome.code["ref"]) == (git(place, "rev-parse", "HEAD"), ref)
    assert git(place, "status", "--porcelain", "-uno") == status


def test_an_unknown_ref_says_so(place: Any) -> None:
    git(place, "init", "-q")
    write(place, "1")
    outcome = place.run(source(kind="git", ref="nowhere"))
    assert "has no branch, tag or commit 'nowhere'" in outcome.error


def test_the_commit_of_a_file_and_whether_it_was_changed(place: Any) -> None:
    git(place, "init", "-q")
    write(place, "1")
    git(place, "add", "nb")
    git(place, "commit", "-qm", "first")
    clean = place.run(source()).code
    write(place, "2")
    changed = place.run(source()).code
    assert (clean["commit"], clean["dirty"]) == (git(place, "rev-parse", "HEAD"), False)
    assert (changed["commit"], changed["dirty"]) == (git(place, "rev-parse", "HEAD"), True)


def test_a_snapshot_that_is_gone_says_what_to_do(place: Any) -> None:
    write(place, "1")
    outcome = place.run(source(kind="snapshot", ref="0" * 64))
    assert "There is no snapshot 000000000000 any more. Take a new one." in outcome.error
