"""The engine's own small endpoint: a loopback socket that speaks length-prefixed JSON.

Who connects proves twice who it is: the connection itself by ``authkey`` (an HMAC challenge), then the
first message names a role and a token. ``control`` (server and command line) may pass on changes,
subscribe, ask for the status and stop the engine; ``worker`` may only make the calls of its own launch.

    {"role": "control", "token": …, "client": "server"}    {"subscribe": true}    {"call": "status"}
    {"changes": [...], "confirm": true}                    answered by {"heard": 1}
    {"role": "worker", "token": …, "launch": …}            {"id": 1, "method": "xcom_pull", "params": {...}}
    {"role": "machine", "token": …, "machine": name}       {"t": "ended", "id": …}, and hears {"kill": …, "because": …}
"""

from __future__ import annotations

import contextlib
import hmac
import logging
import secrets
import socket
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from typing import Any, Protocol

from couture_scheduler.errors import SchedulerError, UnavailableError
from couture_scheduler.events import Change
from couture_scheduler.executors.remote.machines import Machines
from couture_scheduler.loop.connections import cut, limit_silence, receive, send, wait_for_ever
from couture_scheduler.loop.subscribers import Subscribers

HANDSHAKE = 10.0  # seconds that a stranger gets to say who it is
MOST_STRANGERS = 64  # connections that have not said it yet
PAUSE = 0.1  # seconds between attempts to accept when the machine has no descriptor or thread left

log = logging.getLogger(__name__)


class Calls(Protocol):
    """What the endpoint passes on."""

    def status(self) -> dict[str, Any]:
        """The engine's state, JSON-safe."""

    def stop(self) -> None:
        """Ask the engine to end itself."""

    def changed(self, changes: list[Change]) -> None:
        """A person changed something."""

    def worker_method(self, launch_id: str, token: str) -> Callable[[str, dict[str, Any]], Any] | None:
        """The calls open to the worker of ``launch_id``, or ``None`` when the token is not its own."""

    @property
    def machines(self) -> Machines:
        """The worker machines."""


class Endpoint:
    """Listens on a free loopback port; one thread a connection."""

    def __init__(self, calls: Calls) -> None:
        self.authkey = secrets.token_bytes(32)
        self.token = secrets.token_hex(32)
        self.subscribers = Subscribers()
        self._calls = calls
        self._closed = threading.Event()
        self._strangers = threading.BoundedSemaphore(MOST_STRANGERS)
        self._lock = threading.Lock()
        self._open: set[Connection[Any, Any]] = set()
        self._socket = socket.create_server(("127.0.0.1", 0))

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, port = self._socket.getsockname()
        return host, port

    def start(self) -> None:
        """Accept connections from now on."""
        threading.Thread(target=self._accept, name="endpoint", daemon=True).start()

    def close(self) -> None:
        """Accept no more and end every conversation: whoever has more to say turns to the next engine."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts; closing alone does not
        self._socket.close()
        self.subscribers.close()
        with self._lock:
            for connection in self._open:
                cut(connection)

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                connected, _ = self._socket.accept()
            except OSError:  # closed; or no descriptor is left, which passes
                self._closed.wait(PAUSE)
                continue
            self._take(connected)

    def _take(self, connected: socket.socket) -> None:
        """Serve it in a thread of its own; one that comes in a flood of strangers is turned away."""
        if not self._strangers.acquire(timeout=PAUSE):
            connected.close()
            return
        try:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            limit_silence(connected, HANDSHAKE)
            threading.Thread(target=self._serve, args=(Connection(connected.detach()),), daemon=True).start()
        except (OSError, RuntimeError):  # it has gone away already; no thread is left
            log.warning("A connection could not be served", exc_info=True)
            self._strangers.release()
            connected.close()

    def _serve(self, connection: Connection[Any, Any]) -> None:
        with self._lock:
            self._open.add(connection)
        try:
            self._converse(connection, self._greet(connection))
        except (OSError, EOFError, AuthenticationError, ValueError, TypeError, KeyError, UnavailableError):
            log.debug("A connection ended", exc_info=True)
        finally:
            self.subscribers.remove(connection)
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _greet(self, connection: Connection[Any, Any]) -> dict[str, Any]:
        """Its first message, after both have proved that they know the key."""
        try:
            deliver_challenge(connection, self.authkey)
            answer_challenge(connection, self.authkey)
            hello = receive(connection)
            wait_for_ever(connection)
            return hello
        finally:
            self._strangers.release()

    def _converse(self, connection: Connection[Any, Any], hello: dict[str, Any]) -> None:
        if hello["role"] == "worker":
            self._serve_worker(connection, hello)
        elif not hmac.compare_digest(hello["token"], self.token):
            log.warning("Refused a connection with a wrong token")
        elif hello["role"] == "machine":
            self._serve_machine(connection, hello["machine"])
        else:
            self._serve_control(connection, hello)

    def _serve_control(self, connection: Connection[Any, Any], hello: dict[str, Any]) -> None:
        while not self._closed.is_set():
            message = receive(connection)
            if message.get("subscribe"):
                self.subscribers.add(connection, hello.get("client", ""))
            elif "changes" in message:
                changes = [Change.from_json(each) for each in message["changes"]]
                self._calls.changed(changes)
                self.subscribers.publish(changes, but=connection)
                if message.get("confirm"):
                    send(connection, {"heard": len(changes)})
            elif message.get("call") == "status":
                send(connection, self._calls.status())
            elif message.get("call") == "stop":
                self._calls.stop()
                send(connection, {"stopping": True})

    def _serve_machine(self, connection: Connection[Any, Any], name: str) -> None:
        log.info("The worker machine %s is here", name)
        with self._calls.machines.joined(name, lambda message: send(connection, message)) as hear:
            while not self._closed.is_set():
                hear(receive(connection))

    def _serve_worker(self, connection: Connection[Any, Any], hello: dict[str, Any]) -> None:
        call = self._calls.worker_method(hello["launch"], hello["token"])
        if call is None:
            log.warning("Refused a worker that is not known (launch %s)", hello["launch"])
            return
        while True:
            request = receive(connection)
            answer: dict[str, Any] = {"id": request.get("id")}
            try:
                answer["result"] = call(request["method"], request.get("params", {}))
            except UnavailableError:
                raise  # the worker loses its line, and asks again until its patience ends
            except (SchedulerError, ValueError, KeyError, TypeError) as error:
                answer["error"] = str(error)
            send(connection, answer)
