"""The WebSocket on which pages hear of changes: ``…/couture/api/v2/changes``.

Each message is ``{"changes": […]}`` with what this person may hear of. What they may do is asked again when it is older
than ``FRESH`` seconds, and when users or roles change. Whoever is too slow, or may not listen any more, is hung up on;
a page that comes back fetches everything again.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from couture_scheduler.access import Actor
from couture_scheduler.errors import SchedulerError
from couture_scheduler.events import Change
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from couture_server.backend import Backend
from couture_server.events.telling import Batch
from couture_server.http.asking import admitted, who_asks
from couture_server.http.errors import failure

PATTERN = "changes"
PERMISSION = "engine:read"
FRESH = 10.0
MOST_WAITING = 200  # messages for one listener
_OF_RIGHTS = frozenset({"user", "role"})
_MAY_NOT = 4403  # the code with which a socket is closed


class ChangeSocketHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Tells one page what changed."""

    def initialize(self, backend: Backend) -> None:
        """Called by tornado for each request."""
        self.backend = backend
        self._waiting: asyncio.Queue[Batch] = asyncio.Queue(MOST_WAITING)
        self._telling: asyncio.Task[None] | None = None

    async def get(self) -> None:
        """Whoever may see anything may listen."""
        if not self.current_user:
            raise web.HTTPError(403)
        try:
            self._asker = await who_asks(self, self.backend.proxies, PERMISSION)
            self._actor = await self._ask_rights()
        except SchedulerError as error:
            raise web.HTTPError(failure(error).status, "%s", error) from error
        await super().get()

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Begin to listen."""
        super().open(*args, **kwargs)
        self.backend.feed.listen(self._hear)
        self._telling = asyncio.ensure_future(self._tell())

    def on_message(self, message: str | bytes) -> None:
        """Nothing is expected from those who listen."""

    def on_close(self) -> None:
        """Nobody listens any more."""
        self.backend.feed.leave(self._hear)
        if self._telling is not None:
            self._telling.cancel()

    def _hear(self, batch: Batch) -> None:
        try:
            self._waiting.put_nowait(batch)
        except asyncio.QueueFull:
            self.close()

    async def _tell(self) -> None:
        with suppress(WebSocketClosedError):
            while True:
                batch = await self._waiting.get()
                if not await self._is_admitted(batch.changes):
                    self.close(_MAY_NOT, "You may not listen any more.")
                    return
                if words := batch.words_for(self._actor.rights):
                    await self.write_message(words)

    async def _is_admitted(self, changes: Sequence[Change]) -> bool:
        if time.monotonic() - self._asked < FRESH and not any(each.subject in _OF_RIGHTS for each in changes):
            return True
        try:
            self._actor = await self._ask_rights()
        except SchedulerError:
            return False
        return True

    async def _ask_rights(self) -> Actor:
        ask = functools.partial(admitted, self._asker, self.backend, PERMISSION)
        actor = await asyncio.get_running_loop().run_in_executor(self.backend.threads, ask)
        self._asked = time.monotonic()
        return actor
