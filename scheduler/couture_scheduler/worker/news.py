"""What a worker and its parents tell the executor: one line of JSON each, through a pipe that all of them share.

A line is shorter than what a pipe takes in one piece, so lines never mix. News may be lost (the executor's process is
gone, the pipe is full for long): everything that matters is on disk before it is told.
"""

from __future__ import annotations

import json
import os
import select
from typing import Any

ROOM = getattr(select, "PIPE_BUF", 512)  # bytes that a pipe takes in one piece
PATIENCE = 1.0  # seconds to wait for room in the pipe


class News:
    """The writing end. ``fd`` may be -1: then nobody listens."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        if fd >= 0:
            os.set_blocking(fd, False)

    def send(self, **message: Any) -> bool:
        """Tell; ``False`` when the message is too long or nobody takes it."""
        return self._send(json.dumps(message, separators=(",", ":")).encode() + b"\n")

    def send_done(self, launch_id: str, result: bytes) -> bool:
        """Tell that the launch is done, with its result, which is JSON already."""
        return self._send(b'{"t":"done","id":"%b","outcome":%b}\n' % (launch_id.encode(), result))

    def _send(self, line: bytes) -> bool:
        if self.fd < 0 or len(line) > ROOM:
            return False
        try:
            return self._write(line)
        except OSError:  # the reader is gone: a new engine will find what is on disk
            return False

    def _write(self, line: bytes) -> bool:
        for _ in range(2):
            try:
                os.write(self.fd, line)
                return True
            except BlockingIOError:
                select.select([], [self.fd], [], PATIENCE)
        return False
