"""The execution timeout and SIGTERM, in this process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from couture_scheduler.worker.interrupts import Terminated, TimeIsUp, interruptible


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGUSR2)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_timeout_ends_a_blocking_call() -> None:
    with pytest.raises(TimeIsUp), interruptible(0.05):
        threading.Event().wait(60)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_error_lost_in_a_destructor_is_raised_again() -> None:
    class Deaf:
        def __del__(self) -> None:
            threading.Event().wait(60)

    def work() -> None:
        deaf = Deaf()
        del deaf
        threading.Event().wait(60)

    with pytest.raises(TimeIsUp), interruptible(0.05, again=0.5):
        work()


def test_a_task_in_time_is_left_alone() -> None:
    with interruptible(60):
        pass
    os.kill(os.getpid(), signal.SIGUSR2)  # a late poke


def test_sigterm_raises_in_the_block_and_not_after_it() -> None:
    with pytest.raises(Terminated), interruptible(None):
        signal.raise_signal(signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)
