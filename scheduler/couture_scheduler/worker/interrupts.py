"""Ending a running task from outside: the execution timeout and SIGTERM, both raised in the main thread.

They are a kind of ``KeyboardInterrupt``: no ``Exception``, so that ``except Exception`` in a person's code does not
swallow them, and asyncio lets them through where it keeps other errors for later.
"""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeIsUp(KeyboardInterrupt):
    """The task took longer than its execution timeout."""


class Terminated(KeyboardInterrupt):
    """Somebody asked the process to end."""


_TIMEOUT_SIGNAL = getattr(signal, "SIGUSR2", signal.SIGINT)


@contextmanager
def interruptible(timeout: float | None) -> Iterator[None]:
    """While the block runs, SIGTERM raises ``Terminated`` and the end of ``timeout`` seconds ``TimeIsUp`` in it."""
    signal.signal(signal.SIGTERM, _terminated)
    timer = _start_timer(timeout) if timeout else None
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if timer is not None:
            timer.cancel()
            signal.signal(_TIMEOUT_SIGNAL, signal.SIG_IGN)


def _start_timer(timeout: float) -> threading.Timer:
    """A thread that waits and then pokes the main thread, also out of a blocking system call."""
    signal.signal(_TIMEOUT_SIGNAL, _time_is_up)
    main = threading.main_thread().ident or 0
    timer = threading.Timer(timeout, _poke, (main,))
    timer.daemon = True
    timer.start()
    return timer


def _poke(thread: int) -> None:
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread, _TIMEOUT_SIGNAL)
    else:
        _thread.interrupt_main(_TIMEOUT_SIGNAL)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _time_is_up(number: int, frame: FrameType | None) -> None:
    raise TimeIsUp
