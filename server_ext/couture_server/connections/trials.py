"""Connections that are tried out while nobody waits for the answer: whoever asked comes back for it with a token."""

from __future__ import annotations

import functools
import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from couture_scheduler.errors import ConflictError, NotFoundError, SchedulerError
from couture_scheduler.worker.try_connection import ConnectionVerdict

from couture_server.http.errors import UNEXPECTED

log = logging.getLogger(__name__)

AT_ONCE = 2
MOST_KEPT = 500  # of the newest; they are forgotten when the server ends


@dataclass(slots=True)
class Trial:
    """One of them, and how it stands: ``queued``, ``running``, ``success`` or ``failed``."""

    token: str
    person: str
    connection_id: str
    created_at: datetime
    state: str = "queued"
    message: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is an answer."""
        return self.state in ("success", "failed")


class Trials:
    """Those that were asked for since the server started."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="couture-trial")
        self._known: dict[str, Trial] = {}
        self._lock = threading.Lock()

    def begin(self, person: str, connection_id: str, now: datetime, work: Callable[[], ConnectionVerdict]) -> Trial:
        """Try it out as soon as a thread is free. ``ConflictError`` while the person has one of this connection."""
        trial = Trial(secrets.token_urlsafe(24), person, connection_id, now)
        with self._lock:
            for each in self._known.values():
                if not each.is_over and (each.person, each.connection_id) == (person, connection_id):
                    raise ConflictError(f"The connection {connection_id!r} is being tried out. Wait for that.")
            ended = [token for token, each in self._known.items() if each.is_over]
            for token in ended[: max(0, len(self._known) + 1 - MOST_KEPT)]:
                del self._known[token]
            self._known[trial.token] = trial
        self._threads.submit(_begun, trial, work).add_done_callback(functools.partial(_settle, trial))
        return trial

    def find(self, person: str, token: str) -> Trial:
        """The one with this token; it is nobody else's."""
        with self._lock:
            found = self._known.get(token)
        if found is None or found.person != person:
            raise NotFoundError("There is no test of a connection with this token.")
        return found

    def close(self) -> None:
        """Let go of what has not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _begun(trial: Trial, work: Callable[[], ConnectionVerdict]) -> ConnectionVerdict:
    trial.state = "running"
    return work()


def _settle(trial: Trial, done: Future[ConnectionVerdict]) -> None:
    """Write down the answer, or that there will be none."""
    if done.cancelled():
        trial.message, trial.state = "The server ended before.", "failed"
    elif (error := done.exception()) is None:
        verdict = done.result()
        trial.message, trial.state = verdict.message, "success" if verdict.works else "failed"
    elif isinstance(error, SchedulerError):
        trial.message, trial.state = str(error), "failed"
    else:
        log.error("Trying out a connection failed", exc_info=error)
        trial.message, trial.state = UNEXPECTED, "failed"
