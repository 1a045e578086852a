"""The root zygote: a lean process that has imported what every task needs and forks the warm parents of DAGs.

    executor ──commands──► root ──► DAG zygote (one a busy DAG version) ──► worker (one a try)
                            ├────► worker (the first try of a DAG version in a while)
                            └────► notebook root (has imported nbclient and papermill) ──► DAG zygotes of notebooks
    executor ◄──news── everybody

Commands are JSON documents on a socket; news are lines on a pipe. When the executor's process is gone, its end of the
socket closes: then nobody forks any more, parents wait for their children and end.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.environment import look_here_last
from couture_scheduler.files.processes import TASK_SCORE, offer_to_oom_killer
from couture_scheduler.worker import dag_zygote
from couture_scheduler.worker.dag_source import DagSource
from couture_scheduler.worker.news import News
from couture_scheduler.worker.rehearsal import rehearse_often
from couture_scheduler.worker.run import prepare_output
from couture_scheduler.worker.task_parent import TaskParent

BUSY = 20.0  # a DAG version that is wanted again within so many seconds gets a warm parent
MOST_DAGS = 16  # warm parents kept by one root
IDLE = 600.0  # seconds after which an unused warm parent ends
NOTEBOOKS = "notebooks"


@dataclass(slots=True)
class Branch:
    """A process below us that takes commands."""

    pid: int
    commands: Connection
    used: float


class Root(TaskParent):
    """Sends each launch to the warm parent of its DAG version. A version that has not been wanted for a while gets none
    yet: its try is forked from here and imports the DAG itself, which costs one fork less, and no parent stays behind.
    (Hundreds of DAGs with one task each, all due in the same minute, would else make hundreds of parents.)"""

    def __init__(self, commands: Connection, news: News, dags_folder: Path, *, for_notebooks: bool) -> None:
        super().__init__(commands, news)
        self._dags_folder = dags_folder
        self._for_notebooks = for_notebooks
        self._branches: OrderedDict[str, Branch] = OrderedDict()
        self._tidied = time.monotonic()
        self._wanted: dict[str, float] = {}  # source hash and file -> when a try of it was launched last

    def on_command(self, message: bytes) -> None:
        """A launch, or ``warm_notebooks``."""
        command = json.loads(message)
        if command["notebook"] and not self._for_notebooks:
            self._send(NOTEBOOKS, message, self._notebook_root)
        elif "launch" in command:
            self._launch(command["launch"], message)

    def _launch(self, launch: dict[str, Any], message: bytes) -> None:
        key, now = f"{launch['source_hash']} {launch['origin_path']}", time.monotonic()  # two files may be the same
        is_busy = now - self._wanted.get(key, -BUSY) < BUSY
        self._wanted[key] = now
        if is_busy or key in self._branches:
            self._send(key, message, lambda end: dag_zygote.serve(end, self._news, self._source(launch)))
        else:
            self.start(Launch.from_json(launch), self._source(launch))

    def _source(self, launch: dict[str, Any]) -> DagSource:
        return DagSource(Path(launch["source_path"]), Path(launch["origin_path"]), self._dags_folder)

    def on_exit(self, pid: int, status: int, key: str) -> None:
        """A branch that broke may have taken launches with it: the executor looks after them."""
        if key in self._logs:
            super().on_exit(pid, status, key)
            return
        branch = self._branches.get(key)
        if branch is not None and branch.pid == pid:
            self._close(key)
        if status != 0:
            self._news.send(t="gone", status=status)

    def on_tick(self) -> None:
        """End warm parents that nobody used for long."""
        super().on_tick()
        now = time.monotonic()
        if now - self._tidied < BUSY:
            return
        self._tidied = now
        self._wanted = {key: at for key, at in self._wanted.items() if now - at < BUSY}
        oldest = now - IDLE
        for key in [key for key, branch in self._branches.items() if branch.used < oldest and key != NOTEBOOKS]:
            self._close(key)

    def stop_listening(self) -> None:
        """Pass it on: nobody forks any more."""
        super().stop_listening()
        for key in list(self._branches):
            self._close(key)

    def _send(self, key: str, message: bytes, life: Callable[[Connection], int]) -> None:
        for _ in range(2):
            branch = self._branches.get(key) or self._grow(key, life)
            branch.used = time.monotonic()
            self._branches.move_to_end(key)
            try:
                branch.commands.send_bytes(message)
                return
            except OSError:
                self._close(key)

    def _grow(self, key: str, life: Callable[[Connection], int]) -> Branch:
        if len(self._branches) >= MOST_DAGS:
            self._close(next(each for each in self._branches if each != NOTEBOOKS))
        ours, theirs = Pipe()

        def live() -> int:
            ours.close()
            self.before_work()
            return life(theirs)

        pid = self.fork(key, live)
        theirs.close()
        self._branches[key] = Branch(pid, ours, time.monotonic())
        return self._branches[key]

    def before_work(self) -> None:
        """A child that held these would keep warm parents alive."""
        for branch in self._branches.values():
            branch.commands.close()

    def _close(self, key: str) -> None:
        self._branches.pop(key).commands.close()

    def _notebook_root(self, commands: Connection) -> int:
        import_notebook_stack()
        gc.collect()
        gc.freeze()
        Root(commands, self._news, self._dags_folder, for_notebooks=True).serve()
        return 0


def import_task_stack() -> None:
    """What every task needs."""
    import couture_jupyter.run_task
    import couture_jupyter.serialization.load
    import couture_jupyter.xcom  # noqa: F401


def import_notebook_stack() -> None:
    """What every notebook task needs besides: about a second of importing."""
    import couture_scheduler.kernels.notebook_executor as executor
    import couture_scheduler.worker.notebook_task  # noqa: F401

    executor.import_all()


def main(arguments: list[str]) -> int:
    """``zygote <command descriptor> <news descriptor> <dags folder>``."""
    commands = Connection(int(arguments[0]))
    news_fd = int(arguments[1])
    for fd in (commands.fileno(), news_fd):
        os.set_inheritable(fd, False)
    look_here_last()
    gc.disable()
    prepare_output()
    import_task_stack()
    rehearse_often()
    offer_to_oom_killer(TASK_SCORE)  # inherited: doing it in each task would cost a millisecond
    gc.collect()
    gc.freeze()
    Root(commands, News(news_fd), Path(arguments[2]), for_notebooks=False).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
