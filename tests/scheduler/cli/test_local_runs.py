"""``dags test``, ``tasks test`` and ``tasks render``: in this process, without database and engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

FILE = """
from airflow import DAG
from airflow.models import Variable
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator


def second(ti):
    from airflow.exceptions import AirflowSkipException
    if Variable.get("mood", default_var="bad") == "bad":
        raise RuntimeError("in a bad mood")
    print("heard", ti.xcom_pull(task_ids="first"), Variable.get("mood"))


for number in (1, 2):
    with DAG(f"numbered_{number}", schedule="@daily") as dag:
        first = BashOperator(task_id="first", bash_command="echo {{ ds }} {{ dag_run.conf.get('who') }}")
        first >> PythonOperator(task_id="second", python_callable=second)
"""


@pytest.fixture
def file(workspace: Path) -> Path:
    """A file that makes two DAGs whose ids are nowhere in its text."""
    path = workspace / "dags" / "numbers.py"
    path.parent.mkdir()
    path.write_text(FILE)
    return path


def test_a_whole_dag_runs_here(couture: Any, file: Path) -> None:
    """The DAG is found in the DAG folder; variables are those of the workspace."""
    couture("variables", "set", "mood", "good")
    answer = couture("dags", "test", "numbered_2", "2026-01-02", "--conf", '{"who": "FI"}')
    assert answer.status == 0, answer.err
    assert "heard 2026-01-02 FI good" in answer.out
    assert "The run manual__2026-01-02T00:00:00+00:00 of DAG numbered_2: success" in answer.out


def test_a_workspace_is_not_needed(couture: Any, file: Path, workspace: Path) -> None:
    answer = couture("dags", "test", "numbered_1", "--subdir", file)
    assert answer.status == 1  # the second task fails
    assert not (workspace / ".couture").exists()
    passed = couture("dags", "test", "numbered_1", "--subdir", file, "--mark-success-pattern", "sec")
    assert passed.status == 0


def test_one_task_runs_alone(couture: Any, file: Path) -> None:
    """Whatever stands before it is not run."""
    answer = couture("tasks", "test", "numbered_1", "first", "2026-01-02")
    assert (answer.status, answer.out) == (0, "[numbered_1] first: success\n")
    failed = couture("tasks", "test", "numbered_1", "second")
    assert failed.status == 1
    assert "RuntimeError: in a bad mood" in failed.err


def test_templates_are_shown_as_a_run_would_have_them(couture: Any, file: Path) -> None:
    answer = couture("tasks", "render", "numbered_1", "first", "2026-01-02", "-c", '{"who": "you"}')
    assert "# bash_command\necho 2026-01-02 you\n" in answer.out
    as_json = couture("--output", "json", "tasks", "render", "numbered_1", "first", "2026-01-02").json
    assert as_json["bash_command"] == "echo 2026-01-02 None"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dags", "test", "nobody"], "No file in "),
        (["tasks", "test", "numbered_1", "third"], "It has: first, second."),
        (["tasks", "render", "numbered_1", "first", "no-such-run"], "is no workspace yet"),
    ],
)
def test_what_is_not_there_is_said(couture: Any, file: Path, arguments: list[str], said: str) -> None:
    answer = couture(*arguments)
    assert answer.status == 1
    assert said in answer.err


def test_a_broken_file_is_one_sentence(couture: Any, workspace: Path) -> None:
    broken = workspace / "broken.py"
    broken.write_text("from airflow import DAG\nDAG('x', nonsense=1)\n")
    answer = couture("dags", "test", "x", "-S", broken)
    assert answer.status == 1
    assert "nonsense" in answer.err
    assert "Traceback" not in answer.err
