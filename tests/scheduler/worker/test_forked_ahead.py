"""The process of the next try is forked while this one runs."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from couture_scheduler.engine.launch import Launch, OutcomeKind

OWN_PID = """
import os
from couture_jupyter import DAG, PythonOperator
with DAG("dag"):
    PythonOperator(task_id="task", python_callable=lambda: [os.getpid(), os.getppid()])
"""


def tries(place: Any) -> Any:
    """Launches of one DAG version, each a task instance of its own."""
    first = place.launch(OWN_PID)
    for number in range(100, 200):
        folder = str(Path(first.folder).with_name(str(number)))
        yield replace(first, task_instance_id=number, folder=folder)


def run(place: Any, launch: Launch) -> tuple[int, int]:
    """The process of the try and its parent."""
    place.executor.submit(launch)
    outcome = place.end(launch).outcome
    assert outcome.kind is OutcomeKind.SUCCESS, outcome
    return tuple(outcome.xcom["return_value"])


def waiting(place: Any, parent: int) -> psutil.Process:
    """The one child of the warm parent that is left once a try has ended."""
    return place.wait_until(lambda: found[0] if len(found := psutil.Process(parent).children()) == 1 else None)


@pytest.fixture
def warm(place: Any) -> tuple[Any, int]:
    """Further launches of a version that has a warm parent, and the parent's pid."""
    launches = tries(place)
    run(place, next(launches))
    _, parent = run(place, next(launches))
    return launches, parent


def test_the_next_try_takes_the_process_that_waits(place: Any, warm: tuple[Any, int]) -> None:
    launches, parent = warm
    ready = waiting(place, parent).pid
    assert run(place, next(launches)) == (ready, parent)


def test_a_waiting_process_that_was_killed_is_no_loss(place: Any, warm: tuple[Any, int]) -> None:
    launches, parent = warm
    waiting(place, parent).send_signal(signal.SIGKILL)
    assert run(place, next(launches))[1] == parent
    assert run(place, next(launches))[1] == parent


def test_nobody_waits_when_the_executor_has_gone(place: Any, warm: tuple[Any, int]) -> None:
    _, parent = warm
    processes = [psutil.Process(parent), waiting(place, parent)]
    place.executor._starter.stop()
    _, alive = psutil.wait_procs(processes, timeout=60)
    assert not alive
