"""A workspace with one DAG, an executor of each kind, and launches for its tasks."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest
from broker_server import Broker
from couture_scheduler.config import Settings, load
from couture_scheduler.engine.launch import Died, ExecutorEvent, Finished, Launch, Progressed, Started
from couture_scheduler.executors.contract import Executor
from couture_scheduler.executors.local import LocalExecutor
from worker_office import Office, open_office

DEADLINE = 90.0
NUMBERS = itertools.count(1)
SOURCE = """
import os, signal, subprocess, sys, time
from pathlib import Path
from couture_jupyter import DAG, BashOperator, EmptyOperator, PythonOperator
from couture_jupyter.exceptions import TaskFailed, TaskSkipped

HERE = Path(os.environ.get("COUTURE_TEST_HERE", {here!r}))

def value():
    print("a line from the task")
    return {{"n": 42, "when": "now"}}

def fail():
    raise ValueError("it broke")

def fail_for_good():
    raise TaskFailed("never again")

def skip():
    raise TaskSkipped("not today")

def large():
    return "x" * 50_000

def exit_quietly():
    sys.exit(3)

def mark(name):
    (HERE / f"{{name}}-{{os.getpid()}}").touch()

def until_told(ti):
    mark(ti.task_id)
    while not (HERE / "go").exists():
        time.sleep(0.01)
    return "told"

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen(["sleep", "1000"])
    (HERE / f"child-{{child.pid}}").touch()
    mark("stubborn")
    while True:
        time.sleep(0.05)

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def slow():
    try:
        time.sleep(1000)
    except Exception:
        print("swallowed")

def read_input():
    return input("?")

with DAG("contract"):
    EmptyOperator(task_id="empty")
    BashOperator(task_id="bash", bash_command="echo one; echo two")
    for function in (
        value, fail, fail_for_good, skip, large, exit_quietly, until_told, stubborn, die, slow, read_input
    ):
        PythonOperator(task_id=function.__name__, python_callable=function)
"""


@dataclass
class Bench:
    """One executor and what it said."""

    settings: Settings
    source: Path
    forks: bool
    here: Path  # where tasks leave marks
    office: Office | None = None
    executor: Executor = field(init=False)
    events: list[ExecutorEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.executor = LocalExecutor(self.settings, fork=self.forks) if self.office is None else self.office.executor()
        self.executor.start()

    def another(self) -> Bench:
        """One more executor beside this one."""
        return replace(self, events=[])

    def launch(self, task_id: str, **changes: Any) -> Launch:
        """A hand-over of a new task instance of the task."""
        number = next(NUMBERS)
        moment = "2026-01-01T00:00:00+00:00"
        moments = ("logical_date", "data_interval_start", "data_interval_end", "run_after")
        run = {"dag_id": "contract", "run_id": "r", "run_type": "manual", **dict.fromkeys(moments, moment)}
        return replace(
            Launch(
                task_instance_id=number, dag_id="contract", run_id="r", task_id=task_id, map_index=-1, try_number=1,
                max_tries=0, launch=1, source_hash=self.source.stem, source_path=str(self.source),
                origin_path=str(self.source),
                folder=str(self.settings.runs_folder / str(number)), workspace=str(self.settings.workspace), run=run,
            ),
            **changes,
        )  # fmt: skip

    def wait_until(self, met: Callable[[], Any], *, sweep: bool = False) -> Any:
        """Drain until ``met`` answers something."""
        deadline = time.monotonic() + DEADLINE
        while not (found := met()):
            assert time.monotonic() < deadline, self.events
            wait(self.executor.waitables(), 0.1)
            if sweep:
                self.executor.sweep()
            self.events += self.executor.drain()
        return found

    def ends(self, launch_id: str) -> list[Finished | Died]:
        """The final events of the launch so far."""
        return [e for e in self.events if isinstance(e, Finished | Died) and e.launch_id == launch_id]

    def end(self, launch: Launch, **options: Any) -> Finished | Died:
        """Wait for the end of the launch: exactly one event."""
        found = self.wait_until(lambda: self.ends(launch.id), **options)
        assert len(found) == 1
        return found[0]

    def started(self, launch: Launch) -> Started:
        """Wait for its start."""
        return self.wait_until(
            lambda: next((e for e in self.events if isinstance(e, Started) and e.launch_id == launch.id), None)
        )

    def run(self, task_id: str, **changes: Any) -> Finished | Died:
        """Submit and wait for the end."""
        launch = self.launch(task_id, **changes)
        self.executor.submit(launch)
        return self.end(launch)

    def progress(self, launch: Launch) -> list[Progressed]:
        """The progress events of the launch so far."""
        return [e for e in self.events if isinstance(e, Progressed) and e.launch_id == launch.id]

    def marks(self, name: str) -> list[int]:
        """The pids of processes that left the mark."""
        return [int(path.name.rpartition("-")[2]) for path in self.here.glob(f"{name}-*")]

    def host(self, *launches: Launch) -> subprocess.Popen[bytes]:
        """Another executor, in a process of its own that one can kill, which was handed the launches."""
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("host.py")), str(self.settings.workspace), str(self.forks)],
            env=self._environment(),
            stdin=subprocess.PIPE,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps([launch.to_json() for launch in launches]).encode() + b"\n")
        process.stdin.flush()
        return process

    def _environment(self) -> dict[str, str]:
        names = ("executor", "broker_url", "workers_listen")
        return {**os.environ, **{f"COUTURE_{name.upper()}": str(getattr(self.settings, name)) for name in names}}


@pytest.fixture(scope="session")
def office(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("office"), broker.url()) as office:
        yield office


@pytest.fixture(params=["fork", "fresh", "celery"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    here = tmp_path / "marks"
    here.mkdir()
    office = request.getfixturevalue("office") if request.param == "celery" else None
    settings = office.settings if office else load(tmp_path)
    settings.dags_folder.mkdir(exist_ok=True)
    source = settings.dags_folder / f"contract_{next(NUMBERS)}.py"
    source.write_text(SOURCE.format(here=str(here)))
    bench = Bench(settings, source, request.param != "fresh", here, office)
    yield bench
    (here / "go").touch()
    bench.executor.stop()
