"""Listens on the socket of changes, as a browser does, and lets a test wait for what it wants to see."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import websocket
from jupyter_process import TOKEN, JupyterProcess

DEADLINE = 120.0
Seen = TypeVar("Seen")


class ChangeListener:
    """All changes since it was made, in ``changes``; ``events`` are the batches they came in."""

    def __init__(self, server: JupyterProcess, token: str = TOKEN) -> None:
        self.changes: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self._news = threading.Condition()
        url = server.url.replace("http://", "ws://") + "couture/api/v2/changes"
        self._socket = websocket.create_connection(url, header={"Authorization": f"Bearer {token}"})
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def until(self, check: Callable[[], Seen], deadline: float = DEADLINE) -> Seen:
        """Look again whenever something changed, until ``check`` gives something true; that."""
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            with self._news:
                before = len(self.events)
            if found := check():
                return found
            with self._news:
                self._news.wait_for(lambda: len(self.events) > before, timeout=1.0)  # noqa: B023
        raise AssertionError(f"It did not happen in {deadline} s. The last changes: {self.changes[-20:]}")

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()

    def _listen(self) -> None:
        with contextlib.suppress(websocket.WebSocketException, OSError, ValueError):
            while True:
                event = json.loads(self._socket.recv())
                with self._news:
                    self.events.append(event)
                    self.changes.extend(event["changes"])
                    self._news.notify_all()
