"""Sends launches to the broker, in a thread: the loop does not wait while the broker is away."""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from couture_scheduler.executors.remote.celery_app import TASK, queue_of

if TYPE_CHECKING:
    from celery import Celery
    from kombu.entity import Queue

PAUSE, MOST_PAUSE = 0.5, 10.0  # seconds between attempts to reach the broker
PATIENCE = 10  # seconds for one

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One launch to send: its id, its file as the shared home has it, and the operator's queue. ``again``: it was sent
    before, and is sent only if the broker's queue is empty, which means that it was lost there."""

    launch_id: str
    file: str
    queue: str
    again: bool = False


class Dispatch:
    """A queue in memory and the thread that empties it. What it holds when the engine ends was never claimed, so the
    next engine sends it."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dispatch", daemon=True)
        self.problem = ""

    def start(self) -> None:
        """Send from now on."""
        self._thread.start()

    def put(self, message: Message) -> None:
        """Send this as soon as the broker takes it."""
        self._messages.put(message)

    def stop(self) -> None:
        """Send no more."""
        self._stopping.set()
        self._messages.put(None)
        if self._thread.is_alive():
            self._thread.join(PATIENCE * 2)

    def _run(self) -> None:
        while (message := self._messages.get()) is not None and not self._stopping.is_set():
            try:
                self._deliver(message)
            except Exception:  # the next ones must go; this one nobody will have taken, so it is sent again
                log.exception("Launch %s cannot be sent, which is tried again later", message.launch_id)
        self._app.close()

    def _deliver(self, message: Message) -> None:
        """Until the broker has it."""
        pause = PAUSE
        while not self._stopping.is_set():
            try:
                self._send(message)
            except self._connection_errors() as error:
                if not self.problem:
                    log.warning("The broker cannot be reached, tasks wait: %s", error)
                self.problem = f"The broker cannot be reached: {error}"
                self._stopping.wait(pause)
                pause = min(MOST_PAUSE, pause * 2)
            else:
                if self.problem:
                    log.info("The broker can be reached again")
                self.problem = ""
                return

    def _send(self, message: Message) -> None:
        queue = queue_of(message.queue)
        if message.again and self._waiting(queue):
            return
        self._app.send_task(
            TASK, args=[message.file], task_id=message.launch_id, queue=queue, retry=False, ignore_result=True
        )

    def _waiting(self, queue: Queue) -> int:
        """How many messages wait in the broker's queue."""
        with self._app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=PATIENCE)
            bound: Any = queue(connection.default_channel)
            return int(bound.queue_declare().message_count)

    def _connection_errors(self) -> tuple[type[BaseException], ...]:
        from kombu.exceptions import OperationalError

        with self._app.connection_for_write() as connection:
            return (OperationalError, *connection.connection_errors, *connection.channel_errors)
