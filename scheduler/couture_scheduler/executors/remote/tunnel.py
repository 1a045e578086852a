"""The way from a worker machine to the engine's endpoint, which itself only listens on loopback.

    task ──loopback──► Tunnel ═══TLS, both show the certificate═══► Door ──loopback──► endpoint

Tasks speak to the tunnel exactly as they do to an engine on their own machine, and prove the same: the endpoint's key
and the token of their launch.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from couture_scheduler.errors import DiskFullError, InvalidInputError, UnavailableError
from couture_scheduler.executors.remote.certificates import context
from couture_scheduler.files.atomic import write_atomically

PATIENCE = 15.0  # seconds for a connection to come about
ENGINE_FILE = "engine.json"  # as the engine writes it into the home (``loop/address.py``)
_CHUNK = 65536

log = logging.getLogger(__name__)

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Relay:
    """Listens in a thread of its own and joins every connection to one that ``reach`` makes."""

    def __init__(self, name: str, reach: Callable[[], Awaitable[Streams]]) -> None:
        self._name = name
        self._reach = reach
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def listen(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> tuple[str, int]:
        """Listen from now on; where. Raises ``OSError``."""
        self._thread.start()
        options: dict[str, Any] = {} if tls is None else {"ssl": tls, "ssl_handshake_timeout": PATIENCE}
        starting = asyncio.start_server(self._take, host or None, port, **options)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        found: tuple[str, int] = self._server.sockets[0].getsockname()[:2]
        return found

    def close(self) -> None:
        """End all connections and listen no more."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):  # by ``_close``: what asyncio would call an error
            await self._join(reader, writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            _notice_silence(writer)
            async with asyncio.timeout(PATIENCE):
                far_reader, far_writer = await self._reach()
        except (OSError, TimeoutError, UnavailableError, InvalidInputError) as error:
            log.info("%s: the other side cannot be reached: %s", self._name, error)
            writer.close()
            return
        try:
            _notice_silence(far_writer)
            there = asyncio.ensure_future(_pump(reader, far_writer))
            back = asyncio.ensure_future(_pump(far_reader, writer))
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
            for each in (there, back):
                each.cancel()
        finally:
            writer.close()
            far_writer.close()


class Door:
    """The engine's end. ``where`` is ``host:port``; raises ``InvalidInputError`` or ``UnavailableError``."""

    def __init__(self, home: Path, where: str, endpoint: tuple[str, int]) -> None:
        self._relay = Relay("workers' door", lambda: asyncio.open_connection(*endpoint))
        host, port = parse_address(where, "workers_listen")
        try:
            self.port = self._relay.listen(host, port, context(home, server=True))[1]
        except OSError as error:
            self._relay.close()
            raise UnavailableError(f"The engine cannot listen for worker machines at {where}: {error}.") from error

    def close(self) -> None:
        """Listen no more."""
        self._relay.close()


class Tunnel:
    """A worker machine's end. ``folder`` gets the file that tells its tasks where the engine answers."""

    def __init__(self, home: Path, folder: Path) -> None:
        self._home = home
        self._file = folder / ENGINE_FILE
        self._told: dict[str, Any] = {}
        self._relay = Relay("tunnel", self._reach)
        self._address = self._relay.listen("127.0.0.1", 0)
        with suppress(UnavailableError):
            self.look()

    def look(self) -> dict[str, Any]:
        """What the engine says of itself now; tasks are told what they need. Raises ``UnavailableError`` when there is
        no engine that listens for worker machines."""
        try:
            engine: dict[str, Any] = json.loads((self._home / ENGINE_FILE).read_bytes())
        except (OSError, ValueError) as error:
            raise UnavailableError(f"No engine is running ({error}).") from error
        if not engine.get("door"):
            raise UnavailableError("The engine does not listen for worker machines: its setting executor is local.")
        host, port = self._address
        told = {"host": host, "port": port, "authkey": engine["authkey"]}
        if told != self._told:
            try:
                write_atomically(self._file, json.dumps(told), mode=0o600)
            except (OSError, DiskFullError) as error:
                raise UnavailableError(f"{self._file} cannot be written: {error}") from error
            self._told = told
        return {**engine, **told}

    def close(self) -> None:
        """End all connections."""
        self._relay.close()

    async def _reach(self) -> Streams:
        engine = await asyncio.to_thread(self.look)
        host, port = parse_address(engine["door"], "workers_connect")
        return await asyncio.open_connection(host, port, ssl=context(self._home, server=False))


def parse_address(text: str, setting: str) -> tuple[str, int]:
    """Host and port. Raises ``InvalidInputError``."""
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise InvalidInputError.at(setting, f"The setting {setting} must be host:port, not {text!r}.")
    return host.strip("[]"), int(port)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()


def _notice_silence(writer: asyncio.StreamWriter) -> None:
    """A machine that vanished says no good-bye: have the system ask whether it is there."""
    connected = writer.get_extra_info("socket")
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for name, seconds in (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), seconds)
