"""A task's line to the engine, for XComs: opened when first needed, opened again when the engine was restarted."""

from __future__ import annotations

import json
import threading
import time
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from couture_scheduler.engine.launch import Launch

PATIENCE = 600.0  # seconds that a task waits for an engine to come back
PAUSE = 5.0  # seconds between attempts to tell something to an engine that does not answer
_RETRY = (OSError, EOFError, AuthenticationError)  # the last: the key was that of the engine before


class EngineLink:
    """Ask the engine something, as this try and nothing else: the token says which try asks."""

    def __init__(self, launch: Launch, patience: float = PATIENCE) -> None:
        self._launch = launch
        self._patience = patience
        self._connection: Connection | None = None
        self._asked = 0
        self._tried = -PAUSE
        self._asking = threading.RLock()  # threads of a task take turns; what a signal interrupts may ask, too

    def call(self, method: str, **params: Any) -> Any:
        """The engine's answer. Raises ``RuntimeError`` when it refuses, or is gone for longer than the deadline."""
        deadline = time.monotonic() + self._patience
        pause = 0.05
        while True:
            try:
                return self._answer(self._ask(method, params))
            except _RETRY as error:
                self._connection = None
                if time.monotonic() + pause > deadline:
                    raise RuntimeError(
                        f"The engine did not answer for {self._patience:.0f} seconds ({error})."
                    ) from error
            time.sleep(pause)
            pause = min(pause * 2, 5.0)

    def tell(self, method: str, **params: Any) -> None:
        """Try once, now and then; whether it arrives does not matter much."""
        if self._connection is None and time.monotonic() - self._tried < PAUSE:
            return
        self._tried = time.monotonic()
        try:
            self._ask(method, params)
        except _RETRY:
            self._connection = None

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        with self._asking:
            connection = self._connection or self._connect()
            self._connection = connection
            self._asked += 1
            connection.send_bytes(json.dumps({"id": self._asked, "method": method, "params": params}).encode())
            while True:
                reply: dict[str, Any] = json.loads(connection.recv_bytes())
                if reply.get("id") == self._asked:
                    return reply

    @staticmethod
    def _answer(reply: dict[str, Any]) -> Any:
        if "error" in reply:
            raise RuntimeError(str(reply["error"]))
        return reply.get("result")

    def _connect(self) -> Connection:
        address = self._address()
        connection: Connection = Client(
            (address["host"], int(address["port"])), authkey=bytes.fromhex(address["authkey"])
        )
        hello = {"token": self._launch.token, "role": "worker", "launch": self._launch.id}
        connection.send_bytes(json.dumps(hello).encode())
        return connection

    def _address(self) -> dict[str, Any]:
        """Where the engine is now: a restarted one has another port, and says so in its file."""
        home = self._launch.endpoint.get("home")
        if home:
            try:
                told = json.loads(Path(home, "engine.json").read_bytes())
                return {**self._launch.endpoint, **told}
            except (OSError, ValueError):
                pass
        if "port" not in self._launch.endpoint:
            raise ConnectionRefusedError("no engine is running")
        return self._launch.endpoint
