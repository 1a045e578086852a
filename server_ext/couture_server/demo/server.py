"""Starts a Jupyter Server with the extension on loopback, ends it, and finds processes that outlived it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from couture_server.demo.workspace import DemoError

START_DEADLINE = 120.0
END_DEADLINE = 30.0
MARK = "COUTURE_DEMO"  # an environment variable that every process of one demo inherits


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. ``mark`` is the value of the variable ``COUTURE_DEMO`` in all of its processes."""

    url: str
    token: str
    mark: str


@contextlib.contextmanager
def running_server(workspace: Path) -> Iterator[Server]:
    """A Jupyter Server with our extension on a free port of this machine; ended at the end."""
    token, mark = secrets.token_hex(16), secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix="couture-demo-") as runtime:
        log = workspace / "jupyter-server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                _command(workspace, token),
                env={**os.environ, "JUPYTER_RUNTIME_DIR": runtime, MARK: mark},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        try:
            yield Server(_wait_for_url(process, Path(runtime), log), token, mark)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(END_DEADLINE)
            process.kill()


def _command(workspace: Path, token: str) -> list[str]:
    options = {
        "ServerApp.root_dir": str(workspace),
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": "0",
        "ServerApp.open_browser": "False",
        "ServerApp.allow_root": "True",
        "IdentityProvider.token": token,
    }
    return [sys.executable, "-m", "jupyter_server", *(f"--{name}={value}" for name, value in options.items())]


def _wait_for_url(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    deadline = time.monotonic() + START_DEADLINE
    while time.monotonic() < deadline and process.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):  # it is being written
                url = str(json.loads(file.read_text(encoding="utf-8"))["url"])
                if _listens(url):
                    return url
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    raise DemoError(f"The Jupyter server did not start; {log} says why.")


def _listens(url: str) -> bool:
    """Jupyter writes its address down a moment before it listens there."""
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=START_DEADLINE).close()
    except ConnectionRefusedError:
        return False
    return True


def processes_left(mark: str) -> list[psutil.Process]:
    """Every process that still carries the demo's mark."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def end_processes(mark: str) -> list[str]:
    """Wait until no process of the demo is left; end those that stay. Answers with what had to be ended."""
    _, stayed = psutil.wait_procs(processes_left(mark), timeout=END_DEADLINE)
    stayed = [process for process in stayed if process.is_running()] + processes_left(mark)
    names = []
    for process in set(stayed):
        with contextlib.suppress(psutil.Error):
            names.append(f"{process.pid} {' '.join(process.cmdline())}")
            process.kill()
    return names
