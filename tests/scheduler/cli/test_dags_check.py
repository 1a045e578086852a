"""``couture dags check FILE`` needs no database and no engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

GOOD = """
from couture_jupyter import DAG, BashOperator

with DAG("one", schedule="@daily"):
    BashOperator(task_id="a", bash_command="true") >> BashOperator(task_id="b", bash_command="true")

two = DAG("two", schedule=None)
"""


@pytest.fixture
def write(workspace: Path) -> Any:
    def to(name: str, text: str) -> Path:
        path = workspace / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return to


def test_a_good_file_lists_its_dags(couture: Any, write: Any, workspace: Path) -> None:
    answer = couture("dags", "check", write("dags/good.py", GOOD))
    assert answer.status == 0
    rows = [line.split() for line in answer.out.splitlines() if line.strip()]
    assert ["one", "2"] in [row[:2] for row in rows]
    assert ["two", "0"] in [row[:2] for row in rows]
    assert not (workspace / ".couture").exists()


def test_programs_get_the_whole_dags(couture: Any, write: Any) -> None:
    found = couture("dags", "check", write("good.py", GOOD), "--output", "json").json
    assert found["error"] is None
    assert {dag["dag_id"]: [task["task_id"] for task in dag["tasks"]] for dag in found["dags"]} == {
        "one": ["a", "b"],
        "two": [],
    }


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x = 1\ny = 1 / 0\n", 2, "ZeroDivisionError"),
        ("x = 1\n\ndef f(:\n", 3, "SyntaxError"),
        ("import no_such_module\n", 1, "no_such_module"),
        ("import sys\nsys.exit(3)\n", 2, "sys.exit"),
    ],
)
def test_a_broken_file_names_the_error_and_its_line(couture: Any, write: Any, text: str, line: int, words: str) -> None:
    path = write("broken.py", text)
    answer = couture("dags", "check", path)
    assert answer.status == 1
    assert answer.out.startswith(f"✗ {path}:{line}: ")
    assert words in answer.out
    assert couture("dags", "check", path, "--output", "json").json["error"]["line"] == line


def test_a_cycle_is_shown(couture: Any, write: Any) -> None:
    text = GOOD + "\n".join(["", "with two:", "    a, b = (BashOperator(task_id=n, bash_command='true') for n in 'xy')",
                             "    a >> b >> a"])  # fmt: skip
    answer = couture("dags", "check", write("cycle.py", text))
    assert answer.status == 1
    assert "x" in answer.out
    assert "y" in answer.out


def test_a_file_that_never_ends_is_given_up(couture: Any, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUTURE_PARSE_TIMEOUT", "1.5")
    answer = couture("dags", "check", write("hangs.py", "while True:\n    pass\n"))
    assert answer.status == 1
    assert "1.5" in answer.out


def test_a_file_that_is_not_there_is_wrong_usage(couture: Any) -> None:
    assert couture("dags", "check", "nowhere.py").status == 2
