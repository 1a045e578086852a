"""Telling one process from a later one with the same number, quickly."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

TASK_SCORE = 500  # when memory runs out, tasks go before the engine does,
KERNEL_SCORE = 600  # and kernels before their workers, which keep the notebook
WORKER_NAME = "COUTURE_WORKER_NAME"  # in the environment of a worker machine's processes: its name
_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def process_started(pid: int) -> float | None:
    """When the process ``pid`` began, or ``None`` when there is no such process (a zombie does not count).

    The number means something only beside another one from the same machine since the same boot: seconds
    since boot on Linux, seconds since 1970 elsewhere.
    """
    if _PROC.joinpath("self", "stat").exists():
        return _started_by_proc(pid)
    return _started_by_psutil(pid)


def is_alive(pid: int, started: float) -> bool:
    """Whether the process that had number ``pid`` and began at ``started`` still runs."""
    found = process_started(pid) if pid > 0 else None
    return found is not None and abs(found - started) < 0.02


def offer_to_oom_killer(score: int, pid: int | str = "self") -> None:
    """How readily the system should end this process when memory runs out, from 0 to 1000 (Linux only). Children
    inherit it."""
    with suppress(OSError), open(f"/proc/{pid}/oom_score_adj", "w", encoding="ascii") as file:
        file.write(str(score))


@cache
def boot_id() -> str:
    """Changes with every start of the machine; empty where that is not told."""
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def place() -> str:
    """Where the number of a process means something: this machine since its last start, and on a worker machine its
    name, too (containers share a start and have numbers of their own)."""
    name = os.environ.get(WORKER_NAME)
    return f"{boot_id()}@{name}" if name else boot_id()


def _started_by_proc(pid: int) -> float | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if fields[0] in (b"Z", b"X"):
        return None
    return int(fields[19]) / _TICKS


def _started_by_psutil(pid: int) -> float | None:
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.NoSuchProcess:
        return None
