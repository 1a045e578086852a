"""Tasks run on other machines (processes of their own with a name of their own, and RabbitMQ between): engines,
machines and the broker go away and come back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from broker_server import Broker
from couture_scheduler.actions.run_changes import stop as stop_run
from couture_scheduler.actions.tasks import why_not_running
from couture_scheduler.loop.launcher import start_engine

LONG, SHORT = 120, 8  # seconds after which a silent machine is lost
DAG = """
import os, time
from couture_jupyter import DAG, BashOperator, PythonOperator

def work(marks, **context):
    with open(os.path.join(marks, f"{context['ti'].try_number}-{os.getpid()}"), "w") as file:
        file.write(os.environ["COUTURE_WORKER_NAME"])
    while not os.path.exists(os.path.join(marks, "go")):
        time.sleep(0.05)
    return os.environ["COUTURE_WORKER_NAME"]

def after(ti):
    return [ti.xcom_pull(task_ids="work"), os.environ.get("COUTURE_WORKER_NAME", "beside the engine")]

with DAG(dag_id="far", schedule=None):
    first = PythonOperator(task_id="work", python_callable=work, op_args=[MARKS], retries=9, retry_delay=0)
    first >> PythonOperator(task_id="near", python_callable=after, queue="local")
    first >> PythonOperator(task_id="special", python_callable=after, queue="special")
"""
OLDER = """
from couture_scheduler.engine import launch
launch.EDITION = "0.0.9-1a2b3c4d"
from couture_scheduler.cli.main import main
main()
"""


class Team:
    """A workspace whose tasks run on machines."""

    def __init__(self, make_workspace: Callable[..., Any], url: str, lost_after: int) -> None:
        settings = {"executor": "celery", "broker_url": url, "workers_listen": "127.0.0.1:0"}
        self.workspace = make_workspace(worker_lost_after=lost_after, heartbeat=1.0, **settings)
        self.workspace.start_engine()
        self._environment = {"COUTURE_BROKER_URL": url, "COUTURE_WORKER_LOST_AFTER": str(lost_after)}
        self.marks = self.workspace.folder / "marks"
        self.marks.mkdir()
        self._machines: list[subprocess.Popen[bytes]] = []

    def machine(
        self, name: str, queues: str = "default", program: Sequence[str] = ("-m", "couture_scheduler")
    ) -> subprocess.Popen[bytes]:
        """Start a machine."""
        command = [sys.executable, *program, "--workspace", str(self.workspace.folder), "worker", "run"]
        with (self.workspace.settings.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, "--name", name, "--queues", queues, "--slots", "2"],
                env={**os.environ, **self._environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._machines.append(process)
        return process

    def start(self) -> str:
        """Start the run and wait until its first task is at work; the run's id."""
        self.workspace.write_dag("far", DAG.replace("MARKS", repr(str(self.marks))))
        run_id = str(self.workspace.trigger("far"))
        self.workspace.wait_for(lambda: self.at_work(1))
        return run_id

    def at_work(self, try_number: int) -> list[tuple[int, str]]:
        """The processes that have begun this try of the task, and where."""
        found = [(path, path.read_text()) for path in self.marks.glob(f"{try_number}-*")]
        return [(int(path.name.partition("-")[2]), name) for path, name in found if name]

    def why_queued(self, run_id: str) -> str:
        """What there is to say of the first task that waits."""
        return " ".join(each.sentence for each in why_not_running(self.workspace.context, "far", run_id, "work"))

    def go_on(self, run_id: str) -> str:
        """Have the task end; how the run ends."""
        (self.marks / "go").touch()
        return str(self.workspace.wait_for_run("far", run_id))

    def returned(self, task_id: str) -> Any:
        """What the task has returned."""
        query = "SELECT x.value FROM xcom x JOIN task_instance t ON t.id = x.task_instance_id WHERE t.task_id=?"
        ((value,),) = self.workspace.rows(query, task_id)
        return json.loads(value)

    def tries(self) -> list[tuple[Any, ...]]:
        """Task, number, host and error of each try."""
        query = (
            "SELECT t.task_id, y.try_number, COALESCE(y.host, t.host), y.error FROM task_try y JOIN task_instance t "
            "ON t.id = y.task_instance_id ORDER BY t.task_id, y.try_number"
        )
        return self.workspace.rows(query)

    def close(self) -> None:
        (self.marks / "go").touch()
        for process in self._machines:
            process.terminate()
        try:
            for process in self._machines:
                process.wait(90)
        except subprocess.TimeoutExpired as error:
            logs = [path.read_text()[-3000:] for path in self.workspace.settings.home.glob("*.log")]
            raise AssertionError("\n\n".join(logs)) from error


