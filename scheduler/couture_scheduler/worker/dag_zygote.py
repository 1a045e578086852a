"""The warm parent of one DAG version: it has imported the DAG's source once and forks a process for each try."""

from __future__ import annotations

import gc
import json
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


class DagZygote(Parent):
    """Forks the tries of one DAG version, tells of those that ended without a word, and of logs that grew."""

    def __init__(self, commands: Connection, news: News, source: DagSource) -> None:
        super().__init__(commands)
        self._news = news
        self._source = source
        self._looked = time.monotonic()
        self._logs: dict[str, list[Any]] = {}  # launch id -> [log, size when we last told]

    def on_command(self, message: bytes) -> None:
        """Fork a worker for the launch."""
        launch = Launch.from_json(json.loads(message)["launch"])
        try:
            self.fork(launch.id, lambda: work(launch, self._source, self._news))
        except OSError as error:
            self._news.send(t="exit", id=launch.id, error=f"No process could be started for the task: {error}.")
            return
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
        """Tell of logs that grew, at most once a tick: most tasks end before that."""
        if time.monotonic() - self._looked < self.tick:
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


def work(launch: Launch, source: DagSource, news: News) -> int:
    """The life of a worker process."""
    os.setsid()
    gc.enable()
    return run_launch(launch, source.operator, news)


def serve(commands: Connection, news: News, source: DagSource) -> int:
    """The life of a DAG zygote."""
    source.load()
    gc.collect()
    gc.freeze()  # what is here now is never looked at by a child's collector: its pages stay shared
    DagZygote(commands, news, source).serve()
    return 0
