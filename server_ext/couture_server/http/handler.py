"""One tornado handler for all routes: who asks, may they, read the request, work in a thread, write the answer."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import IO, Any

from couture_scheduler.actions import spreadsheets
from couture_scheduler.errors import NotFoundError, SchedulerError
from couture_scheduler.files.regular import open_resolved
from jupyter_server.base.handlers import APIHandler
from pydantic import BaseModel
from tornado import web
from tornado.iostream import StreamClosedError

from couture_server.backend import Backend
from couture_server.http.answering import Question, answer_to, failed
from couture_server.http.asking import Asker, who_asks
from couture_server.http.errors import Failure
from couture_server.http.models import ErrorBody, FileAnswer, ImageAnswer, LinesAnswer, TableAnswer, TextAnswer
from couture_server.http.routes import Route

CHUNK = 1024 * 1024
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know that a CSV file is UTF-8


class RouteHandler(APIHandler):
    """Answers one path; ``routes`` has one entry a method."""

    def initialize(self, routes: dict[str, Route], backend: Backend) -> None:
        """Called by tornado for each request."""
        self.routes = routes
        self.backend = backend
        self._left = asyncio.Event()

    async def _answer(self, **path: str) -> None:
        route = self.routes.get(self.request.method)
        if route is None:
            raise web.HTTPError(405)
        try:
            asker = await who_asks(self, self.backend.proxies, route.permission)
            answer = await self._ask(route, self._question(asker, path))
            await self._write(route, answer)
        except SchedulerError as error:
            self._fail(failed(route, error))
        except web.HTTPError:
            raise
        except StreamClosedError:  # the browser has left: whole answers need no more words about it
            if not self._finished:
                raise
        except Exception as error:  # the edge: nothing of it may leave the server but a sentence
            self.log.exception("%s %s failed", route.method, route.path)
            self._fail(failed(route, error))

    get = post = put = patch = delete = _answer

    def _question(self, asker: Asker, path: dict[str, str]) -> Question:
        asked = self.request
        return Question(asker, path, asked.query_arguments, asked.body, asked.headers)

    async def _ask(self, route: Route, question: Question) -> Any:
        """In another process where one has time and can; else in a thread."""
        if self.backend.answering.take(route):
            with suppress(BrokenProcessPool):
                return await self.backend.answering.answer_to(question, route)
        work = functools.partial(answer_to, question, route, self.backend)
        return await asyncio.get_running_loop().run_in_executor(self.backend.threads_for(route.method), work)

    async def _write(self, route: Route, answer: Any) -> None:
        self.set_status(route.status)
        if isinstance(answer, Failure):
            self._fail(answer)
        elif isinstance(answer, FileAnswer):
            self.check_xsrf_cookie()  # as Jupyter does for its own files: no other site may embed them
            await self._write_file(answer)
        elif isinstance(answer, ImageAnswer):
            self.check_xsrf_cookie()
            self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
            await self.finish(answer.content, set_content_type=answer.media_type)
        elif isinstance(answer, TextAnswer):
            for name, value in answer.headers:
                self.set_header(name, value)
            await self.finish(answer.text, set_content_type="text/plain; charset=utf-8")
        elif isinstance(answer, LinesAnswer):
            await self._write_lines(answer)
        elif isinstance(answer, TableAnswer):
            self.check_xsrf_cookie()
            await self._write_table(answer)
        elif answer is None:
            self.update_api_activity()
            self.clear_header("Content-Type")
            await web.RequestHandler.finish(self)  # Jupyter's own would give the empty answer a type
        else:
            await self.finish(answer)

    async def _write_file(self, answer: FileAnswer) -> None:
        loop, threads = asyncio.get_running_loop(), self.backend.threads
        file = await loop.run_in_executor(threads, _open, answer)
        try:
            self.set_header("Content-Type", answer.media_type)
            self.set_header("Content-Security-Policy", "sandbox allow-scripts; frame-ancestors 'self'")
            if answer.download:
                self.set_attachment_header(answer.filename)
            while chunk := await loop.run_in_executor(threads, file.read, CHUNK):
                self.write(chunk)
                await self.flush()
            await self.finish(set_content_type=answer.media_type)
        finally:
            file.close()

    async def _write_table(self, answer: TableAnswer) -> None:
        """The first part is made before anything is sent: what is wrong with the question is still told as an error."""
        loop, parts = asyncio.get_running_loop(), iter(answer.parts)
        part = await loop.run_in_executor(self.backend.threads, _next_lines, parts)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_attachment_header(answer.filename)
        self.write(BYTE_ORDER_MARK + spreadsheets.lines([answer.head]))
        while part is not None and not self._left.is_set():
            self.write(part)
            await self.flush()
            part = await loop.run_in_executor(self.backend.threads, _next_lines, parts)
        await self.finish(set_content_type="text/csv; charset=utf-8")

    async def _write_lines(self, answer: LinesAnswer) -> None:
        """The waiting is done here, on the event loop; each look in a thread, which is free again after it."""
        loop, line = asyncio.get_running_loop(), answer.first
        self.clear_header("Content-Type")
        if answer.media_type is not None:
            self.set_header("Content-Type", answer.media_type)
        while True:
            self.write(line.content + b"\n")
            await self.flush()
            if line.is_last or await self._is_left_within(answer.interval):
                break
            line = await loop.run_in_executor(self.backend.threads, answer.look)
        await web.RequestHandler.finish(self)  # Jupyter's own would give it a type

    async def _is_left_within(self, seconds: float) -> bool:
        """Whether who asked went away, at the latest after these seconds."""
        try:
            await asyncio.wait_for(self._left.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def on_connection_close(self) -> None:
        """Called by tornado when who asked is gone."""
        super().on_connection_close()
        self._left.set()

    def _fail(self, found: Failure) -> None:
        if self._headers_written:  # a file broke off in the middle: only closing the connection tells
            self.detach().close()
            return
        self.set_status(found.status)
        self._write_json(found.body)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """What tornado and Jupyter refuse has the same shape as everything else."""
        if status_code == 405:
            self.set_header("Allow", ", ".join(sorted(self.routes)))
        error = kwargs.get("exc_info", (None, None))[1]
        told = error.log_message if isinstance(error, web.HTTPError) and status_code < 500 else None
        self._write_json(ErrorBody(detail=told or self._reason))

    def _write_json(self, body: BaseModel) -> None:
        self.finish(body.model_dump_json())


class NoSuchRouteHandler(RouteHandler):
    """Everything under our base that is no route: a 404 in our own shape, also for people who may do nothing."""

    async def _answer(self, **path: str) -> None:
        raise web.HTTPError(404, "There is no such resource.")

    get = post = put = patch = delete = _answer


def _next_lines(parts: Iterator[Sequence[Sequence[Any]]]) -> str | None:
    """The next rows as CSV; ``None`` when there are no more."""
    part = next(parts, None)
    return None if part is None else spreadsheets.lines(part)


def _open(answer: FileAnswer) -> IO[bytes]:
    try:
        return open_resolved(answer.path)
    except OSError as error:
        raise NotFoundError(f"The file {answer.filename} is not there any more, or cannot be read.") from error
    finally:
        if answer.is_temporary:
            answer.path.unlink(missing_ok=True)
