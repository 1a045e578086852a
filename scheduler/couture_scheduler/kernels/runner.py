"""Starts processes for the service in the pool of a person: scripts, installers, reading and writing of files.

One connection, one process. The first message is a line of JSON with three open files, its standard input, output and
error output: ``{"command": [...], "cwd": ..., "env": {...}, "megabytes": ..., "cpus": ...}``. The answers are lines:
``{"pid": ...}`` or ``{"error": sentence}``, then ``{"status": exit status, "limits": sentence}``. When the connection
ends, however it ends, the process does, and what it has started.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import threading
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from couture_scheduler.kernels.account_pools import peer
from couture_scheduler.kernels.limits import KernelLimits

LONGEST = 1 << 22  # bytes of a question: all of a job's parameters are in its environment
GRACE = 3.0  # seconds between SIGTERM and SIGKILL
FILES = 3


class InUse(Protocol):
    """Keeps the pool from ending meanwhile."""

    def __call__(self) -> AbstractContextManager[None]:
        """For as long as the block runs."""


class Runner:
    """Listens at ``path``, for the user ``borrower`` alone."""

    def __init__(self, path: Path, borrower: int, in_use: InUse) -> None:
        self._borrower = borrower
        self._in_use = in_use
        self._asked = socket.socket(socket.AF_UNIX)
        self._asked.bind(str(path))
        self._asked.listen()

    def __enter__(self) -> Runner:
        threading.Thread(target=self._accept, name="runner", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._asked.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._asked.accept()
            except OSError:
                return  # closed
            if peer(line) == self._borrower:
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()
            else:
                line.close()

    def _answer(self, line: socket.socket) -> None:
        with line, suppress(OSError), self._in_use():
            asked, files = _read(line)
            try:
                process = _start(asked, files)
            except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
                tell(line, error=str(error))
                return
            finally:
                for each in files:
                    os.close(each)
            limits = KernelLimits(asked.get("bytes"), asked.get("cpus"))
            try:
                limits.begin(process.pid)
                tell(line, pid=process.pid)
                _watch(process, line)
            finally:
                limits.end()
                _end(process)
            tell(line, status=process.returncode, limits=limits.exceeded)


def tell(line: socket.socket, **message: Any) -> None:
    """Send a line."""
    line.sendall(json.dumps(message).encode() + b"\n")


def _read(line: socket.socket) -> tuple[dict[str, Any], list[int]]:
    data, files, _, _ = socket.recv_fds(line, 1 << 16, FILES)
    while not data.endswith(b"\n") and len(data) < LONGEST:
        more = line.recv(1 << 16)
        if not more:
            raise ConnectionError
        data += more
    asked: dict[str, Any] = json.loads(data)
    return asked, files


def _start(asked: dict[str, Any], files: list[int]) -> subprocess.Popen[bytes]:
    if len(files) != FILES:
        raise ValueError("Three open files go with a command.")
    return subprocess.Popen(
        asked["command"],
        cwd=asked["cwd"],
        env={**os.environ, **asked["env"], **_python_path(asked["env"])},
        stdin=files[0],
        stdout=files[1],
        stderr=files[2],
        start_new_session=True,
    )


def _python_path(env: dict[str, str]) -> dict[str, str]:
    """What is given goes before what the pool has itself."""
    both = [each for each in (env.get("PYTHONPATH"), os.environ.get("PYTHONPATH")) if each]
    return {"PYTHONPATH": os.pathsep.join(both)} if both else {}


def _watch(process: subprocess.Popen[bytes], line: socket.socket) -> None:
    """Until the process has ended, or whoever wanted it has gone."""
    ended = os.pidfd_open(process.pid)
    try:
        select.select([ended, line.fileno()], [], [])
    finally:
        os.close(ended)


def _end(process: subprocess.Popen[bytes]) -> None:
    """With what it has started: nothing of it may go on beside the next try."""
    with suppress(ProcessLookupError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
