"""The WebSocket of somebody who looks on while a notebook runs.

    …/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/live/socket?try_number=&map_index=&generation=&offset=

Each message is ``{"generation": 0, "offset": 4711, "events": […]}``: what happened, and the place to go on from after a
lost connection. ``{"gone": true}`` is the last one: the executed notebook has everything and says where to go on, if
anywhere.
"""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress
from typing import Any

from couture_scheduler.actions import live_notebooks
from couture_scheduler.actions.live_notebooks import LiveTry
from couture_scheduler.errors import SchedulerError
from couture_scheduler.files.live_journals import LivePlace, LiveWindow
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from couture_server.backend import Backend
from couture_server.http.asking import Asker, admitted, who_asks
from couture_server.http.errors import failure
from couture_server.http.reading import read_query
from couture_server.live.bodies import LiveQuery

PATTERN = r"dags/(?P<dag_id>[^/]+)/dagRuns/(?P<run_id>[^/]+)/taskInstances/(?P<task_id>[^/]+)/live/socket"
PERMISSION = "runs:read"


class LiveSocketHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Tells one page what happens to one try's notebook."""

    def initialize(self, backend: Backend) -> None:
        """Called by tornado for each request."""
        self.backend = backend
        self._telling: asyncio.Task[None] | None = None

    async def get(self, **path: str) -> None:
        """Whoever may see the run may look on."""
        if not self.current_user:
            raise web.HTTPError(403)
        try:
            asker = await who_asks(self, self.backend.proxies, PERMISSION)
            query = read_query(LiveQuery, self.request.query_arguments)
            find = functools.partial(self._find, asker, path, query.try_number, self._map_index())
            found = await asyncio.get_running_loop().run_in_executor(self.backend.threads, find)
        except SchedulerError as error:
            raise web.HTTPError(failure(error).status, "%s", error) from error
        self._folder, self._place = found.folder, LivePlace(query.generation, query.offset)
        await super().get()

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Begin to tell."""
        super().open(*args, **kwargs)
        self._telling = asyncio.ensure_future(self._tell())

    def on_message(self, message: str | bytes) -> None:
        """Nothing is expected from those who look on."""

    def on_close(self) -> None:
        """Nobody listens any more."""
        if self._telling is not None:
            self._telling.cancel()

    def get_compression_options(self) -> dict[str, Any]:
        """Text of notebooks is worth compressing."""
        return {"compression_level": 1}

    async def _tell(self) -> None:
        """One message after the other is handed to the network: a slow reader gets fewer, longer ones."""
        with suppress(WebSocketClosedError):
            while True:
                window = await self.backend.live.next(self._folder, self._place)
                self._place = window.place
                await self.write_message(_message(window))
                if window.gone:
                    self.close()
                    return

    def _find(self, asker: Asker, path: dict[str, str], try_number: int | None, map_index: int) -> LiveTry:
        """Runs in a thread."""
        ctx = self.backend.context(admitted(asker, self.backend, PERMISSION))
        return live_notebooks.find_try(ctx, **path, try_number=try_number, map_index=map_index)

    def _map_index(self) -> int:
        given = self.get_query_argument("map_index", "-1")
        if not given.lstrip("-").isdecimal() or len(given) > 9:
            raise web.HTTPError(422, "map_index should be a whole number")
        return int(given)


def _message(window: LiveWindow) -> str:
    if window.gone:
        return '{"gone": true}'
    events = ",".join(window.lines.splitlines())
    return f'{{"generation": {window.place.generation}, "offset": {window.place.offset}, "events": [{events}]}}'