@pytest.fixture
def team(request: pytest.FixtureRequest, make_workspace: Callable[..., Any], rabbitmq: str) -> Iterator[Team]:
    team = Team(make_workspace, rabbitmq, getattr(request, "param", LONG))
    yield team
    team.close()


def test_tasks_go_where_their_queue_says_and_share_what_they_return(team: Team) -> None:
    team.machine("one")
    team.machine("two", "special,other")
    run_id = team.start()
    assert team.go_on(run_id) == "success"
    assert team.returned("work") == "one"
    assert team.returned("near") == ["one", "beside the engine"]
    assert team.returned("special") == ["one", "two"]
    told = team.workspace.client.status()
    assert (told["worker_machines"], told["broker"]) == ("one, two", "reachable")
    assert [each[:3] for each in team.tries() if each[0] != "near"] == [("special", 1, "two"), ("work", 1, "one")]
    assert not list(team.workspace.settings.runs_folder.rglob(".launch-*")), "files with tokens are left"


def test_a_killed_engine_finds_the_task_again(team: Team) -> None:
    team.machine("one", "default,special")
    run_id = team.start()
    team.workspace.kill_engine(team.workspace.client.status()["pid"])
    team.workspace.start_engine()
    assert team.go_on(run_id) == "success"
    assert len(team.at_work(1)) == 1
    assert team.at_work(2) == []


def test_what_ended_while_no_engine_was_there_is_found_by_the_next(team: Team) -> None:
    team.machine("one", "default,special")
    run_id = team.start()
    ((pid, _),) = team.at_work(1)
    team.workspace.kill_engine(team.workspace.client.status()["pid"])
    process = psutil.Process(pid)
    (team.marks / "go").touch()
    # What the task returns it tells with its result, so it needs no engine to end.
    process.wait(90)
    team.workspace.start_engine()
    assert team.go_on(run_id) == "success"
    assert team.at_work(2) == []


def test_tasks_wait_for_a_machine_of_the_version_of_the_engine(team: Team) -> None:
    workspace = team.workspace
    team.machine("before", program=("-c", OLDER))
    workspace.write_dag("far", DAG.replace("MARKS", repr(str(team.marks))))
    run_id = workspace.trigger("far")
    workspace.wait_for(lambda: "before (0.0.9-1a2b3c4d). Install the same version" in team.why_queued(run_id))
    team.machine("one", "default,special")
    workspace.wait_for(lambda: team.at_work(1))
    assert team.go_on(run_id) == "success"
    assert team.returned("special") == ["one", "one"]


def test_an_engine_without_worker_machines_waits_for_what_they_have_begun(team: Team) -> None:
    """The setting was changed back while they were at work."""
    team.machine("one")
    workspace, run_id = team.workspace, team.start()
    ((first, _),) = team.at_work(1)
    other_run = workspace.trigger("far")
    workspace.wait_for(lambda: len(team.at_work(1)) == 2)
    (second,) = {pid for pid, _ in team.at_work(1)} - {first}
    workspace.kill_engine(workspace.client.status()["pid"])
    start_engine(replace(workspace.settings, executor="local", broker_url=""), idle_exit=0)
    process = psutil.Process(second)
    stop_run(workspace.context, "far", other_run)
    process.wait(90)
    assert workspace.wait_for_run("far", other_run) == "failed"
    assert team.go_on(run_id) == "success"
    assert {pid for pid, _ in team.at_work(1)} == {first, second}
    assert team.at_work(2) == []
    assert team.returned("special") == ["one", "beside the engine"]


