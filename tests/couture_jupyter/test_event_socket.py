"""The WebSocket of a kernel: frames as servers may send them."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from couture_jupyter.event_socket import EventSocket, EventSocketError

Serve = Callable[[socket.socket], None]
WAIT = 60.0


@pytest.fixture
def listening() -> Iterator[tuple[socket.socket, str]]:
    """A socket that waits for a listener, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door, f"http://127.0.0.1:{door.getsockname()[1]}/couture/api/v2/changes"


def serve(door: socket.socket, answer: bytes, then: Serve) -> threading.Thread:
    """Answer the next listener's handshake, and go on with ``then``."""

    def work() -> None:
        line, _ = door.accept()
        with line:
            asked = b""
            while b"\r\n\r\n" not in asked:
                asked += line.recv(4096)
            assert b"Authorization: token t" in asked
            line.sendall(answer)
            then(line)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


def frame(kind: int, payload: bytes, *, last: bool = True) -> bytes:
    """A frame as servers send it: not masked."""
    length = bytes([len(payload)]) if len(payload) < 126 else bytes([126]) + struct.pack(">H", len(payload))
    return bytes([(0x80 if last else 0) | kind]) + length + payload


def event(*names: str) -> bytes:
    """An event of ours."""
    return json.dumps({"changes": [{"subject": name} for name in names]}).encode()


def test_changes_are_heard_whatever_the_frames_look_like(listening: tuple[socket.socket, str]) -> None:
    """In parts, long, together with the handshake, with pings and empty messages between."""
    door, url = listening
    pongs: list[bytes] = []

    def send(line: socket.socket) -> None:
        long = event(*(f"subject {number}" for number in range(50)))
        line.sendall(frame(9, b"hi") + frame(1, long[:200], last=False))
        pongs.append(line.recv(8, socket.MSG_WAITALL))
        line.sendall(frame(0, long[200:]) + frame(1, b'{"changes": []}'))
        line.recv(1)  # until the listener has gone

    thread = serve(door, SWITCHED + frame(1, event("first")), send)
    with EventSocket(url, {"Authorization": "token t"}) as events:
        assert events.changes(WAIT) == [{"subject": "first"}]
        assert len(events.changes(WAIT)) == 50
        assert events.changes(WAIT) == []  # nothing of ours
        assert events.changes(0.01) == []  # nothing came
    thread.join(WAIT)
    assert pongs == [bytes([0x8A, 0x82, 0, 0, 0, 0]) + b"hi"]


def test_a_frame_that_comes_late_is_not_lost(listening: tuple[socket.socket, str]) -> None:
    door, url = listening
    go_on = threading.Event()

    def send(line: socket.socket) -> None:
        whole = frame(1, event("late"))
        line.sendall(whole[:10])
        go_on.wait(WAIT)
        line.sendall(whole[10:])
        line.recv(1)

    serve(door, SWITCHED, send)
    with EventSocket(url, {"Authorization": "token t"}) as events:
        assert events.changes(0.05) == []
        go_on.set()
        assert events.changes(WAIT) == [{"subject": "late"}]


def test_an_end_and_a_refusal_are_sentences(listening: tuple[socket.socket, str]) -> None:
    door, url = listening
    serve(door, SWITCHED, lambda line: line.sendall(frame(8, b"")))
    with EventSocket(url, {"Authorization": "token t"}) as events, pytest.raises(EventSocketError, match="is lost"):
        events.changes(WAIT)
    serve(door, b"HTTP/1.1 403 Forbidden\r\n\r\n", lambda line: None)
    with pytest.raises(EventSocketError, match="403 Forbidden"):
        EventSocket(url, {"Authorization": "token t"})
