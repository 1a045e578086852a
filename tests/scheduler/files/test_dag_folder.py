"""Which files of a DAG folder are looked into."""

from __future__ import annotations

from pathlib import Path

import pytest
from couture_scheduler.files.dag_folder import may_hold_dags, python_files


def tree(folder: Path, **ignore: str) -> Path:
    """Some files; ``ignore`` are the lines of ``.airflowignore`` files by folder (``here`` is the top)."""
    for name in (
        "one.py", "two.py", "notes.txt", "team/three.py", "team/old/four.py", "team/deep/old/five.py",
        "__pycache__/x.py", ".hidden/y.py", "test_six.py",
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    for where, lines in ignore.items():
        (folder / ("" if where == "here" else where) / ".airflowignore").write_text(lines)
    return folder


def found(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in python_files(folder)]


ALL = ["one.py", "team/deep/old/five.py", "team/old/four.py", "team/three.py", "test_six.py", "two.py"]


def test_all_python_files_but_hidden_ones(tmp_path: Path) -> None:
    assert found(tree(tmp_path)) == ALL


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("two.py\n# three.py\n", {"two.py"}),
        ("test_*  # tests\n", {"test_six.py"}),
        ("old/\n", {"team/old/four.py", "team/deep/old/five.py"}),
        ("/old/\n", set()),
        ("team/old\n", {"team/old/four.py"}),
        ("team/**/old\n", {"team/old/four.py", "team/deep/old/five.py"}),
        ("*.py\n!one.py\n", set(ALL) - {"one.py"}),
        ("[ot]ne.py\nt?o.py\n", {"one.py", "two.py"}),
        ("team/**\n", {"team/three.py", "team/old/four.py", "team/deep/old/five.py"}),
    ],
)
def test_airflowignore_as_gitignore(tmp_path: Path, lines: str, missing: set[str]) -> None:
    assert set(ALL) - set(found(tree(tmp_path, here=lines))) == missing


def test_airflowignore_holds_for_its_folder_and_below(tmp_path: Path) -> None:
    assert set(ALL) - set(found(tree(tmp_path, team="*.py\n"))) == {each for each in ALL if each.startswith("team/")}


def test_airflowignore_with_regular_expressions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__DAG_IGNORE_FILE_SYNTAX", "regexp")
    assert set(ALL) - set(found(tree(tmp_path, here="o[lL]d/\n^t.o\\.py$\n(broken\n"))) == {
        "team/old/four.py", "team/deep/old/five.py", "two.py",
    }  # fmt: skip


def test_a_link_to_a_folder_above_ends(tmp_path: Path) -> None:
    (tree(tmp_path) / "team" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert found(tmp_path) == ALL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from airflow import DAG", True),
        ("from couture_jupyter import dag", True),
        ("from airflow.sdk import asset", True),
        ("import pandas", False),
        ("from airflow.models import Variable", False),
    ],
)
def test_files_that_speak_of_no_dag_are_modules(tmp_path: Path, text: str, expected: bool) -> None:
    (tmp_path / "file.py").write_text(text)
    assert may_hold_dags(tmp_path / "file.py") is expected
