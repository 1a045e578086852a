"""JSON messages over a connection, and ending one that another thread is reading."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from multiprocessing.connection import Connection
from typing import Any


def send(connection: Connection[Any, Any], message: dict[str, Any]) -> None:
    """Send one message."""
    connection.send_bytes(json.dumps(message).encode())


def receive(connection: Connection[Any, Any]) -> dict[str, Any]:
    """Wait for the next message. Raises ``ValueError`` when it is no JSON object."""
    message = json.loads(connection.recv_bytes())
    if not isinstance(message, dict):
        raise ValueError("a message must be an object")
    return message


def cut(connection: Connection[Any, Any]) -> None:
    """End the conversation: whoever reads from it gets ``EOFError`` and closes it. (Closing it under a reader would not
    wake the reader, and its descriptor could be another file's by then.)"""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as connected:
        connected.shutdown(socket.SHUT_RDWR)
