"""Speaks to the server as a browser does: REST for what is, a WebSocket for what changes."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import websocket

from couture_server.demo.server import Server
from couture_server.demo.workspace import DemoError


class Api:
    """The REST API of one server."""

    def __init__(self, server: Server) -> None:
        self._base = f"{server.url}couture/api/v2/"
        self._events = f"{server.url.replace('http', 'ws', 1)}couture/api/v2/changes"
        self._headers = {"Authorization": f"token {server.token}", "Content-Type": "application/json"}

    def ask(self, verb: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request; ``DemoError`` with the server's sentence when it refuses."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 (our own server on loopback)
            self._base + path, data=data, headers=self._headers, method=verb
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                document: dict[str, Any] = json.loads(response.read() or b"{}")
                return document
        except urllib.error.HTTPError as error:
            raise DemoError(f"{verb} {path}: {error.code} {error.read().decode(errors='replace')}") from error

    def changes(self, deadline: float) -> Iterator[list[dict[str, Any]]]:
        """Batches of changes as they come, and an empty one each second in which nothing changed, until ``deadline``
        (on the monotonic clock)."""
        connection = websocket.create_connection(
            self._events, header=[f"Authorization: {self._headers['Authorization']}"], timeout=1.0
        )
        try:
            while time.monotonic() < deadline:
                try:
                    yield json.loads(connection.recv()).get("changes", [])
                except websocket.WebSocketTimeoutException:
                    yield []
        finally:
            connection.close()
