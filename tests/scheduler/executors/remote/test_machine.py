"""What a worker machine does with files that the broker names, in this process and without a broker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.config import Settings, load
from couture_scheduler.engine.launch import Launch, OutcomeKind
from couture_scheduler.executors.remote.certificates import make_certificate
from couture_scheduler.executors.remote.machine import Machine
from couture_scheduler.files.claims import forbid, read_claim
from couture_scheduler.files.launch_files import write_launch
from couture_scheduler.files.processes import WORKER_NAME
from couture_scheduler.files.results import read_result
from couture_scheduler.files.worker_machines import Taken, read_signs

DEADLINE = 90.0
SOURCE = """
from couture_jupyter import DAG, PythonOperator

with DAG("dag"):
    PythonOperator(task_id="task", python_callable=lambda: "done")
"""

BEGUN = """
import pathlib, sys
from couture_scheduler.files.claims import claim

assert claim(pathlib.Path(sys.argv[1]), 1)
print("begun", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv(WORKER_NAME, "")  # the machine sets it: put back afterwards
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    settings = load(tmp_path, worker_lost_after=5.0)
    settings.dags_folder.mkdir()
    settings.home.mkdir()
    make_certificate(settings.home)
    return settings


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[[], Machine]]:
    """Starts machines of one name."""
    running = []

    def make() -> Machine:
        machine = Machine(settings, "one", ["default"], 2)
        machine.start()
        running.append(machine)
        return machine

    yield make
    for machine in running:
        machine.stop()


def launch(settings: Settings, **changes: Any) -> Launch:
    source = settings.dags_folder / "dag.py"
    source.write_text(SOURCE)
    moments = ("logical_date", "data_interval_start", "data_interval_end", "run_after")
    run = {"dag_id": "dag", "run_id": "r", "run_type": "manual", **dict.fromkeys(moments, "2026-01-01T00:00:00+00:00")}
    made = Launch(
        task_instance_id=1, dag_id="dag", run_id="r", task_id="task", map_index=-1, try_number=1, max_tries=0,
        launch=1, source_hash="one", source_path=str(source), origin_path=str(source),
        folder=str(settings.runs_folder / "try"), workspace=str(settings.workspace), run=run,
    )  # fmt: skip
    return replace(made, **changes)


def do(machine: Machine, file: Path) -> None:
    """Have the machine do it, in the time that a test has."""
    thread = threading.Thread(target=machine.do, args=[str(file)], daemon=True)
    thread.start()
    thread.join(DEADLINE)
    assert not thread.is_alive()


def test_a_launch_is_run_and_named_in_the_signs_until_then(settings: Settings, start: Callable[[], Machine]) -> None:
    machine = start()
    wanted = launch(settings)
    do(machine, write_launch(wanted))
    result = read_result(Path(wanted.folder), 1)
    assert result is not None
    assert result.kind is OutcomeKind.SUCCESS
    claim = read_claim(Path(wanted.folder), 1)
    assert claim is not None
    assert claim.machine == "one"
    assert Taken(settings.home, "one").files() == {}
    assert read_signs(settings.home)["one"].slots == 2


def test_files_elsewhere_are_refused(settings: Settings, start: Callable[[], Machine], tmp_path: Path) -> None:
    """Whoever can write to the broker names files; what they hold would run as the machine's user."""
    outside = launch(settings, folder=str(tmp_path / "outside"))
    do(start(), write_launch(outside))
    assert read_claim(Path(outside.folder), 1) is None
    link = settings.runs_folder / "link"
    settings.runs_folder.mkdir(exist_ok=True)
    link.symlink_to(outside.folder)
    do(start(), link / ".launch-1.queued.json")
    assert read_claim(Path(outside.folder), 1) is None


def test_a_file_of_somebody_else_is_refused(settings: Settings, start: Callable[[], Machine]) -> None:
    if os.geteuid() != 0:  # only root can give a file away
        return
    wanted = launch(settings)
    file = write_launch(wanted)
    os.chown(file, 65534, 65534)
    do(start(), file)
    assert read_claim(Path(wanted.folder), 1) is None


def test_what_was_withdrawn_begun_or_is_nonsense_is_left_alone(
    settings: Settings, start: Callable[[], Machine]
) -> None:
    machine = start()
    wanted = launch(settings)
    file = write_launch(wanted)
    assert forbid(Path(wanted.folder), 1)
    do(machine, file)
    assert read_result(Path(wanted.folder), 1) is None
    file.write_text("[]")
    do(machine, file)
    file.unlink()
    do(machine, file)


def test_what_it_had_begun_and_cannot_read_any_more_is_ended(settings: Settings, start: Callable[[], Machine]) -> None:
    """The machine was started again with another version; the engine has the try made anew."""
    wanted = launch(settings)
    file = write_launch(wanted)
    file.write_text(json.dumps({**wanted.to_json(), "what_a_later_version_says": 1}))
    taken = Taken(settings.home, "one")
    taken.add(wanted.id, file)
    begun = [sys.executable, "-c", BEGUN, wanted.folder]
    environment = {**os.environ, WORKER_NAME: "one"}
    with subprocess.Popen(begun, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        start()
        assert process.wait(DEADLINE) == -signal.SIGKILL
    assert taken.files() == {}


def test_what_was_taken_and_not_begun_is_begun_by_the_next_process(
    settings: Settings, start: Callable[[], Machine]
) -> None:
    wanted = launch(settings)
    taken = Taken(settings.home, "one")
    taken.add(wanted.id, write_launch(wanted))
    taken.add("2.1.1", settings.runs_folder / "gone.json")  # the engine has ended it
    start()
    over = threading.Event()
    for _ in range(int(DEADLINE * 10)):
        if read_result(Path(wanted.folder), 1) is not None and not taken.files():
            break
        over.wait(0.1)
    assert read_result(Path(wanted.folder), 1) is not None
    assert taken.files() == {}
