"""Ending a worker with all its processes: politely, and by force when that did not help."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress

from couture_scheduler.files.processes import is_alive, process_started

GRACE = 5.0  # seconds between SIGTERM and SIGKILL

Process = tuple[int, float]  # pid and start time


def terminate(pid: int, started: float, grace: float = GRACE) -> None:
    """Send SIGTERM to the worker's process group now, and SIGKILL to whatever is left of its family later."""
    if not is_alive(pid, started):
        return
    family = [(pid, started), *_descendants(pid)]
    _signal_group(pid, signal.SIGTERM)
    timer = threading.Timer(grace, _force, (family,))
    timer.daemon = True
    timer.start()


def kill_now(pid: int, started: float) -> None:
    """SIGKILL to the worker and all its descendants."""
    _force([(pid, started)])


def _force(family: list[Process]) -> None:
    leader, started = family[0]
    if is_alive(leader, started):
        family = [*family, *_descendants(leader)]
        _signal_group(leader, getattr(signal, "SIGKILL", signal.SIGTERM))
    for pid, since in family:
        if is_alive(pid, since):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _signal_group(pid: int, number: int) -> None:
    """To the group that the worker leads; a worker that leads none yet gets it alone."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg") and os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)


def _descendants(pid: int) -> list[Process]:
    import psutil

    try:
        children = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    found = ((child.pid, process_started(child.pid)) for child in children)
    return [(number, started) for number, started in found if started is not None]
