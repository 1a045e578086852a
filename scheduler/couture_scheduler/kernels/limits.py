"""Limits of a job's kernel: memory and processors.

Where we may make a control group, it holds both. Memory is watched in any case: a kernel that, with the processes it
started, holds more than it may is ended, and the sentence tells the limit. Without a control group the kernel is bound
to as many processors as it may use, whole ones (Linux only).
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

from couture_scheduler.kernels.control_groups import ControlGroup, join_group
from couture_scheduler.kernels.kernel_memory import KernelMemory

PAUSE = 0.1  # seconds between two looks
MEGABYTE = 1024 * 1024

log = logging.getLogger("couture.notebook")


class KernelLimits:
    """What one kernel may use; ``None`` is no limit."""

    def __init__(self, memory_bytes: int | None = None, cpus: float | None = None) -> None:
        self._sentence = ""
        self._group: ControlGroup | None = None
        self._memory_bytes = memory_bytes
        self._cpus = cpus
        self._over = threading.Event()

    def begin(self, pid: int | None) -> None:
        """Keep the kernel's process within its limits from now on."""
        if pid and (self._memory_bytes is not None or self._cpus is not None):
            self._group = join_group(pid, self._memory_bytes, self._cpus)
        if pid and self._cpus is not None and self._group is None:
            _bind(pid, math.ceil(self._cpus))
        if pid and self._memory_bytes is not None:
            threading.Thread(target=self._watch, args=(pid, self._memory_bytes), name="memory", daemon=True).start()

    def end(self) -> None:
        """The kernel is given back."""
        self._over.set()

    @property
    def exceeded(self) -> str:
        """A sentence when the kernel was ended for its memory."""
        if not self._sentence and self._group is not None and self._group.was_out_of_memory:
            return self._told("too much")
        return self._sentence

    def _told(self, held: str) -> str:
        most = (self._memory_bytes or 0) // MEGABYTE
        return (
            f"It used {held} of memory, and this job may use {most} MB, so it was ended. "
            "Let the notebook use less, or raise the memory limit of the job."
        )

    def _watch(self, pid: int, most: int) -> None:
        memory = KernelMemory(pid)
        while not self._over.wait(PAUSE):
            held = memory.now()
            if held is None:
                return
            if held > most:
                self._sentence = self._told(f"{held // MEGABYTE} MB")
                log.error("The kernel reached its memory limit. %s", self._sentence)
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
                return


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
