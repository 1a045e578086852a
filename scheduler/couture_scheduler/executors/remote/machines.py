"""The lines to the worker machines: what they tell, and what they are told. Filled by the endpoint's threads, read by
the loop's."""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], None]
JOINED = {"t": "joined"}


class Machines:
    """The machines that are connected now, by name."""

    def __init__(self) -> None:
        self._lines: dict[str, Send] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._heard: queue.SimpleQueue[tuple[str, dict[str, Any]]] = queue.SimpleQueue()
        self.reader, self._writer = os.pipe()
        for end in (self.reader, self._writer):
            os.set_blocking(end, False)

    @contextmanager
    def joined(self, name: str, send: Send) -> Iterator[Callable[[dict[str, Any]], None]]:
        """While a machine is connected; gives what takes its messages."""
        with self._lock:
            self._lines[name] = send
        self._put(name, JOINED)
        try:
            yield lambda message: self._put(name, message)
        finally:
            with self._lock:
                if self._lines.get(name) is send:  # it may have come again meanwhile
                    del self._lines[name]

    def names(self) -> list[str]:
        """Who is connected."""
        with self._lock:
            return sorted(self._lines)

    def tell(self, name: str, message: dict[str, Any]) -> None:
        """Tell a machine something; one that is not connected does not hear it."""
        with self._lock:
            send = self._lines.get(name)
        if send is not None:
            with suppress(OSError):  # its thread notices, too
                send(message)

    def drain(self) -> list[tuple[str, dict[str, Any]]]:
        """All that was told since the last call, with who told it."""
        with suppress(BlockingIOError):
            while os.read(self.reader, 4096):
                pass
        found = []
        while not self._heard.empty():
            found.append(self._heard.get())
        return found

    def close(self) -> None:
        """Nobody listens any more."""
        with self._lock:
            self._closed = True
            os.close(self.reader)
            os.close(self._writer)

    def _put(self, name: str, message: dict[str, Any]) -> None:
        self._heard.put((name, message))
        with self._lock, suppress(BlockingIOError):  # the pipe is full: the loop will wake anyway
            if not self._closed:
                os.write(self._writer, b"!")
