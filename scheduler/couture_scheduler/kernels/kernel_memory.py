"""How much memory a kernel holds, with the processes it started. Asked after each cell, so it must cost little."""

from __future__ import annotations

import time

import psutil

FAMILY_EVERY = 2.0  # seconds between two looks for children: that takes a look at every process of the machine


class KernelMemory:
    """The memory of one kernel's process and its children (resident set size: shared pages count for each)."""

    def __init__(self, pid: int) -> None:
        self._children: list[psutil.Process] = []
        self._looked = time.monotonic()
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

    def now(self) -> int | None:
        """Bytes at this moment; ``None`` when the process is gone or not ours to look at."""
        if self._process is None:
            return None
        try:
            own = int(self._process.memory_info().rss)
            if time.monotonic() - self._looked > FAMILY_EVERY:
                self._children = self._process.children(recursive=True)
                self._looked = time.monotonic()
        except psutil.Error:
            return None
        return own + sum(_rss(child) for child in self._children)


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
