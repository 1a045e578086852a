"""The process of a script: one of ours, or one of its owner's."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from couture_jupyter.exceptions import TaskError
from couture_scheduler.errors import UnavailableError
from couture_scheduler.kernels.limits import KernelLimits
from couture_scheduler.kernels.notebook_executor import NotebookJob
from couture_scheduler.kernels.run_client import Command, start

GRACE = 3.0  # seconds between SIGTERM and SIGKILL


@dataclass(frozen=True, slots=True)
class ScriptProcess:
    """A script that runs: what it prints, how it ended (negative: the signal that ended it), and a sentence when it was
    ended for its memory."""

    output: IO[bytes]
    wait: Callable[[], int]
    exceeded: Callable[[], str]


@contextmanager
def our_script(job: NotebookJob, command: Sequence[str], env: dict[str, str]) -> Iterator[ScriptProcess]:
    """The script, which ends with the block."""
    process = subprocess.Popen(
        command,
        cwd=job.cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,
    )
    limits = KernelLimits(job.memory_bytes, job.cpus)
    try:
        limits.begin(process.pid)
        assert process.stdout is not None
        yield ScriptProcess(process.stdout, process.wait, lambda: limits.exceeded)
    finally:
        limits.end()
        if process.poll() is None:
            _end(process)


@contextmanager
def owners_script(job: NotebookJob, command: Sequence[str], env: dict[str, str]) -> Iterator[ScriptProcess]:
    """The same in the owner's pool. Raises ``TaskError`` when that cannot be."""
    wanted = Command(command, job.cwd or job.source.parent, env, job.memory_bytes, job.cpus)
    ours, theirs = os.pipe()
    with open(ours, "rb") as output, open(os.devnull, "rb") as nothing:
        try:
            with open(theirs, "wb") as printed:
                process = start(Path(job.pool), wanted, nothing, printed, printed)
        except UnavailableError as error:
            raise TaskError(f"The script could not be started: {error}") from error
        try:
            yield ScriptProcess(output, process.wait, lambda: process.exceeded)
        finally:
            process.end()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the script and what it started: one that does not listen must not go on beside the next try."""
    os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
