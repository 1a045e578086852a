"""The warm parent of one DAG version: it has imported the DAG's source once and forks a process for each try."""

from __future__ import annotations

import gc
import json
from multiprocessing.connection import Connection

from couture_scheduler.engine.launch import Launch
from couture_scheduler.worker.dag_source import DagSource
from couture_scheduler.worker.news import News
from couture_scheduler.worker.task_parent import TaskParent


class DagZygote(TaskParent):
    """Forks the tries of one DAG version."""

    def __init__(self, commands: Connection, news: News, source: DagSource) -> None:
        super().__init__(commands, news)
        self._source = source

    def on_command(self, message: bytes) -> None:
        """Fork a worker for the launch."""
        self.start(Launch.from_json(json.loads(message)["launch"]), self._source)


def serve(commands: Connection, news: News, source: DagSource) -> int:
    """The life of a DAG zygote."""
    source.load()
    gc.collect()
    gc.freeze()  # what is here now is never looked at by a child's collector: its pages stay shared
    DagZygote(commands, news, source).serve()
    return 0
