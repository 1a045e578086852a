"""What the engine costs while nothing happens."""

from __future__ import annotations

import contextlib
import threading

import psutil

from benchmarks.engine_room import EngineRoom
from benchmarks.table import Row

SETTLE, WATCH = 10.0, 30.0


def measure(room: EngineRoom) -> list[Row]:
    """Share of a core and memory, of the engine itself and of all it holds warm."""
    threading.Event().wait(SETTLE)
    family = [room.engine, *room.engine.children(recursive=True)]
    before = {process: used(process) for process in family}
    threading.Event().wait(WATCH)
    shares = {process: (used(process) - before[process]) / WATCH * 100 for process in family}
    return [
        Row("engine idle, of one core", shares[room.engine], "%", goal=1.0),
        Row("engine idle, memory", room.engine.memory_info().rss / 1e6, "MB", goal=120.0),
        Row("engine and its warm processes idle, of one core", sum(shares.values()), "%"),
        Row("engine and its warm processes, memory", sum(map(memory, family)) / 1e6, "MB (PSS)"),
    ]


def used(process: psutil.Process) -> float:
    """Processor seconds so far."""
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def memory(process: psutil.Process) -> float:
    """Bytes, shared pages counted once over all who share them."""
    with contextlib.suppress(psutil.Error):
        return float(getattr(process.memory_full_info(), "pss", process.memory_info().rss))
    return 0.0
