"""JSON messages over a connection, and ending one that another thread is reading."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from typing import Any

MOST_BYTES = 16 * 1024 * 1024  # of one message: an XCom has a million at most, changes come in bursts


def dial(host: str, port: int, authkey: bytes, patience: float) -> Connection[Any, Any]:
    """Connect, and prove to each other who we are.

    Silence for ``patience`` seconds, now or later, is an ``OSError``: an engine may be frozen. Raises
    ``AuthenticationError`` for a wrong key.
    """
    connected = socket.create_connection((host, port), timeout=patience)
    connected.settimeout(None)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    limit_silence(connected, patience)
    connection: Connection[Any, Any] = Connection(connected.detach())
    try:
        answer_challenge(connection, authkey)
        deliver_challenge(connection, authkey)
    except BaseException:
        connection.close()
        raise
    return connection


def wait_for_ever(connection: Connection[Any, Any]) -> None:
    """From now on silence is fine: this connection listens for news."""
    with socket.socket(fileno=os.dup(connection.fileno())) as connected:
        limit_silence(connected, 0)


def limit_silence(connected: socket.socket, seconds: float) -> None:
    """Reading from it fails with ``OSError`` after so many seconds without a word; 0 means never."""
    whole, rest = divmod(seconds, 1)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", int(whole), int(rest * 1e6)))


def send(connection: Connection[Any, Any], message: dict[str, Any]) -> None:
    """Send one message."""
    connection.send_bytes(json.dumps(message).encode())


def receive(connection: Connection[Any, Any]) -> dict[str, Any]:
    """Wait for the next message. Raises ``ValueError`` when it is no JSON object, ``OSError`` when it is too long."""
    message = json.loads(connection.recv_bytes(MOST_BYTES))
    if not isinstance(message, dict):
        raise ValueError("a message must be an object")
    return message


def cut(connection: Connection[Any, Any]) -> None:
    """End the conversation: whoever reads from it gets ``EOFError`` and closes it. (Closing it under a reader would not
    wake the reader, and its descriptor could be another file's by then.)"""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as connected:
        connected.shutdown(socket.SHUT_RDWR)
