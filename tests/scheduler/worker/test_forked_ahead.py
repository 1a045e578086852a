"""The process of the next try is forked while this one runs."""

from __future__ import annotations

import signal
from dataclasses import dataclass, replace
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


@dataclass
class Warm:
    """A version that has a warm parent: further launches of it, the parent's pid, and that of the last try, which has
    said how it ended and may not be gone yet."""

    place: Any
    launches: Any
    parent: int
    last: int

    def waiting(self) -> psutil.Process:
        """The one child of the parent when that of the last try is gone."""
        return self.place.wait_until(self._only_child)

    def _only_child(self) -> psutil.Process | None:
        found = psutil.Process(self.parent).children()
        return found[0] if len(found) == 1 and found[0].pid != self.last else None


@pytest.fixture
def warm(place: Any) -> Warm:
    launches = tries(place)
    run(place, next(launches))
    last, parent = run(place, next(launches))
    return Warm(place, launches, parent, last)


def test_the_next_try_takes_the_process_that_waits(place: Any, warm: Warm) -> None:
    ready = warm.waiting().pid
    assert run(place, next(warm.launches)) == (ready, warm.parent)


def test_a_waiting_process_that_was_killed_is_no_loss(place: Any, warm: Warm) -> None:
    warm.waiting().send_signal(signal.SIGKILL)
    assert run(place, next(warm.launches))[1] == warm.parent
    assert run(place, next(warm.launches))[1] == warm.parent


def test_nobody_waits_when_the_executor_has_gone(place: Any, warm: Warm) -> None:
    processes = [psutil.Process(warm.parent), warm.waiting()]
    place.executor._starter.stop()
    _, alive = psutil.wait_procs(processes, timeout=60)
    assert not alive
