"""Files that are no ``.ipynb``: notebooks written as text become one, scripts run as a process of their own.

A script gets each parameter as ``--name=value`` and as the environment variable ``COUTURE_PARAM_NAME``, a secret one
only as the latter: everybody on the machine may read a command line. What it prints is the log.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from couture_jupyter.exceptions import TaskError, TaskFailed
from couture_jupyter.recording import RECORDS_NAME, VARIABLE
from couture_scheduler.engine.launch import Launch
from couture_scheduler.errors import SchedulerError
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.scripts import script_program
from couture_scheduler.files.sources import Kind, kind_of, read_text_notebook
from couture_scheduler.kernels.masks import Masks
from couture_scheduler.kernels.notebook_executor import NotebookJob
from couture_scheduler.worker.owners_desk import desk, lay
from couture_scheduler.worker.script_process import ScriptProcess, our_script, owners_script

log = logging.getLogger("couture.script")

CONVERTED_NAME = "converted.ipynb"
_LONGEST_LINE = 1024 * 1024  # bytes


def as_notebook(source: Path, folder: Path) -> Path | None:
    """The notebook to run: ``source`` itself, or the one it says as text, written into ``folder``; ``None`` for a
    script."""
    try:
        kind = kind_of(source.resolve())
        if kind is Kind.TEXT_NOTEBOOK:
            converted = folder / CONVERTED_NAME
            write_atomically(converted, json.dumps(read_text_notebook(source.resolve())))
            return converted
    except SchedulerError as error:
        raise TaskFailed(str(error)) from error
    return source if kind is Kind.NOTEBOOK else None


def run_script(job: NotebookJob, launch: Launch, masks: Masks) -> None:
    """Run ``job.source`` to its end, within the job's limits, as its owner. Raises ``TaskError`` with its exit code
    when that is not 0."""
    log.info("Running %s", job.named or job.source)
    records = Path(launch.folder) / RECORDS_NAME
    if not launch.account:
        # The copy that runs lies in the run's folder; modules beside the script are found all the same.
        path = os.pathsep.join(filter(None, [str(job.cwd or job.source.parent), os.environ.get("PYTHONPATH")]))
        env = {"PYTHONPATH": path, **_environment(job, launch, records)}
        _follow(our_script(job, _command(job, job.source), env), job, masks)
        return
    with desk(launch) as folder:
        env = {"PYTHONPATH": str(job.cwd or job.source.parent), **_environment(job, launch, folder / RECORDS_NAME)}
        _follow(owners_script(job, _command(job, lay(folder, job.source)), env), job, masks)


def _follow(running: AbstractContextManager[ScriptProcess], job: NotebookJob, masks: Masks) -> None:
    name = (job.named or job.source).name
    with running as process:
        _print(process.output, masks)
        code = process.wait()
    exceeded = process.exceeded()
    if exceeded:
        raise TaskError(f"The script {name} reached its memory limit. {exceeded}")
    if code != 0:
        raise TaskError(_failure(name, code))


def _command(job: NotebookJob, source: Path) -> list[str]:
    return [*_interpreter(job), str(source), *(f"--{name}={_text(v)}" for name, v in job.parameters.items())]


def _interpreter(job: NotebookJob) -> list[str]:
    suffix = job.source.suffix.lower()
    if suffix == ".py":
        return [str(job.python or sys.executable), "-u"]
    try:
        return [script_program(suffix)]
    except LookupError as error:
        raise TaskFailed(f"{error} Install it.") from error


def _environment(job: NotebookJob, launch: Launch, records: Path) -> dict[str, str]:
    parameters = {f"COUTURE_PARAM_{name.upper()}": _text(v) for name, v in {**job.parameters, **job.hidden}.items()}
    about = {
        VARIABLE: str(records),
        "COUTURE_DAG_ID": launch.dag_id,
        "COUTURE_RUN_ID": launch.run_id,
        "COUTURE_TASK_ID": launch.task_id,
        "COUTURE_TRY_NUMBER": str(launch.try_number),
    }
    return {**about, **parameters, **job.env}


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
