"""The command line with a real engine, as a person uses it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from couture_scheduler.cli.main import run

DEADLINE = 120.0

DAGS = """
from couture_jupyter import DAG, BashOperator, PythonOperator


def fail_once(run_id, **context):
    from pathlib import Path
    mark = Path(__file__).parents[1] / "failed-once"
    if not mark.exists():
        mark.touch()
        raise RuntimeError("no luck yet")


with DAG("hello", schedule=None, params={"who": "world"}):
    a = BashOperator(task_id="a", bash_command="echo hello {{ dag_run.conf.get('who', 'nobody') }}")
    a >> BashOperator(task_id="b", bash_command="echo done after {{ ti.xcom_pull('a') }}")

with DAG("unlucky", schedule=None):
    PythonOperator(task_id="try_it", python_callable=fail_once)

with DAG("endless", schedule=None):
    wait = BashOperator(task_id="wait", bash_command="echo begun; exec sleep 600")
    wait >> BashOperator(task_id="never", bash_command="true")
"""


def make_notebook(path: Path) -> None:
    cells = [
        nbformat.v4.new_code_cell("country: str = 'SE'\nrows = 3", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("print(country, type(country).__name__)"),
        nbformat.v4.new_code_cell("1 / rows"),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec}), path)


class Person:
    """Types commands in a workspace."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("COUTURE_")}
        self.environment["COUTURE_WORKSPACE"] = str(workspace)

    def types(self, *arguments: str, status: int = 0) -> str:
        """What the command prints; in this process, since starting another for each command takes most of the time."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            found = run([*arguments, "--workspace", str(self.workspace)])
        assert found == status, f"{arguments}: {found}\n{out.getvalue()}\n{err.getvalue()}"
        return err.getvalue() if status == 2 else out.getvalue()

    def asks(self, *arguments: str) -> Any:
        return json.loads(self.types(*arguments, "--output", "json"))

    @property
    def notebook(self) -> str:
        return str(self.workspace / "report.ipynb")

    def begins(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """The command as a process of its own."""
        command = [sys.executable, "-m", "couture_scheduler", *arguments]
        given = {"cwd": self.workspace, "env": self.environment, "stdout": subprocess.PIPE, "text": True}
        # A shell that runs the tests in the background ignores SIGINT, and so would what we start.
        return subprocess.Popen(command, preexec_fn=heed_interrupts, **given, **options)

    def until(self, look: Callable[[], Any]) -> Any:
        end = time.monotonic() + DEADLINE
        pause = threading.Event()
        while not (found := look()):
            assert time.monotonic() < end, "it never came true"
            pause.wait(0.1)
        return found


def heed_interrupts() -> None:
    """In a new process: SIGINT is not ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Someone with a workspace in which an engine runs."""
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "dags").mkdir()
    (workspace / "dags" / "several.py").write_text(DAGS, encoding="utf-8")
    make_notebook(workspace / "report.ipynb")
    someone = Person(workspace)
    started = someone.asks("engine", "start")
    try:
        someone.until(lambda: someone.asks("dags", "list")["total_entries"] == 3)
        yield someone
    finally:
        for kernel in someone.asks("held-kernels", "list")["held_kernels"]:
            someone.types("held-kernels", "release", str(kernel["id"]))
        someone.types("engine", "stop")
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(started["pid"]).wait(DEADLINE)


def test_the_engine_is_there_only_once(person: Person) -> None:
    status = person.asks("engine", "status")
    assert status["state"] == "running"
    again = person.asks("engine", "start")
    assert (again["started"], again["pid"]) == (False, status["pid"])


def test_a_run_is_started_and_watched_to_its_end(person: Person) -> None:
    lines = person.types("dags", "trigger", "hello", "-p", "who=me", "--run-id", "mine", "--watch").splitlines()
    said = [line.split("  ", 1)[1] for line in lines[:-1]]
    assert said.index("a: ✓ success") < said.index("b: ✓ success") < said.index("mine: ✓ success")
    assert lines[-1].startswith("✓ success hello mine in ")


def test_the_log_of_a_task_is_printed(person: Person) -> None:
    person.types("dags", "trigger", "hello", "-p", "who=you", "--run-id", "logged", "--watch")
    assert "hello you" in person.types("runs", "log", "hello", "logged", "--task", "a")
    assert "hello you" in person.types("runs", "log", "hello", "logged", "--task", "a", "--follow")
    assert "The run's tasks are: a, b." in person.types("runs", "log", "hello", "logged", status=2)


def test_airflows_verbs_look_at_runs_and_clear_tasks(person: Person) -> None:
    moment = "2026-03-01T00:00"
    person.types("dags", "trigger", "hello", "-l", moment + "+00:00", "--run-id", "march", "--watch")
    assert person.types("dags", "state", "hello", moment) == "success\n"
    assert person.types("tasks", "state", "hello", "a", "march") == "success\n"
    states = person.asks("tasks", "states-for-dag-run", "hello", moment)["task_instances"]
    assert [(each["task_id"], each["state"]) for each in states] == [("a", "success"), ("b", "success")]
    listed = person.asks("dags", "list-runs", "-d", "hello", "-s", "2026-02-28", "-e", moment)["dag_runs"]
    assert [each["run"]["run_id"] for each in listed] == ["march"]
    assert person.types("tasks", "list", "hello", "--tree") == "a [BashOperator]\n    b [BashOperator]\n"
    assert "It runs or has ended." in person.types("tasks", "failed-deps", "hello", "a", "march")
    rendered = person.types("tasks", "render", "hello", "b", "march")
    assert "echo done after hello nobody" in rendered  # what the run's other task left
    assert person.types("tasks", "test", "hello", "b", "march") == "[hello] b: success\n"
    assert "echo hello nobody" in person.types("tasks", "render", "hello", "a", "march")
    files = person.asks("dags", "report")["files"]
    assert sorted(files[0]["dag_ids"]) == ["endless", "hello", "unlucky"]
    assert person.types("dags", "list-import-errors") == "Every DAG file can be read.\n"
    shown = person.asks("tasks", "clear", "hello", "-t", "^b$", "-s", moment, "-e", moment, "--dry-run")
    assert [each["task_id"] for each in shown["task_instances"]] == ["b"]
    assert "1 task instances were cleared" in person.types("tasks", "clear", "hello", "--run", "march", "-t", "b", "-y")
    person.types("runs", "watch", "hello", "march")
    again = person.asks("tasks", "state", "hello", "b", "march")
    assert (again["state"], again["try_number"]) == ("success", 2)
    look = person.asks("tasks", "run", "hello", "b", "march", "--dry-run")
    assert (look["may_run"], [each["verdict"]["met"] for each in look["conditions"]][-1]) == (False, True)
    person.types("tasks", "run", "hello", "b", "march", status=1)  # it has ended
    assert "b of march runs as soon as there is room." in person.types("tasks", "run", "hello", "b", "march", "--force")
    person.types("runs", "watch", "hello", "march")
    assert person.asks("tasks", "state", "hello", "b", "march")["try_number"] == 3
    assert "The DAG's tasks are: a, b." in person.types("tasks", "clear", "hello", "-t", "nobody", "-y", status=2)


def test_a_failed_run_is_retried(person: Person) -> None:
    failed = person.types("dags", "trigger", "unlucky", "--run-id", "twice", "--watch", status=1)
    assert "The task try_it failed." in failed
    assert "couture runs log unlucky 'twice' --task try_it" in failed
    retried = person.types("runs", "retry", "unlucky", "--watch")
    assert "try_it: ✓ success (try 2)" in retried
    shown = person.asks("runs", "show", "unlucky")
    assert shown["dag_run"]["run"]["state"] == "success"
    assert [task["try_number"] for task in shown["task_instances"]] == [2]


def test_a_log_is_followed_while_it_grows_and_a_run_is_stopped(person: Person) -> None:
    person.types("dags", "trigger", "endless", "--run-id", "long")
    person.until(lambda: person.asks("runs", "show", "endless", "long")["task_instances"][0]["state"] == "running")
    assert "It waits for its upstream tasks" in person.types("runs", "show", "endless", "long")
    following = person.begins("runs", "log", "endless", "long", "--task", "wait", "--follow")
    watching = person.begins("runs", "watch", "endless", "long", "--output", "json")
    assert following.stdout is not None
    assert any("begun" in line for line in iter(following.stdout.readline, ""))
    person.types("runs", "stop", "endless", "long")
    assert following.wait(DEADLINE) == 0
    out, _ = watching.communicate(timeout=DEADLINE)
    assert watching.returncode == 1
    assert json.loads(out.splitlines()[-1])["state"] == "failed"


def test_whoever_stops_watching_leaves_the_run_alone(person: Person) -> None:
    person.types("dags", "trigger", "endless", "--run-id", "left")
    watching = person.begins("runs", "watch", "endless", "left", stderr=subprocess.PIPE)
    assert watching.stdout is not None
    assert "left" in next(line for line in iter(watching.stdout.readline, "") if "running" in line and "left" in line)
    watching.send_signal(signal.SIGINT)
    _, said = watching.communicate(timeout=DEADLINE)
    assert (watching.returncode, said.strip()) == (130, "Interrupted.")
    assert person.asks("runs", "show", "endless", "left")["dag_run"]["run"]["state"] == "running"
    person.types("runs", "stop", "endless", "left")


def test_a_run_is_deleted(person: Person) -> None:
    person.types("dags", "trigger", "hello", "--run-id", "gone", "--watch")
    person.types("runs", "delete", "hello", "gone", "--yes")
    person.types("runs", "show", "hello", "gone", status=1)


def test_a_dag_is_switched_on_and_off(person: Person) -> None:
    for command, paused in (("unpause", False), ("pause", True)):
        person.types("dags", command, "hello")
        assert person.asks("dags", "show", "hello")["dag"]["is_paused"] is paused


def test_dags_are_switched_by_a_regular_expression(person: Person) -> None:
    """As in Airflow, which looks for it anywhere in the id."""
    done = person.types("dags", "pause", "^(hello|end)", "--treat-dag-id-as-regex", "-y")
    assert done == "endless is paused.\nhello is paused.\n"
    person.types("dags", "unpause", "hello|endless", "--treat-dag-id-as-regex", "-y")
    assert person.types("dags", "pause", "nobody", "--treat-dag-id-as-regex", "-y", status=1) == ""


def test_the_source_of_a_dag_is_printed(person: Person) -> None:
    assert "echo hello" in person.types("dags", "source", "hello")


def test_a_notebook_is_looked_into(person: Person) -> None:
    found = person.asks("notebooks", "inspect", person.notebook)
    assert found["kernel_name"] == "python3"
    assert [(each["name"], each["type"]) for each in found["parameters"]] == [("country", "str"), ("rows", "int")]


def test_a_notebook_is_run_and_its_parameters_belong_to_that_run(person: Person) -> None:
    person.types("notebooks", "run", person.notebook, "-p", "country=12")
    assert "12 str" in person.types("runs", "log", "report_now")
    failed = person.types("notebooks", "run", person.notebook, "-p", "rows=0", status=1)
    assert "ZeroDivisionError" in failed
    person.types("notebooks", "run", person.notebook)
    assert "SE str" in person.types("runs", "log", "report_now")
    assert person.asks("runs", "list", "--dag", "report_now")["total_entries"] == 3


def test_a_notebook_is_run_with_several_values(person: Person) -> None:
    found = person.asks("notebooks", "sweep", person.notebook, "-p", "rows=1,2")
    sweep = str(found["sweep_id"])
    person.until(lambda: "success" in (text := person.types("sweeps", "show", sweep)) and "running" not in text)


def test_a_wrong_parameter_is_refused_before_anything_runs(person: Person) -> None:
    said = person.types("notebooks", "run", person.notebook, "-p", "rows=many", status=2)
    assert said.startswith("parameters.rows: ")


def test_a_notebook_is_scheduled_and_the_schedule_deleted(person: Person) -> None:
    person.types(
        "notebooks", "schedule", person.notebook, "--name", "Every morning", "--cron", "0 9 * * *", "--timezone",
        "Europe/Helsinki", "-p", "country=FI",
    )  # fmt: skip
    listed = {each["dag"]["dag_id"]: each["dag"] for each in person.asks("schedules", "list")["schedules"]}
    assert listed["every_morning"]["timezone"] == "Europe/Helsinki"
    assert "couture_jupyter" in person.types("dags", "source", "every_morning")
    person.types("dags", "delete", "every_morning", "--yes")
    person.types("dags", "show", "every_morning", status=1)


def test_wrong_fields_of_a_schedule_are_all_named(person: Person) -> None:
    said = person.types("notebooks", "schedule", person.notebook, "--cron", "0 99 * * *", "--name", "hello", status=2)
    assert "when.cron: " in said
    assert "name: " in said
    assert "exactly one of" in person.types("notebooks", "schedule", person.notebook, status=2)


def test_a_notebook_outside_the_workspace_is_refused(person: Person, tmp_path: Path) -> None:
    make_notebook(tmp_path / "away.ipynb")
    assert "is not in the workspace" in person.types("notebooks", "run", str(tmp_path / "away.ipynb"), status=2)


def test_what_is_not_there_is_one_sentence(person: Person) -> None:
    for command in (["dags", "show"], ["dags", "trigger"], ["runs", "watch"], ["dags", "pause"]):
        person.types(*command, "nothing", status=1)


def test_running_a_notebook_starts_the_engine(tmp_path: Path) -> None:
    someone = Person(tmp_path)
    make_notebook(tmp_path / "report.ipynb")
    try:
        someone.types("notebooks", "run", someone.notebook)
        assert someone.asks("engine", "status")["state"] == "running"
    finally:
        someone.types("engine", "stop")
    someone.until(lambda: not (tmp_path / ".couture" / "engine.json").exists())
    someone.types("engine", "status", status=1)
    late = someone.begins("dags", "unpause", "report_now", stderr=subprocess.PIPE)
    assert "nothing happens yet" in late.communicate(timeout=DEADLINE)[1]
