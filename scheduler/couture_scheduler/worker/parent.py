"""What a process does that forks others: wait for messages, signals and the ends of its children at once."""

from __future__ import annotations

import os
import selectors
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

OnExit = Callable[[int, int], None]  # (pid, wait status)


class Parent:
    """A loop over one command connection and the ends of children. Single-threaded: forking is safe.

    ``serve`` ends when the commanding side is gone and no child is left.
    """

    tick = 1.0  # seconds between calls of ``on_tick`` while there are children

    def __init__(self, commands: Connection) -> None:
        self.commands = commands
        self.listening = True
        self.children: dict[int, str] = {}  # pid -> what it works on
        self._wakeup_read, self._wakeup_write = os.pipe()
        for fd in (self._wakeup_read, self._wakeup_write):
            os.set_blocking(fd, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(commands, selectors.EVENT_READ)
        self._selector.register(self._wakeup_read, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, _noted)
        signal.set_wakeup_fd(self._wakeup_write, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Work until nobody commands any more and the last child has ended."""
        while self.listening or self.children:
            ready = self._selector.select(self.tick if self.children else self.idle_timeout())
            for key, _ in ready:
                if key.fileobj is self.commands:
                    self._command()
            self._drain_wakeups()
            self._reap()
            self.on_tick()

    def idle_timeout(self) -> float | None:
        """How long to sleep when there is no child."""
        return None

    def on_command(self, message: bytes) -> None:
        """Do what was asked."""
        raise NotImplementedError

    def on_exit(self, pid: int, status: int, key: str) -> None:
        """A child ended."""

    def on_tick(self) -> None:
        """After every wake-up."""

    def fork(self, key: str, work: Callable[[], int]) -> int:
        """A child that does ``work`` and ends with its answer as exit status."""
        pid = os.fork()
        if pid == 0:
            self._become_child(work)
        self.children[pid] = key
        return pid

    def stop_listening(self) -> None:
        """The commanding side is gone, or we are not to take commands any more."""
        if self.listening:
            self.listening = False
            self._selector.unregister(self.commands)
            self.commands.close()

    def _become_child(self, work: Callable[[], int]) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._selector.close()
            for fd in (self._wakeup_read, self._wakeup_write):
                os.close(fd)
            if self.listening:
                self.commands.close()
            status = work()
        finally:
            os._exit(status)

    def _command(self) -> None:
        try:
            message = self.commands.recv_bytes()
        except (EOFError, OSError):
            self.stop_listening()
        else:
            self.on_command(message)

    def _drain_wakeups(self) -> None:
        with suppress(BlockingIOError):
            while os.read(self._wakeup_read, 512):
                pass

    def _reap(self) -> None:
        while self.children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                self.children.clear()
                return
            if pid == 0:
                return
            key = self.children.pop(pid, None)
            if key is not None:
                self.on_exit(pid, status, key)


def _noted(number: int, frame: object) -> None:
    """SIGCHLD only has to wake the loop; the wake-up descriptor does that."""
