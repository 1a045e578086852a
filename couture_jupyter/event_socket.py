"""Hears of changes over a WebSocket (RFC 6455), with the standard library alone: just what a listener needs."""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
import struct
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from couture_jupyter.exceptions import CoutureError

_CONTINUATION, _TEXT, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x8, 0x9, 0xA
_LARGEST = 2**26  # bytes of one message


class EventSocketError(CoutureError):
    """The connection could not be made, or is lost."""


class EventSocket:
    """A connection on which changes arrive; a context manager."""

    def __init__(self, url: str, headers: Mapping[str, str], timeout: float = 30.0) -> None:
        self._url = urlsplit(url)
        try:
            self._socket = self._connect(timeout)
            self._received = bytearray()  # what has come and was not taken yet: a timeout loses nothing
            self._parts: list[bytes] = []
            self._shake_hands(headers)
        except (OSError, ValueError) as error:
            raise EventSocketError(f"The Jupyter server's events cannot be heard: {error}.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def changes(self, timeout: float) -> list[dict[str, Any]]:
        """The next changes; none when ``timeout`` seconds pass without any. Raises ``EventSocketError``."""
        self._socket.settimeout(timeout)
        try:
            event = json.loads(self._message())
        except TimeoutError:
            return []
        except (OSError, ValueError) as error:
            raise EventSocketError(f"The connection to the Jupyter server is lost: {error}.") from None
        found: list[dict[str, Any]] = event.get("changes", [])
        return found

    def _connect(self, timeout: float) -> socket.socket:
        host, is_safe = self._url.hostname or "localhost", self._url.scheme in ("https", "wss")
        made = socket.create_connection((host, self._url.port or (443 if is_safe else 80)), timeout)
        return ssl.create_default_context().wrap_socket(made, server_hostname=host) if is_safe else made

    def _shake_hands(self, headers: Mapping[str, str]) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        wanted = {
            "Host": self._url.netloc,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            **headers,
        }
        lines = [f"GET {self._url.path} HTTP/1.1", *(f"{name}: {value}" for name, value in wanted.items()), "", ""]
        self._socket.sendall("\r\n".join(lines).encode())
        while b"\r\n\r\n" not in self._received:
            self._receive()
        answer, _, self._received = self._received.partition(b"\r\n\r\n")
        status = answer.split(b"\r\n")[0].decode("latin-1")
        if status.split()[1:2] != ["101"]:
            self._socket.close()
            raise EventSocketError(f"The Jupyter server's events cannot be heard: it answered {status!r}.")

    def _message(self) -> str:
        """The next text message; pings are answered meanwhile."""
        while True:
            frame = self._take_frame()
            if frame is None:
                self._receive()
                continue
            is_last, kind, payload = frame
            if kind == _CLOSE:
                raise OSError("it was closed")
            if kind == _PING:
                self._send(_PONG, payload)
            elif kind in (_TEXT, _CONTINUATION):
                self._parts.append(payload)
                if is_last:
                    message, self._parts = b"".join(self._parts).decode(), []
                    return message

    def _take_frame(self) -> tuple[bool, int, bytes] | None:
        """The next frame, if all of it has come."""
        found, begin = self._received, 2
        if len(found) < begin:
            return None
        length = found[1] & 0x7F
        if length >= 126:
            form = ">H" if length == 126 else ">Q"
            begin += struct.calcsize(form)
            if len(found) < begin:
                return None
            (length,) = struct.unpack_from(form, found, 2)
        if length > _LARGEST:
            raise OSError("a message is too large")
        if len(found) < begin + length:
            return None
        payload = bytes(found[begin : begin + length])
        frame = bool(found[0] & 0x80), found[0] & 0x0F, payload
        del found[: begin + length]
        return frame

    def _receive(self) -> None:
        came = self._socket.recv(65536)
        if not came:
            raise OSError("it was closed")
        self._received += came

    def _send(self, kind: int, payload: bytes) -> None:
        """A frame from a client is masked; with zeros it stays as it is."""
        self._socket.sendall(bytes([0x80 | kind, 0x80 | len(payload), 0, 0, 0, 0]) + payload)
