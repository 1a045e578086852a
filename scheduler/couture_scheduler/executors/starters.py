"""Two ways to make a process for a launch: fork it from a warm parent, or start it afresh."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, Protocol

from couture_scheduler.engine.launch import Launch
from couture_scheduler.errors import UnavailableError
from couture_scheduler.executors.watch import process_descriptor
from couture_scheduler.files.environment import without_secrets
from couture_scheduler.files.launch_files import write_launch

_NOTEBOOK_WORDS = re.compile(rb"CoutureJupyterOperator|jupyter_operator|PapermillOperator|execute_notebook")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Ended:
    """A process of ours has ended: a task's (with its launch id), or a warm parent that may have taken several
    launches with it (without)."""

    launch_id: str | None
    pid: int
    exit_code: int


class Starter(Protocol):
    """Makes processes that do launches."""

    def start(self) -> None:
        """Get ready."""

    def launch(self, launch: Launch) -> None:
        """Have a process made for this launch."""

    def waitables(self) -> Sequence[Any]:
        """Objects that become readable when ``ended`` has news."""

    def ended(self) -> list[Ended]:
        """Processes that have ended since the last call; never waits."""

    def stop(self) -> None:
        """Make no more; running tasks go on."""


class ForkStarter:
    """Has tasks forked by the root zygote, and starts a new root zygote when it dies."""

    def __init__(self, news_fd: int, dags_folder: Path, log: Path) -> None:
        self._news_fd = news_fd
        self._dags_folder = dags_folder
        self._log = log
        self._commands: Connection | None = None
        self._root: subprocess.Popen[bytes] | None = None
        self._descriptor: int | None = None

    def start(self) -> None:
        """Start the root zygote; it takes commands at once and does them when it is warm."""
        ours, theirs = Pipe()
        fds = (theirs.fileno(), self._news_fd)
        command = [sys.executable, "-m", "couture_scheduler.worker.zygote", *map(str, fds), str(self._dags_folder)]
        self._log.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._log.open("ab") as log:
                self._root = subprocess.Popen(
                    command,
                    pass_fds=fds,
                    env=without_secrets(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        except OSError as error:
            raise UnavailableError(f"The parent process of tasks could not be started: {error}.") from error
        theirs.close()
        self._commands = ours
        self._descriptor = process_descriptor(self._root.pid)

    def launch(self, launch: Launch) -> None:
        """Send the launch to the root zygote."""
        self._send({"launch": launch.to_json(), "notebook": mentions_notebooks(launch.source_path)})

    def warm_notebooks(self) -> None:
        """Have what notebook tasks need imported now, so that the first of them does not wait for it."""
        self._send({"notebook": True})

    def waitables(self) -> Sequence[Any]:
        """The root zygote's end."""
        return [] if self._descriptor is None else [self._descriptor]

    def ended(self) -> list[Ended]:
        """Whether the root zygote has died; a new one is started then."""
        root = self._root
        code = root.poll() if root is not None else None
        if root is None or code is None:
            return []
        self.stop()
        self.start()
        return [Ended(None, root.pid, code)]

    def stop(self) -> None:
        """Close the line to the root zygote: it ends when its last child has ended."""
        if self._commands is not None:
            self._commands.close()
            self._commands = None
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self._root = None

    def _send(self, command: dict[str, Any]) -> None:
        """A broken line is noticed as the root zygote's end, after which the launch is sent again."""
        if self._commands is None:
            self.start()  # a new root zygote could not be started when the last one died: now it may work
        try:
            assert self._commands is not None
            self._commands.send_bytes(json.dumps(command).encode())
        except OSError:
            return


class FreshStarter:
    """Starts ``python -m couture_scheduler.worker.main`` for each launch: slower, but it works everywhere."""

    def __init__(self, news_fd: int, dags_folder: Path) -> None:
        self._news_fd = news_fd
        self._dags_folder = dags_folder
        self._processes: dict[str, tuple[subprocess.Popen[bytes], int | None]] = {}

    def start(self) -> None:
        """Nothing to prepare."""

    def launch(self, launch: Launch) -> None:
        """Start the process; its standard input carries nothing, its output goes to the log."""
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "couture_scheduler.worker.main",
                str(write_launch(launch, f"{os.getpid()}-{next(_numbers)}")),
                str(self._news_fd),
                str(self._dags_folder),
            ],
            pass_fds=(self._news_fd,),
            env=without_secrets(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._processes[launch.id] = (process, process_descriptor(process.pid))

    def waitables(self) -> Sequence[Any]:
        """The ends of the processes."""
        return [descriptor for _, descriptor in self._processes.values() if descriptor is not None]

    def ended(self) -> list[Ended]:
        """Processes that have ended."""
        codes = {key: process.poll() for key, (process, _) in self._processes.items()}
        found = [Ended(key, self._processes[key][0].pid, code) for key, code in codes.items() if code is not None]
        for each in found:
            _, descriptor = self._processes.pop(str(each.launch_id))
            if descriptor is not None:
                os.close(descriptor)
        return found

    def stop(self) -> None:
        """Running tasks go on."""
        for _, descriptor in self._processes.values():
            if descriptor is not None:
                os.close(descriptor)
        self._processes.clear()


@lru_cache(maxsize=1024)
def mentions_notebooks(source: str) -> bool:
    """Whether the parent of this DAG should have the notebook libraries imported: a guess from the words in the
    source, which costs time when it is wrong and nothing else."""
    try:
        return _NOTEBOOK_WORDS.search(Path(source).read_bytes()) is not None
    except OSError:
        return False
