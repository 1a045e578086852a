"""The engine's end of the triggerer (``worker/triggerer.py``): starts the process, sends waits, receives events."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from couture_scheduler.files.environment import without_secrets

LAST_WORDS = 8.0  # seconds for the triggers to clean up


class TriggererProcess:
    """One triggerer. Used by one thread; when it has ended, make another one."""

    def __init__(self, dags_folder: Path, log: Path) -> None:
        ours, theirs = Pipe()
        fd = theirs.fileno()
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "couture_scheduler.worker.triggerer", str(fd), str(dags_folder)],
                pass_fds=(fd,),
                env=without_secrets(),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        theirs.close()
        self._line: Connection = ours
        self.is_over = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def waitables(self) -> Sequence[Any]:
        """Objects that become readable when ``receive`` has news."""
        return [self._line]

    def send(self, message: dict[str, Any]) -> None:
        """Tell it something. Whether it has ended, ``receive`` finds out."""
        with suppress(OSError):
            self._line.send_bytes(json.dumps(message).encode())

    def receive(self) -> list[dict[str, Any]]:
        """All that it told since the last call; never waits. Sets ``is_over`` when it has ended."""
        found = []
        try:
            while self._line.poll():
                found.append(json.loads(self._line.recv_bytes()))
        except (OSError, EOFError):
            self.is_over = True
        return found

    def stop(self) -> None:
        """Have it end: its triggers clean up, then it is gone."""
        self._line.close()
        try:
            self._process.wait(LAST_WORDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
