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


SOON = 0.5  # seconds to the next poke while Python has not heard the first
AGAIN = 10.0  # seconds that the task gets to clean up before it is poked again
_TIMEOUT_SIGNAL = getattr(signal, "SIGUSR2", signal.SIGINT)


@contextmanager
def interruptible(timeout: float | None, *, again: float = AGAIN) -> Iterator[None]:
    """While the block runs, SIGTERM raises ``Terminated`` and the end of ``timeout`` seconds ``TimeIsUp`` in it."""
    signal.signal(signal.SIGTERM, _terminated)
    alarm = _Alarm(timeout, again) if timeout else None
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if alarm is not None:
            alarm.stop()


class _Alarm:
    """A thread that waits and then pokes the main thread, also out of a blocking system call.

    One poke is not enough: a signal that comes just before a system call begins is noticed when that call ends, and an
    exception that is raised in a destructor is lost. So it pokes again, soon while Python has not heard it, and
    later as long as the task goes on.
    """

    def __init__(self, timeout: float, again: float) -> None:
        self._main = threading.main_thread().ident or 0
        self._over = threading.Event()
        self._heard = False
        self._again = again
        signal.signal(_TIMEOUT_SIGNAL, self._raise)
        threading.Thread(target=self._wait, args=(timeout,), daemon=True).start()

    def stop(self) -> None:
        """The task has ended: no more pokes."""
        self._over.set()
        signal.signal(_TIMEOUT_SIGNAL, signal.SIG_IGN)

    def _wait(self, timeout: float) -> None:
        while not self._over.wait(timeout):
            self._heard = False
            self._poke()
            if self._over.wait(SOON):
                return
            timeout = self._again if self._heard else 0.0

    def _poke(self) -> None:
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(self._main, _TIMEOUT_SIGNAL)
        else:
            _thread.interrupt_main(_TIMEOUT_SIGNAL)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        self._heard = True
        raise TimeIsUp


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated
