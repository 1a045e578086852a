"""Who gets from a worker machine to the engine's endpoint, over real TLS."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from couture_scheduler.errors import InvalidInputError, UnavailableError
from couture_scheduler.executors.remote.certificates import FILE_NAME, context, make_certificate
from couture_scheduler.executors.remote.tunnel import Door, Tunnel, parse_address

PATIENCE = 60.0


class Echo:
    """Stands for the endpoint: sends back what comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = self._socket.getsockname()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connected, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connected,), daemon=True).start()

    @staticmethod
    def _serve(connected: socket.socket) -> None:
        with connected:
            while data := connected.recv(65536):
                connected.sendall(data)


class Ends:
    """The door of an engine, and what it publishes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.echo = Echo()
        make_certificate(home)
        self.door = Door(home, "127.0.0.1:0", self.echo.address)
        self.publish("aa")

    def publish(self, authkey: str, **more: str) -> None:
        document = {"host": "127.0.0.1", "port": 1, "authkey": authkey, "token": "control", **more}
        document.setdefault("door", f"127.0.0.1:{self.door.port}")
        (self.home / "engine.json").write_text(json.dumps(document))

    def close(self) -> None:
        self.door.close()
        self.echo.close()


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Ends]:
    home = tmp_path / "home"
    home.mkdir()
    ends = Ends(home)
    yield ends
    ends.close()


@pytest.fixture
def tunnel(ends: Ends, tmp_path: Path) -> Iterator[Tunnel]:
    folder = tmp_path / "machine"
    folder.mkdir()
    tunnel = Tunnel(ends.home, folder)
    yield tunnel
    tunnel.close()


def ask(address: tuple[str, int], data: bytes) -> bytes:
    """What comes back, or nothing when the line is cut."""
    with socket.create_connection(address, timeout=PATIENCE) as connected:
        connected.sendall(data)
        return read(connected, len(data))


def read(connected: socket.socket, length: int) -> bytes:
    """So many bytes, or fewer when the line is cut before."""
    found = b""
    while len(found) < length and (data := connected.recv(length - len(found))):
        found += data
    return found


def told(tmp_path: Path) -> dict[str, object]:
    """What tasks on the machine read."""
    document: dict[str, object] = json.loads((tmp_path / "machine" / "engine.json").read_text())
    return document


def test_what_is_said_comes_back_through_the_tunnel(tunnel: Tunnel, tmp_path: Path) -> None:
    engine = tunnel.look()
    data = bytes(range(256)) * 40
    assert ask((engine["host"], engine["port"]), data) == data
    assert told(tmp_path) == {"host": engine["host"], "port": engine["port"], "authkey": "aa"}
    assert (tmp_path / "machine" / "engine.json").stat().st_mode & 0o077 == 0


def test_tasks_are_told_of_another_engine(ends: Ends, tunnel: Tunnel, tmp_path: Path) -> None:
    ends.publish("bb")
    tunnel.look()
    assert told(tmp_path)["authkey"] == "bb"


def test_without_an_engine_the_line_is_cut(ends: Ends, tunnel: Tunnel) -> None:
    engine = tunnel.look()
    (ends.home / "engine.json").unlink()
    assert ask((engine["host"], engine["port"]), b"hello") == b""
    with pytest.raises(UnavailableError, match="No engine is running"):
        tunnel.look()


def test_an_engine_without_machines_says_so(ends: Ends, tunnel: Tunnel) -> None:
    ends.publish("aa", door="")
    with pytest.raises(UnavailableError, match="its setting executor is local"):
        tunnel.look()


def test_a_closed_door_cuts_the_lines(ends: Ends, tunnel: Tunnel) -> None:
    engine = tunnel.look()
    with socket.create_connection((engine["host"], engine["port"]), timeout=PATIENCE) as connected:
        connected.sendall(b"hello")
        assert read(connected, 5) == b"hello"
        ends.door.close()
        assert connected.recv(1) == b""


def test_strangers_do_not_get_in(ends: Ends, tmp_path: Path) -> None:
    """Neither without a certificate nor with another home's."""
    other = tmp_path / "other"
    other.mkdir()
    make_certificate(other)
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    bare.check_hostname, bare.verify_mode = False, ssl.CERT_NONE
    forged = context(other, server=False)
    forged.verify_mode = ssl.CERT_NONE
    for stranger in (bare, forged):
        with socket.create_connection(("127.0.0.1", ends.door.port), timeout=PATIENCE) as plain:
            secured = stranger.wrap_socket(plain)
            said = b""
            with contextlib.suppress(ssl.SSLError, ConnectionError):  # with TLS 1.3 the refusal comes when one reads
                secured.sendall(b"hello")
                said = secured.recv(5)
            assert said == b"", "the endpoint has answered"
    with socket.create_connection(("127.0.0.1", ends.door.port), timeout=PATIENCE) as plain:
        plain.sendall(b"hello, I speak no TLS\n\n")
        assert b"hello" not in plain.recv(100)


def test_a_machine_does_not_talk_to_another_engine(ends: Ends, tunnel: Tunnel, tmp_path: Path) -> None:
    """Somebody else listens where the engine was."""
    other = tmp_path / "other"
    other.mkdir()
    make_certificate(other)
    door = Door(other, "127.0.0.1:0", ends.echo.address)
    ends.publish("aa", door=f"127.0.0.1:{door.port}")
    engine = tunnel.look()
    assert ask((engine["host"], engine["port"]), b"hello") == b""
    door.close()


def test_the_certificate_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    make_certificate(tmp_path)
    first = (tmp_path / FILE_NAME).read_bytes()
    make_certificate(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == first
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0
    with pytest.raises(UnavailableError, match="worker machines share the folder"):
        context(tmp_path / "nowhere", server=False)


def test_a_port_that_is_taken_is_told(ends: Ends) -> None:
    with pytest.raises(UnavailableError, match="cannot listen for worker machines"):
        Door(ends.home, f"127.0.0.1:{ends.door.port}", ends.echo.address)


def test_addresses() -> None:
    assert parse_address("hub:8790", "x") == ("hub", 8790)
    assert parse_address("[::1]:1", "x") == ("::1", 1)
    assert parse_address(":1", "x") == ("", 1)
    for text in ("hub", "hub:", "hub:x", "hub:99999", "hub:١"):
        with pytest.raises(InvalidInputError, match="must be host:port"):
            parse_address(text, "x")
