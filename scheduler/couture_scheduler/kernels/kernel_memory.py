"""How much memory a kernel holds, with the processes it started. Asked after each cell, so it must cost little."""

from __future__ import annotations

import time

import psutil

FAMILY_EVERY = 2.0  # seconds between two looks for children: that takes a look at every process of the machine
MOST_TIME = 0.05  # of all time, for these looks


class KernelMemory:
    """The memory of one kernel's process and its children."""

    def __init__(self, pid: int, family_every: float = FAMILY_EVERY) -> None:
        self._children: list[psutil.Process] = []
        self._family_every = family_every
        self._looked = time.monotonic()
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

    def now(self) -> int | None:
        """Bytes at this moment (resident set size: what processes share counts for each); ``None`` when the process is
        gone or not ours to look at."""
        if self._process is None:
            return None
        try:
            own = int(self._process.memory_info().rss)
            if time.monotonic() - self._looked > self._family_every:
                self._look_for_children(self._process)
        except psutil.Error:
            return None
        return own + sum(_resident(child) for child in self._children)

    def shared_once(self) -> int | None:
        """As ``now``, but what several processes share counts once, where the system tells it. Takes longer."""
        rough = self.now()
        if rough is None or self._process is None:
            return None
        return sum(_proportional(each) for each in (self._process, *self._children))

    def _look_for_children(self, process: psutil.Process) -> None:
        began = time.monotonic()
        self._children = process.children(recursive=True)
        self._looked = time.monotonic()
        self._family_every = max(self._family_every, (self._looked - began) / MOST_TIME)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _proportional(process: psutil.Process) -> int:
    try:
        found = process.memory_full_info()
    except psutil.Error:
        return _resident(process)
    return int(getattr(found, "pss", found.rss))
