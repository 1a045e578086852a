"""The peer for notebooks: papermill itself, as a command and as a library that is imported already."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from benchmarks.floor_notebook import trivial_notebook


def measure_command(times: int, at_once: int = 1) -> list[float]:
    """Seconds a notebook for ``papermill in.ipynb out.ipynb -p n 5``, started ``at_once`` at a time."""
    with tempfile.TemporaryDirectory(prefix="couture-peer-") as name:
        source = write_source(Path(name))
        command = [sys.executable, "-m", "papermill", str(source)]
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            started = [
                subprocess.Popen(
                    [*command, str(source.with_name(f"out-{number}.ipynb")), "-p", "n", "5"],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                for number in range(at_once)
            ]
            if any(process.wait() for process in started):
                raise RuntimeError("papermill failed")
            taken.append((time.perf_counter() - began) / at_once)
        return taken


def measure_warm(times: int) -> list[float]:
    """Seconds for ``papermill.execute_notebook`` in a process that has imported it."""
    import papermill

    with tempfile.TemporaryDirectory(prefix="couture-peer-") as name:
        source = write_source(Path(name))
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            papermill.execute_notebook(
                source, source.with_name("out.ipynb"), {"n": 5}, progress_bar=False, engine_name="nbclient"
            )
            taken.append(time.perf_counter() - began)
        return taken


def write_source(folder: Path) -> Path:
    """The trivial notebook as a file."""
    source = folder / "in.ipynb"
    nbformat.write(trivial_notebook(), source)
    return source
