"""Processes that answer what only reads, beside the threads of the server.

Python runs one thread of a process at a time, and the event loop has to wait for its turn at every socket that it reads
or writes. While many people read, that waiting is most of what an answer takes. Answers that are made in other
processes leave the turn to the event loop, and use the other processors.

They end with the server, however it ends. When one of them dies, its questions are answered by the server's own
threads, and others are started.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from couture_scheduler.access import Actor
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.events import Change
from couture_scheduler.store.session import Store
from traitlets.config import Config

from couture_server.access.roles import RoleProvider
from couture_server.garbage import collect_less
from couture_server.http.answering import Question, answer_to, failed
from couture_server.http.errors import Failure
from couture_server.http.routes import Route

WAITING = 8  # questions for each process, at most; what comes then is for the threads
PAUSE = 5.0  # seconds until others are started, when one died

NOT_STARTED = "Answering processes could not be started; the server's threads answer all questions."

log = logging.getLogger(__name__)


class AnsweringProcesses:
    """``count`` processes, from ``start`` to ``close``; these may be called in any thread, all else on the event loop.

    Args:
        count: how many; with 0 nothing is ever taken.
        settings: where the database is.
        roles: who says what people may do; each process makes its own, from the class and the configuration.
        routes: all routes; those are answered that are ``store_only``.
    """

    def __init__(self, count: int, settings: Settings, roles: RoleProvider, routes: Iterable[Route]) -> None:
        self._count = count
        self._settings, self._roles = settings, roles
        self._routes = {each.path: each for each in routes if each.store_only}
        self._pool: ProcessPoolExecutor | None = None
        self._is_ready = self._is_closed = False
        self._under_way = 0

    def start(self) -> None:
        """Begin to start them; the database must be ready. They take questions as soon as one of them is there."""
        if not self._count or self._is_closed:
            return
        given = (self._settings, type(self._roles), _own_config(self._roles), self._routes)
        spawn = multiprocessing.get_context("spawn")  # a copy of a process with threads may wait for one for ever
        self._pool = ProcessPoolExecutor(self._count, spawn, _begin, given)
        try:
            for _ in range(self._count):
                self._pool.submit(os.getpid).add_done_callback(self._begun)
        except (pickle.PicklingError, AttributeError, TypeError, OSError):  # that cannot be sent, or there is no room
            log.exception(NOT_STARTED)

    def close(self) -> None:
        """End them."""
        self._is_ready, self._is_closed = False, True
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def take(self, route: Route) -> bool:
        """Whether they can answer this, and have time."""
        return self._is_ready and route.store_only and self._under_way < WAITING * self._count

    async def answer_to(self, question: Question, route: Route) -> bytes | Failure:
        """Have one of them answer; ``BrokenProcessPool`` when one died, which ends them all."""
        pool = self._pool
        assert pool is not None
        self._under_way += 1
        try:
            return await asyncio.wrap_future(pool.submit(_answer_to, replace(question, headers={}), route.path))
        except BrokenProcessPool:
            if pool is self._pool and self._is_ready:
                self._renew()
            raise
        finally:
            self._under_way -= 1

    def _begun(self, begun: Future[int]) -> None:
        if begun.cancelled():
            return
        if begun.exception() is None:
            self._is_ready = not self._is_closed
        else:
            log.error(NOT_STARTED)

    def _renew(self) -> None:
        log.warning("An answering process died. The server's threads answer; others start in %g s.", PAUSE)
        self._is_ready = False
        timer = threading.Timer(PAUSE, self.start)
        timer.daemon = True
        timer.start()


class _Reader:
    """As much of the server's backend as reading needs. Each process makes one, and keeps it ``here``."""

    here: ClassVar[_Reader]

    def __init__(
        self, settings: Settings, role_provider: type[RoleProvider], config: Config, routes: dict[str, Route]
    ) -> None:
        self.roles = role_provider(config=config)
        self.routes = routes
        self._settings = settings
        self._store = Store(settings.db_url)

    def store(self) -> Store:
        """The database, which the server made ready."""
        return self._store

    def context(self, actor: Actor) -> ActionContext:
        """The actions' context of a person who only looks."""
        return ActionContext(self._store, self._settings, actor, _Nobody(), lambda: datetime.now(UTC))


class _Nobody:
    """Told of changes, which there cannot be."""

    def notify(self, *changes: Change) -> None:
        """Refuse."""
        raise AssertionError(f"What only reads has changed something: {changes}")


def _own_config(roles: RoleProvider) -> Config:
    """The sections about its classes: elsewhere in a configuration there may be functions, which no process is sent."""
    names = [each.__name__ for each in type(roles).mro()]
    return Config({name: section for name, section in roles.config.items() if name in names})


def _begin(settings: Settings, role_provider: type[RoleProvider], config: Config, routes: dict[str, Route]) -> None:
    """The first thing that a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends us
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    logging.basicConfig(format="[%(levelname).1s %(asctime)s %(name)s] %(message)s")
    _Reader.here = _Reader(settings, role_provider, config, routes)
    collect_less()


def _end_with_the_server() -> None:
    """Also when it is killed and could tell nobody."""
    server = multiprocessing.parent_process()
    assert server is not None
    server.join()
    os._exit(1)


def _answer_to(question: Question, path: str) -> bytes | Failure:
    """Errors go back as what is told of them: not all of them can be sent to another process."""
    reader = _Reader.here
    route = reader.routes[path]
    try:
        answer: bytes = answer_to(question, route, reader)
    except Exception as error:  # the edge, as in the handler
        failure = failed(route, error)
        if failure.unexpected:
            log.exception("GET %s failed", path)
        return failure
    return answer
