"""The warm parent of one DAG version: it has imported the DAG's source once and forks a process for each try.

It forks ahead: while a try runs, the process of the next one exists already and waits for its launch.
"""

from __future__ import annotations

import gc
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe

from couture_scheduler.engine.launch import Launch
from couture_scheduler.worker.dag_source import DagSource
from couture_scheduler.worker.news import News
from couture_scheduler.worker.rehearsal import rehearse
from couture_scheduler.worker.task_parent import TaskParent

SPARE = ""  # what a child works on that waits for its launch


@dataclass(slots=True)
class Spare:
    """A child that waits for its launch."""

    pid: int
    launches: Connection


class DagZygote(TaskParent):
    """Forks the tries of one DAG version."""

    def __init__(self, commands: Connection, news: News, source: DagSource) -> None:
        super().__init__(commands, news)
        self._source = source
        self._spare: Spare | None = None

    def on_command(self, message: bytes) -> None:
        """Give the launch to the child that waits for one, or to a new one; then have another child wait."""
        pid = self._hand_over(message)
        launch = Launch.from_json(json.loads(message)["launch"])
        if pid is None:
            self.start(launch, self._source)
        else:
            self.children[pid] = launch.id
            self.watch_log(launch)
        with suppress(OSError):  # no process to be had: the next launch will tell of it, if it is still so
            self._fork_ahead()

    def on_exit(self, pid: int, status: int, key: str) -> None:
        """A child that ended before it had a launch is no loss."""
        if key != SPARE:
            super().on_exit(pid, status, key)
        elif self._spare is not None and self._spare.pid == pid:
            self.before_work()

    def stop_listening(self) -> None:
        """The child that waits ends as well."""
        super().stop_listening()
        self.before_work()

    def before_work(self) -> None:
        """Let go of the child that waits: in another child, or because it is not needed any more."""
        if self._spare is not None:
            self._spare.launches.close()
            self._spare = None

    def _hand_over(self, message: bytes) -> int | None:
        spare = self._spare
        if spare is None:
            return None
        try:
            spare.launches.send_bytes(message)
        except OSError:  # it has died
            return None
        finally:
            self.before_work()
        return spare.pid

    def _fork_ahead(self) -> None:
        theirs, ours = Pipe(duplex=False)

        has_time = len(self.children) < (os.cpu_count() or 1)

        def wait() -> int:
            ours.close()
            if has_time:
                rehearse()
            return self._await_launch(theirs)

        self._spare = Spare(self.fork(SPARE, wait), ours)
        theirs.close()

    def _await_launch(self, launches: Connection) -> int:
        """The life of a child that was forked ahead."""
        try:
            message = launches.recv_bytes()
        except EOFError:
            return 0  # not needed
        launches.close()
        return self.work(Launch.from_json(json.loads(message)["launch"]), self._source)


def serve(commands: Connection, news: News, source: DagSource) -> int:
    """The life of a DAG zygote."""
    source.load()
    gc.collect()
    gc.freeze()  # what is here now is never looked at by a child's collector: its pages stay shared
    DagZygote(commands, news, source).serve()
    return 0
