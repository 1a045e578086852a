"""Limits of a job's process, a kernel or a script: memory and processors.

Where we may make a control group, it holds both. Memory is watched in any case: a process that, with those that it
started, holds more than it may is ended with them, and the sentence tells the limit. Without a control group a step too
large to be seen in time is stopped by a resource limit (``RLIMIT_DATA``), as a ``MemoryError``, and the process is
bound to as many processors as it may use, whole ones (both Linux only).
"""

from __future__ import annotations

import logging
import math
import os
import random
import signal
import threading
from contextlib import suppress
from pathlib import Path

import psutil

from couture_scheduler.kernels.control_groups import ControlGroup, join_group
from couture_scheduler.kernels.kernel_memory import KernelMemory

PAUSE = 0.1  # seconds between two looks
CHILDREN_EVERY = 0.5  # seconds between two looks for more children
MEGABYTE = 1024 * 1024
# What a program sets aside and never touches counts for the resource limit too: threads, numeric libraries.
SET_ASIDE = 2048 * MEGABYTE

log = logging.getLogger("couture.notebook")


class KernelLimits:
    """What one kernel or script may use; ``None`` is no limit."""

    def __init__(self, memory_bytes: int | None = None, cpus: float | None = None) -> None:
        self.memory_bytes = memory_bytes
        self.cpus = cpus
        self._sentence = ""
        self._group: ControlGroup | None = None
        self._over = threading.Event()

    def begin(self, pid: int | None) -> None:
        """Keep the process, and what it starts, within the limits from now on."""
        if not pid or (self.memory_bytes is None and self.cpus is None):
            return
        self._group = join_group(pid, self.memory_bytes, self.cpus)
        if self.cpus is not None and self._group is None:
            _bind(pid, math.ceil(self.cpus))
        if self.memory_bytes is not None:
            if self._group is None:
                _limit_data(pid, self.memory_bytes)
            threading.Thread(target=self._watch, args=(pid, self.memory_bytes), name="memory", daemon=True).start()

    def end(self) -> None:
        """The process is given back, or has ended."""
        self._over.set()

    def advice(self, error_name: str) -> str:
        """What to say to an error of the code that the limit may have brought about."""
        if error_name != "MemoryError" or self.memory_bytes is None:
            return ""
        return f"This job may use {self.memory_bytes // MEGABYTE} MB of memory: raise the limit, or use less."

    @property
    def exceeded(self) -> str:
        """A sentence when the process was ended for its memory."""
        if not self._sentence and self._group is not None and self._group.was_out_of_memory:
            return self._told("too much")
        return self._sentence

    def _told(self, held: str) -> str:
        most = (self.memory_bytes or 0) // MEGABYTE
        return (
            f"It used {held} of memory, and this job may use {most} MB, so it was ended. "
            "Let it use less, or raise the memory limit of the job."
        )

    def _watch(self, pid: int, most: int) -> None:
        memory = KernelMemory(pid, CHILDREN_EVERY)
        while not self._over.wait(PAUSE):
            held = memory.now()
            if held is not None and held > most:
                held = memory.shared_once()
            if held is None:
                return
            if held > most:
                self._sentence = self._told(f"{held // MEGABYTE} MB")
                log.error("The job reached its memory limit. %s", self._sentence)
                _kill(pid)
                return


def _kill(pid: int) -> None:
    """With its process group: what it started must not go on."""
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)


def _limit_data(pid: int, memory_bytes: int) -> None:
    """A bound, for each process by itself, that only a step far beyond the limit reaches."""
    with suppress(psutil.Error, OSError, ValueError, AttributeError):
        process = psutil.Process(pid)
        _, hard = process.rlimit(psutil.RLIMIT_DATA)
        bound = process.memory_info().data + 2 * memory_bytes + SET_ASIDE
        process.rlimit(psutil.RLIMIT_DATA, (bound if hard < 0 else min(bound, hard), hard))


def _bind(pid: int, count: int) -> None:
    if not hasattr(os, "sched_setaffinity"):
        log.warning("This system cannot limit the processors that a kernel uses: it may use all.")
        return
    allowed = sorted(os.sched_getaffinity(0))
    # At random, so that jobs do not all share the first ones.
    chosen = random.sample(allowed, min(count, len(allowed)))
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            os.sched_setaffinity(int(task.name), chosen)
