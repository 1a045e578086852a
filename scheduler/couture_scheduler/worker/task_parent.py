"""A parent of tries: forks a process for each, tells of those that ended without a word, and of logs that grew."""

from __future__ import annotations

import gc
import os
import signal
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.layout import LOG_NAME
from couture_scheduler.worker.dag_source import DagSource
from couture_scheduler.worker.news import News
from couture_scheduler.worker.parent import Parent
from couture_scheduler.worker.run import run_launch

TELL_EVERY = 1.0  # seconds between looks at the logs of running tries


class TaskParent(Parent):
    """What the warm parent of one DAG version and the root zygote have in common."""

    def __init__(self, commands: Connection, news: News) -> None:
        super().__init__(commands)
        self._news = news
        self._looked = time.monotonic()
        self._logs: dict[str, list[Any]] = {}  # launch id -> [log, size when we last told]

    def start(self, launch: Launch, source: DagSource) -> None:
        """Fork a worker for the launch."""
        try:
            self.fork(launch.id, lambda: self.work(launch, source))
        except OSError as error:
            self._news.send(t="exit", id=launch.id, error=f"No process could be started for the task: {error}.")
            return
        self.watch_log(launch)

    def watch_log(self, launch: Launch) -> None:
        """From now on tell when the launch's log grows."""
        self._logs[launch.id] = [Path(launch.folder, LOG_NAME), 0]

    def on_exit(self, pid: int, status: int, key: str) -> None:
        """Status 0 means that the worker said itself how it ended."""
        self._logs.pop(key, None)
        if os.WIFSIGNALED(status):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)  # its children would go on while the next try begins
        if status != 0:
            self._news.send(t="exit", id=key, pid=pid, status=status)

    def on_tick(self) -> None:
        """Tell of logs that grew, now and then: most tasks end before that."""
        if time.monotonic() - self._looked < TELL_EVERY:
            return
        self._looked = time.monotonic()
        for key, entry in self._logs.items():
            try:
                size = os.stat(entry[0]).st_size
            except FileNotFoundError:
                continue
            if size != entry[1]:
                entry[1] = size
                self._news.send(t="log", id=key, size=size)

    def before_work(self) -> None:
        """In the worker, before anything else: let go of what is the parent's."""

    def work(self, launch: Launch, source: DagSource) -> int:
        """The life of a worker process."""
        self.before_work()
        os.setsid()
        gc.enable()
        return run_launch(launch, source.operator, self._news)
