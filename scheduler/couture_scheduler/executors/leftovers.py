"""Worker processes that an earlier executor started and that outlived it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from couture_scheduler.files.processes import process_started

_WORKERS = "couture_scheduler.worker."  # the modules that worker processes are started with


def workers(dags_folder: Path) -> list[tuple[int, float]]:
    """Pid and start time of every worker process for the DAGs in ``dags_folder`` that this process did not start.
    Forked ones have the command line of their warm parent."""
    import psutil

    own = {child.pid for child in psutil.Process().children(recursive=True)}
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            line = process.cmdline()
            if process.pid in own or str(dags_folder) not in line or not any(_WORKERS in word for word in line):
                continue
            started = process_started(process.pid)
            if started is not None:
                found.append((process.pid, started))
    return found
