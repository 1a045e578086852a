"""Requests to our API in a person's own server, passed on to the Couture service as they come; answers likewise.

Jupyter has looked at who asks and at the XSRF token before; what they may do is decided by the service.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from couture_scheduler.errors import ForbiddenError, NotFoundError, SchedulerError, UnavailableError
from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.httputil import HTTPHeaders, ResponseStartLine, parse_response_start_line
from tornado.iostream import StreamClosedError
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from couture_server.forwarding.service import AWAY, NOT_YOURS, Service, passed_back, path_below
from couture_server.http.errors import failure
from couture_server.http.models import ErrorBody

CONNECT = 10.0  # seconds to reach the service
BEGIN = 120.0  # seconds until it begins to answer
WHOLE = 6 * 3600.0  # seconds for a whole answer: logs and files of runs may be long
MOST = 10 * 2**30  # bytes of an answer
AT_ONCE = 50


def client() -> SimpleAsyncHTTPClient:
    """What speaks to the service; answers are passed on piece by piece and never held whole."""
    return SimpleAsyncHTTPClient(force_instance=True, max_clients=AT_ONCE, max_body_size=MOST)


def require_owner(handler: Any, service: Service) -> None:
    """Whoever else may use this server (an Admin of the Hub, say) does not act as its owner."""
    if not handler.current_user:
        raise web.HTTPError(403, "You are not signed in.")
    if handler.current_user.username != service.owner:
        raise ForbiddenError(NOT_YOURS.format(owner=service.owner))


class ForwardHandler(APIHandler):
    """Passes one request on."""

    def initialize(self, service: Service, client: SimpleAsyncHTTPClient) -> None:
        """Called by tornado for each request."""
        self.service = service
        self.client = client
        self._begun = asyncio.Event()
        self._is_over = False  # whatever comes further is not passed on
        self._has_head = False
        self._refused: web.HTTPError | None = None

    async def _forward(self, path: str) -> None:
        try:
            require_owner(self, self.service)
            await self._pass_on(path)
        except (ForbiddenError, NotFoundError, UnavailableError) as error:
            self._fail(error)

    get = post = put = patch = delete = _forward

    async def _pass_on(self, path: str) -> None:
        answer = asyncio.ensure_future(self.client.fetch(self._request(), raise_error=False))
        answer.add_done_callback(lambda _: self._begun.set())
        try:
            await asyncio.wait_for(self._begun.wait(), BEGIN)
        except TimeoutError:
            self._is_over = True
            raise UnavailableError(AWAY) from None
        self._end(await answer)

    def _request(self) -> HTTPRequest:
        own = self.request
        raw = own.uri.partition("?")[0].removeprefix(self.base_url).removeprefix("couture/")
        address = self.service.address(raw, own.query)
        if address is None:
            raise NotFoundError("There is no such resource.")
        return HTTPRequest(
            address,
            method=own.method,
            headers=self.service.headers(own.headers.get_all()),
            body=own.body if own.method in ("POST", "PUT", "PATCH") else None,
            connect_timeout=CONNECT,
            request_timeout=WHOLE,
            follow_redirects=False,
            decompress_response=False,
            header_callback=self._head,
            streaming_callback=self._piece,
        )

    def _head(self, line: str) -> None:
        """Called for each line above the body."""
        if self._is_over:
            return
        if line.startswith("HTTP/"):
            self._start: ResponseStartLine = parse_response_start_line(line.strip())
            self._headers_of_answer = HTTPHeaders()
        elif line.strip():
            self._headers_of_answer.parse_line(line)
        else:
            self._begin()

    def _begin(self) -> None:
        self.set_status(self._start.code, self._start.reason)
        self.clear_header("Content-Type")
        kind = self._headers_of_answer.get("Content-Type", "")
        if self.request.method == "GET" and not kind.startswith("application/json"):
            try:
                self.check_xsrf_cookie()  # as for Jupyter's own files: no other site may embed them
            except web.HTTPError as error:
                self._refused, self._is_over = error, True
                return
        for name, value in passed_back(self._headers_of_answer):
            self.set_header(name, value)
        self._has_head = True
        self._begun.set()

    async def _piece(self, chunk: bytes) -> None:
        """Called for each piece of the body: the next one is read when the browser has taken this one."""
        if self._is_over:
            return
        self.write(chunk)
        try:
            await self.flush()
        except StreamClosedError:
            self._is_over = True

    def _end(self, answer: HTTPResponse) -> None:
        if self._refused is not None:
            raise self._refused
        if not self._has_head:
            self.log.warning("Couture: the service does not answer: %s", answer.error)
            raise UnavailableError(AWAY)
        if answer.code == 599:  # it broke off in the middle: only closing the connection tells
            self.log.warning("Couture: the service's answer broke off: %s", answer.error)
            self.detach().close()
            return
        if not self._is_over:
            web.RequestHandler.finish(self)  # Jupyter's own would give it a type

    def _fail(self, error: SchedulerError) -> None:
        found = failure(error)
        self.set_status(found.status)
        self.finish(found.body.model_dump_json())

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """What this server refuses has the same shape as everything else."""
        error = kwargs.get("exc_info", (None, None))[1]
        told = error.log_message if isinstance(error, web.HTTPError) and status_code < 500 else None
        self.finish(ErrorBody(detail=told or self._reason).model_dump_json())


class WorkspaceHandler(ForwardHandler):
    """``GET workspace``: the service's answer, with the workspace as a path from this server's root."""

    def initialize(self, service: Service, client: SimpleAsyncHTTPClient, root: Path) -> None:  # type: ignore[override]
        """Called by tornado for each request."""
        super().initialize(service, client)
        self.root = root
        self._pieces: list[bytes] = []

    async def _piece(self, chunk: bytes) -> None:
        """A small answer, held whole."""
        self._pieces.append(chunk)

    def _request(self) -> HTTPRequest:
        request = super()._request()
        request.headers.pop("Accept-Encoding", None)
        return request

    def _end(self, answer: HTTPResponse) -> None:
        body = b"".join(self._pieces)
        if answer.code == 200:
            found = json.loads(body)
            body = json.dumps({**found, "root_prefix": path_below(self.root, Path(found["workspace"]))}).encode()
        self.clear_header("Content-Length")
        self.clear_header("Etag")
        self.write(body)
        super()._end(answer)

    async def get(self) -> None:  # type: ignore[override]
        """The workspace."""
        await self._forward("")
