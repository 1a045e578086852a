"""Reading many DAG files quickly: each in a child forked from a parent that is warm already."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from couture_scheduler.files.environment import safe_path, without_secrets
from couture_scheduler.worker.parse import ParseResult, failed, parse_in_child, too_long, understand

IDLE = 60.0  # seconds after which the warm parent ends


class ZygoteClient:
    """Parses DAG files, one at a time; may be used from any thread. Without fork it starts fresh processes."""

    def __init__(self, *, idle: float = IDLE) -> None:
        self.environment: dict[str, str] = {}  # for the processes that read, beside our own
        self._idle = idle
        self._lock = threading.Lock()
        self._requests: Connection | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None

    def parse(self, path: Path, *, origin: Path, dags_folder: Path, timeout: float) -> ParseResult:
        """The DAGs of the file at ``path``, read as if it were ``origin``, or the problem."""
        if not hasattr(os, "fork"):
            return parse_in_child(
                path, origin=origin, dags_folder=dags_folder, timeout=timeout, environment=self.environment
            )
        began = time.monotonic()
        request = {
            "path": str(path),
            "origin": str(origin),
            "dags_folder": str(dags_folder),
            "timeout": timeout,
        }
        with self._lock:
            self._stop_timer()
            reply = self._ask(json.dumps(request).encode())
            self._start_timer()
        if reply is None:
            return failed("The process that reads DAG files ended unexpectedly, twice.", began)
        return _result(reply, timeout, began)

    def close(self) -> None:
        """End the warm parent; the next ``parse`` starts a new one."""
        with self._lock:
            self._stop_timer()
            self._drop()

    def _ask(self, request: bytes) -> bytes | None:
        for _ in range(2):
            requests = self._requests or self._start()
            try:
                requests.send_bytes(request)
                return requests.recv_bytes()
            except (OSError, EOFError):
                self._drop()
        return None

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        self._server = subprocess.Popen(
            [sys.executable, "-m", "couture_scheduler.worker.parse_server", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            env={**without_secrets(), **safe_path(), **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._requests = ours
        return ours

    def _drop(self) -> None:
        if self._requests is not None:
            self._requests.close()
            self._requests = None
        if self._server is not None:
            self._server.wait()
            self._server = None

    def _start_timer(self) -> None:
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _result(reply: bytes, timeout: float, began: float) -> ParseResult:
    document = json.loads(reply)
    if "late" in document:
        return failed(too_long(timeout), began)
    if "exit" in document:
        return understand(b"", document["exit"], began)
    return understand(reply, 0, began)
