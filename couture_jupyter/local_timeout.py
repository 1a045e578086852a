"""The execution timeout of a task that ``dag.test()`` runs in this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from couture_jupyter.exceptions import TaskError


@contextmanager
def time_limit(timeout: timedelta | None) -> Iterator[None]:
    """``TaskError`` in the block when it takes longer. Only where there are alarm signals, and in the main thread: they
    arrive nowhere else."""
    is_main = threading.current_thread() is threading.main_thread()
    if timeout is None or not is_main or not hasattr(signal, "setitimer"):
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise TaskError(f"The task took longer than its execution timeout of {timeout.total_seconds():g} seconds.")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, max(timeout.total_seconds(), 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