def test_a_restarted_machine_adopts_what_it_had_begun(team: Team) -> None:
    first = team.machine("one", "default,special")
    run_id = team.start()
    first.kill()
    first.wait()
    team.machine("one", "default,special")
    assert team.go_on(run_id) == "success"
    assert len(team.at_work(1)) == 1
    assert team.at_work(2) == []


@pytest.mark.parametrize("team", [SHORT], indirect=True)
def test_the_tries_of_a_lost_machine_are_made_elsewhere(team: Team) -> None:
    lost = team.machine("lost")
    run_id = team.start()
    ((pid, _),) = team.at_work(1)
    lost.kill()
    lost.wait()
    os.kill(pid, signal.SIGKILL)  # all of it: nobody is left there to tell
    team.machine("other", "default,special")
    team.workspace.wait_for(lambda: team.at_work(2))
    assert [name for _, name in team.at_work(2)] == ["other"]
    assert team.go_on(run_id) == "success"
    error = next(error for task_id, number, _, error in team.tries() if (task_id, number) == ("work", 1))
    assert "worker machine lost has not been heard of" in error


@pytest.mark.parametrize("team", [SHORT], indirect=True)
def test_what_a_machine_left_that_does_not_come_again_is_ended_before_it_is_made_elsewhere(team: Team) -> None:
    lost = team.machine("lost")
    run_id = team.start()
    ((pid, _),) = team.at_work(1)
    process = psutil.Process(pid)
    lost.kill()
    lost.wait()
    process.wait(90)
    team.machine("other", "default,special")
    team.workspace.wait_for(lambda: team.at_work(2))
    assert team.go_on(run_id) == "success"
    log = (team.workspace.settings.home / "workers" / "lost" / "guardian.log").read_text()
    assert "did not start again in time: 1 tries are ended" in log


def test_a_stopped_run_ends_its_processes_there(team: Team) -> None:
    team.machine("one")
    run_id = team.start()
    ((pid, _),) = team.at_work(1)
    process = psutil.Process(pid)
    stop_run(team.workspace.context, "far", run_id)
    process.wait(90)
    assert team.workspace.wait_for_run("far", run_id) == "failed"
    assert team.at_work(2) == []


def test_a_machine_that_is_told_to_end_finishes_first(team: Team) -> None:
    machine = team.machine("one")
    team.workspace.write_dag("far", DAG.replace("MARKS", repr(str(team.marks))))
    run_id = team.workspace.trigger("far")
    team.workspace.wait_for(lambda: team.at_work(1))
    machine.terminate()
    team.machine("two", "default,special")
    assert team.go_on(run_id) == "success"
    assert machine.wait(90) == 0
    assert team.returned("work") == "one"


def test_a_broker_that_was_away_brings_what_waited(broker: Broker, team: Team) -> None:
    team.machine("one", "default,special")
    run_id = team.start()
    broker.stop()
    try:
        (team.marks / "go").touch()
        team.workspace.wait_for(lambda: team.workspace.task_states(run_id)["near"] == "success")
        team.workspace.wait_for(lambda: "broker cannot be reached" in team.workspace.log())
        assert team.workspace.task_states(run_id)["special"] == "queued"
        assert team.workspace.client.status()["broker"].startswith("The broker cannot be reached")
    finally:
        broker.start()
    assert team.workspace.wait_for_run("far", run_id) == "success"
    assert team.at_work(2) == []


def test_a_notebook_runs_live_on_a_machine_and_leaves_no_kernel_there(team: Team) -> None:
    team.machine("one")
    workspace = team.workspace
    workspace.write_notebook("book.ipynb", "n = 1", "import os; print(os.environ['COUTURE_WORKER_NAME'], n)", "1 / 0")
    dag_id = workspace.schedule("book.ipynb", parameters={"n": 5})
    run_id = workspace.trigger(dag_id)
    assert workspace.wait_for_run(dag_id, run_id) == "failed"
    (book,) = workspace.settings.runs_folder.rglob("notebook.ipynb")
    cells = json.loads(Path(book).read_text())["cells"]
    printed = "".join(text for cell in cells for output in cell.get("outputs", []) for text in output.get("text", []))
    assert "one 5" in printed
    assert workspace.rows("SELECT count(*) FROM held_kernel") == [(0,)]
