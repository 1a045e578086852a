"""The reading end of the pipe through which workers and their parents tell what happens. See ``worker/news.py``."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any

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
        """All messages that are there; never waits."""
        chunks = [self._rest]
        with suppress(BlockingIOError):
            while chunk := os.read(self.reader, _WANTED):
                chunks.append(chunk)
        *lines, self._rest = b"".join(chunks).split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """Workers that still tell something find nobody, which they can bear."""
        os.close(self.reader)
        os.close(self.writer)
