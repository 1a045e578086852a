"""WebSockets of ours in a person's own server: what the service says goes on to the browser, nothing goes back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from couture_scheduler.errors import ForbiddenError
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, WebSocketHandler, websocket_connect

from couture_server.forwarding.handlers import CONNECT, require_owner
from couture_server.forwarding.service import AWAY, Service

LONGEST = 64 * 2**20  # bytes of one message: outputs of notebooks
PING = 30.0


class ForwardSocketHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Listens at the service for one page."""

    def initialize(self, service: Service) -> None:
        """Called by tornado for each request."""
        self.service = service
        self._far: WebSocketClientConnection | None = None
        self._telling: asyncio.Task[None] | None = None

    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Connected here as soon as the service has let us in; what it refuses is refused here."""
        try:
            require_owner(self, self.service)
            self._far = await self._connect()
        except ForbiddenError as error:
            raise web.HTTPError(403, "%s", error) from error
        except HTTPClientError as error:
            raise web.HTTPError(error.code if error.code in (403, 404, 422) else 503, AWAY) from error
        except OSError as error:
            raise web.HTTPError(503, AWAY) from error
        await super().get(*args, **kwargs)

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Begin to pass on."""
        super().open(*args, **kwargs)
        self._telling = asyncio.ensure_future(self._tell())

    def on_message(self, message: str | bytes) -> None:
        """Nothing is expected from those who listen."""

    def on_close(self) -> None:
        """Nobody listens any more."""
        if self._telling is not None:
            self._telling.cancel()
        if self._far is not None:
            self._far.close()

    async def _connect(self) -> WebSocketClientConnection:
        raw = self.request.uri.partition("?")[0].removeprefix(self.base_url).removeprefix("couture/")
        address = self.service.address(raw, self.request.query, "ws")
        if address is None:
            raise web.HTTPError(404, "There is no such resource.")
        request = HTTPRequest(address, headers=self.service.headers(), connect_timeout=CONNECT, request_timeout=CONNECT)
        return await websocket_connect(request, max_message_size=LONGEST, ping_interval=PING, ping_timeout=PING)

    async def _tell(self) -> None:
        assert self._far is not None
        with suppress(WebSocketClosedError):
            while (message := await self._far.read_message()) is not None:
                await self.write_message(message, binary=isinstance(message, bytes))
        self.close(self._far.close_code, self._far.close_reason)
