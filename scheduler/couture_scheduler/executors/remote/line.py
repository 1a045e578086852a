"""A worker machine's line to the engine: news go, kills come. What is lost here, signs of life make up for."""

from __future__ import annotations

import json
import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from typing import Any

from couture_scheduler.errors import UnavailableError
from couture_scheduler.executors.remote.tunnel import Tunnel

PAUSE, MOST_PAUSE = 0.2, 5.0  # seconds between attempts to reach the engine
_GONE = (OSError, EOFError, ValueError, AuthenticationError, UnavailableError)

log = logging.getLogger(__name__)


class EngineLine:
    """Connects, and connects again. ``on_kill`` is called with a launch's id and a sentence."""

    def __init__(self, name: str, tunnel: Tunnel, on_kill: Callable[[str, str], None]) -> None:
        self._name = name
        self._tunnel = tunnel
        self._on_kill = on_kill
        self._news: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._connection: Connection[Any, Any] | None = None
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._listen, name="engine-line", daemon=True),
            threading.Thread(target=self._send, name="engine-news", daemon=True),
        ]

    def start(self) -> None:
        """Connect from now on."""
        for thread in self._threads:
            thread.start()

    def tell(self, **news: Any) -> None:
        """Tell the engine; what it cannot be told now, it finds out."""
        self._news.put(news)

    def close(self) -> None:
        """Say what is still to be said, and no more."""
        self._news.put(None)
        self._threads[1].join(PAUSE * 10)
        self._closed.set()

    def _listen(self) -> None:
        pause = PAUSE
        while not self._closed.is_set():
            try:
                self._converse()
            except _GONE as error:
                log.info("The engine cannot be reached: %s", error)
            else:
                pause = PAUSE
            self._connection = None
            self._closed.wait(pause)
            pause = min(MOST_PAUSE, pause * 2)

    def _converse(self) -> None:
        engine = self._tunnel.look()
        address = (engine["host"], int(engine["port"]))
        with Client(address, authkey=bytes.fromhex(engine["authkey"])) as connection:
            hello = {"role": "machine", "token": engine["token"], "machine": self._name}
            connection.send_bytes(json.dumps(hello).encode())
            self._connection = connection
            log.info("The engine is reached")
            with suppress(EOFError, ConnectionError):
                while True:
                    message = json.loads(connection.recv_bytes())
                    if "kill" in message:
                        self._on_kill(message["kill"], message.get("because", ""))

    def _send(self) -> None:
        while (news := self._news.get()) is not None:
            connection = self._connection
            if connection is not None:
                with suppress(OSError):
                    connection.send_bytes(json.dumps(news).encode())
