"""Files that are no ``.ipynb``: notebooks written as text become one, scripts run as a process of their own.

A script gets each parameter as ``--name=value`` and as the environment variable ``COUTURE_PARAM_NAME``, a secret one
only as the latter: everybody on the machine may read a command line. What it prints is the log.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from couture_jupyter.exceptions import TaskError, TaskFailed
from couture_jupyter.recording import RECORDS_NAME, VARIABLE
from couture_scheduler.engine.launch import Launch
from couture_scheduler.errors import SchedulerError
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.scripts import script_program
from couture_scheduler.files.sources import Kind, kind_of, read_text_notebook
from couture_scheduler.kernels.limits import KernelLimits
from couture_scheduler.kernels.masks import Masks
from couture_scheduler.kernels.notebook_executor import NotebookJob

log = logging.getLogger("couture.script")

CONVERTED_NAME = "converted.ipynb"
_LONGEST_LINE = 1024 * 1024  # bytes
GRACE = 3.0  # seconds between SIGTERM and SIGKILL


def as_notebook(source: Path, folder: Path) -> Path | None:
    """The notebook to run: ``source`` itself, or the one it says as text, written into ``folder``; ``None`` for a
    script."""
    try:
        kind = kind_of(source)
        if kind is Kind.TEXT_NOTEBOOK:
            converted = folder / CONVERTED_NAME
            write_atomically(converted, json.dumps(read_text_notebook(source)))
            return converted
    except SchedulerError as error:
        raise TaskFailed(str(error)) from error
    return source if kind is Kind.NOTEBOOK else None


def run_script(job: NotebookJob, launch: Launch, masks: Masks) -> None:
    """Run ``job.source`` to its end, within the job's limits. Raises ``TaskError`` with its exit code when that is not
    0."""
    command = [*_interpreter(job), str(job.source), *(f"--{name}={_text(v)}" for name, v in job.parameters.items())]
    named = job.named or job.source
    log.info("Running %s", named)
    process = subprocess.Popen(
        command,
        cwd=job.cwd,
        env=_environment(job, launch),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,
    )
    limits = KernelLimits(job.memory_bytes, job.cpus)
    try:
        limits.begin(process.pid)
        assert process.stdout is not None
        _print(process.stdout, masks)
        code = process.wait()
    finally:
        limits.end()
        if process.poll() is None:
            _end(process)
    if limits.exceeded:
        raise TaskError(f"The script {named.name} reached its memory limit. {limits.exceeded}")
    if code != 0:
        raise TaskError(_failure(named.name, code))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the script and what it started: one that does not listen must not go on beside the next try."""
    os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _interpreter(job: NotebookJob) -> list[str]:
    suffix = job.source.suffix.lower()
    if suffix == ".py":
        return [str(job.python or sys.executable), "-u"]
    try:
        return [script_program(suffix)]
    except LookupError as error:
        raise TaskFailed(f"{error} Install it.") from error


def _environment(job: NotebookJob, launch: Launch) -> dict[str, str]:
    parameters = {f"COUTURE_PARAM_{name.upper()}": _text(v) for name, v in {**job.parameters, **job.hidden}.items()}
    about = {
        VARIABLE: str(Path(launch.folder) / RECORDS_NAME),
        "COUTURE_DAG_ID": launch.dag_id,
        "COUTURE_RUN_ID": launch.run_id,
        "COUTURE_TASK_ID": launch.task_id,
        "COUTURE_TRY_NUMBER": str(launch.try_number),
    }
    # The copy that runs lies in the run's folder; modules beside the script are found all the same.
    path = os.pathsep.join(filter(None, [str(job.cwd or job.source.parent), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, **about, **parameters, **job.env}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _print(output: IO[bytes], masks: Masks) -> None:
    while raw := output.readline(_LONGEST_LINE):
        sys.stdout.write(masks.hide(raw.decode("utf-8", "backslashreplace")))
        sys.stdout.flush()


def _failure(name: str, code: int) -> str:
    if code < 0:
        return f"The script {name} was ended by signal {-code} ({signal.Signals(-code).name})."
    return f"The script {name} ended with exit code {code}. Its output is in the log."
