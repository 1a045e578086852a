"""How the server and the command line talk to the engine."""

from __future__ import annotations

import atexit
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection
from typing import Any

from couture_scheduler.config import Settings
from couture_scheduler.errors import EngineUnavailableError
from couture_scheduler.events import Change
from couture_scheduler.loop import address
from couture_scheduler.loop.connections import cut, dial, receive, send, wait_for_ever

PATIENCE = 10.0  # seconds that an engine may take to answer
CONNECTION_ERRORS = (OSError, EOFError, AuthenticationError, ValueError)


class EngineClient:
    """A ``Notifier`` that also asks and listens. Safe to share between threads; connects when first needed."""

    def __init__(self, settings: Settings, client: str = "cli") -> None:
        self._home = settings.home
        self._client = client
        self._outbox: queue.SimpleQueue[list[Change] | None] = queue.SimpleQueue()
        self._sender: threading.Thread | None = None
        self._lock = threading.Lock()

    def notify(self, *changes: Change) -> None:
        """Pass changes on in the background. An engine that is not there reads them from the store later."""
        if not changes:
            return
        with self._lock:
            if self._sender is None:
                self._sender = threading.Thread(target=self._send_all, name="engine-client", daemon=True)
                self._sender.start()
                atexit.register(self.close)
        self._outbox.put(list(changes))

    def close(self, timeout: float = 2.0) -> None:
        """Send what is still to be sent, at the most for ``timeout`` seconds."""
        if self._sender is not None:
            self._outbox.put(None)
            self._sender.join(timeout)
            self._sender = None

    def status(self) -> dict[str, Any]:
        """What the engine says of itself; ``EngineUnavailableError`` when none answers."""
        return self._call("status")

    def is_running(self) -> bool:
        """Whether an engine answers."""
        try:
            self.status()
        except EngineUnavailableError:
            return False
        return True

    def stop(self) -> None:
        """Ask the engine to end itself; running tasks go on. ``EngineUnavailableError`` when none answers."""
        self._call("stop")

    def changes(self) -> Iterator[Change]:
        """Every change from now on, until the engine goes away; ``EngineUnavailableError`` when none is there."""
        with contextlib.closing(self.connect()) as connection:
            send(connection, {"subscribe": True})
            wait_for_ever(connection)
            try:
                while True:
                    for each in receive(connection)["changes"]:
                        yield Change.from_json(each)
            except CONNECTION_ERRORS:
                return

    def subscribe(
        self, on_change: Callable[[list[Change]], None], on_state: Callable[[str], None] | None = None
    ) -> Subscription:
        """Listen in a thread of its own, reconnecting by itself; ``on_state`` hears ``running`` and ``stopped``."""
        return Subscription(self, on_change, on_state or (lambda state: None))

    def connect(self) -> Connection[Any, Any]:
        """An open connection with control over the engine."""
        where = address.read(self._home)
        if where is None:
            raise EngineUnavailableError("No engine is running. Start it with `couture engine start`.")
        try:
            connection = dial(where.host, where.port, bytes.fromhex(where.authkey), PATIENCE)
            send(connection, {"role": "control", "token": where.token, "client": self._client})
        except CONNECTION_ERRORS as error:
            raise EngineUnavailableError("The engine does not answer. Start it with `couture engine start`.") from error
        return connection

    def _call(self, name: str) -> dict[str, Any]:
        with contextlib.closing(self.connect()) as connection:
            try:
                send(connection, {"call": name})
                return receive(connection)
            except CONNECTION_ERRORS as error:
                raise EngineUnavailableError("The engine went away while it was asked.") from error

    def _send_all(self) -> None:
        connection: Connection[Any, Any] | None = None
        while (changes := self._outbox.get()) is not None:
            message = {"changes": [change.to_json() for change in changes], "confirm": True}
            connection = self._send_once(connection, message) or self._send_once(None, message)
        if connection is not None:
            connection.close()

    def _send_once(
        self, connection: Connection[Any, Any] | None, message: dict[str, Any]
    ) -> Connection[Any, Any] | None:
        """The line, if the engine has heard the message: what is sent to one that has just ended is lost silently."""
        try:
            connection = connection or self.connect()
            send(connection, message)
            receive(connection)
        except (EngineUnavailableError, *CONNECTION_ERRORS):
            return None
        return connection


class Subscription:
    """A standing connection that hears of changes; made by ``EngineClient.subscribe``."""

    def __init__(
        self, client: EngineClient, on_change: Callable[[list[Change]], None], on_state: Callable[[str], None]
    ) -> None:
        self._client = client
        self._on_change = on_change
        self._on_state = on_state
        self._closed = threading.Event()
        self._connection: Connection[Any, Any] | None = None
        self._thread = threading.Thread(target=self._run, name="engine-subscription", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        if self._connection is not None:
            cut(self._connection)

    def _run(self) -> None:
        delay = 0.1
        state = ""
        while not self._closed.is_set():
            try:
                self._connection = self._client.connect()
                send(self._connection, {"subscribe": True})
                wait_for_ever(self._connection)
            except (EngineUnavailableError, *CONNECTION_ERRORS):
                state = self._tell(state, "stopped")
                self._closed.wait(delay)
                delay = min(2.0, delay * 1.5)
                continue
            delay = 0.1
            state = self._tell(state, "running")
            self._listen(self._connection)
            state = ""  # what is told until we hear the engine again is missed: say so then

    def _listen(self, connection: Connection[Any, Any]) -> None:
        try:
            while not self._closed.is_set():
                document = receive(connection)
                self._on_change([Change.from_json(each) for each in document["changes"]])
        except CONNECTION_ERRORS:
            return
        finally:
            with contextlib.suppress(OSError):
                connection.close()

    def _tell(self, before: str, now: str) -> str:
        if before != now and not self._closed.is_set():
            self._on_state(now)
        return now
