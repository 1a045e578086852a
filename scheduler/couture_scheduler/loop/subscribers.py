"""Who wants to hear of changes, and the queues through which they do: a slow listener never holds up the loop."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

from couture_scheduler.events import Change
from couture_scheduler.loop.connections import cut

QUEUE_LENGTH = 20_000


class _Subscriber:
    def __init__(self, connection: Connection[Any, Any], client: str) -> None:
        self.connection = connection
        self.client = client
        self.queue: queue.Queue[bytes | None] = queue.Queue(QUEUE_LENGTH)
        threading.Thread(target=self._write, name="subscriber", daemon=True).start()

    def _write(self) -> None:
        try:
            while (message := self.queue.get()) is not None:
                self.connection.send_bytes(message)
        except (OSError, ValueError):
            return  # the listener went away; its reader thread notices too


class Subscribers:
    """All listeners of one engine. One that does not keep up is cut off: it reconnects and refetches."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[int, _Subscriber] = {}

    def add(self, connection: Connection[Any, Any], client: str) -> None:
        """Send every change from now on to ``connection``."""
        with self._lock:
            self._all[id(connection)] = _Subscriber(connection, client)

    def remove(self, connection: Connection[Any, Any]) -> None:
        """Forget ``connection``; unknown ones are fine."""
        with self._lock:
            gone = self._all.pop(id(connection), None)
        if gone:
            _put(gone, None)

    def publish(self, changes: Sequence[Change], but: Connection[Any, Any] | None = None) -> None:
        """Tell everyone except ``but``, who said it."""
        with self._lock:
            listeners = [each for each in self._all.values() if each.connection is not but]
        if not changes or not listeners:
            return
        message = json.dumps({"changes": [change.to_json() for change in changes]}).encode()
        for listener in listeners:
            if not _put(listener, message):
                self.remove(listener.connection)
                cut(listener.connection)

    def count(self, client: str) -> int:
        """How many listeners of this kind (``server``, ``cli``) are connected."""
        with self._lock:
            return sum(1 for each in self._all.values() if each.client == client)

    def close(self) -> None:
        """Let everyone go."""
        with self._lock:
            everyone = list(self._all.values())
            self._all.clear()
        for each in everyone:
            _put(each, None)
            cut(each.connection)


def _put(subscriber: _Subscriber, message: bytes | None) -> bool:
    try:
        subscriber.queue.put_nowait(message)
    except queue.Full:
        return False
    return True
