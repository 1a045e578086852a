"""The reading end of the pipe through which workers and their parents tell what happens. See ``worker/news.py``."""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import suppress
from typing import Any

log = logging.getLogger(__name__)

_WANTED = 1 << 20  # bytes of room: hundreds of tasks may end while the loop commits


class NewsPipe:
    """Both ends: the writing one is for children to inherit, and kept so that the pipe never closes."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(self.writer, False)
        if sys.platform == "linux":
            import fcntl

            with suppress(OSError):
                fcntl.fcntl(self.writer, fcntl.F_SETPIPE_SZ, _WANTED)
        self._rest = b""

    def read(self) -> list[dict[str, Any]]:
        """All messages that are there; never waits. What is none (the code of a task can write into any descriptor that
        it finds) is left out."""
        chunks = [self._rest]
        with suppress(BlockingIOError):
            while chunk := os.read(self.reader, _WANTED):
                chunks.append(chunk)
        *lines, self._rest = b"".join(chunks).split(b"\n")
        return [message for line in lines if (message := _understood(line)) is not None]

    def close(self) -> None:
        """Workers that still tell something find nobody, which they can bear."""
        os.close(self.reader)
        os.close(self.writer)


def _understood(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        message = None
    if isinstance(message, dict) and isinstance(message.get("t"), str):
        return message
    log.warning("Something that is no news was written into the pipe of the workers: %r", line[:100])
    return None
