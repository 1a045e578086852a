"""Where the files of a run are.

<runs>/<dag_id>/<run_id>/<task_id>[/map-<n>]/try-<n>/
    claim-<launch>    who does this try (pid and start time)
    task.log          the log, readable while it grows
    notebook.ipynb    the executed notebook, complete up to the last message of the last cell that ran
    cells.jsonl       what each cell took, while it runs
    environment.json  the interpreter that ran it, and its packages
    rendered.json     its template fields as people may see them, from when they were rendered
    result.json       how the try ended
    code.json         which code ran: where it is from, its hash
    code.ipynb        the notebook (code.py … a script) as it was read when the try began
    work/             where it ran, when it came from a snapshot or from Git
<runs>/<dag_id>/<run_id>/+callbacks/<id>/
    claim-<launch>, task.log, result.json   of a callback of the DAG
<runs>/<dag_id>/<run_id>/+handover/
    what its tasks leave for each other
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote

LOG_NAME = "task.log"
NOTEBOOK_NAME = "notebook.ipynb"
ENVIRONMENT_NAME = "environment.json"
RENDERED_NAME = "rendered.json"
RESULT_NAME = "result.json"
CODE_FACTS_NAME = "code.json"
CODE_STEM = "code"
WORK_NAME = "work"
CALLBACKS_NAME = "+callbacks"
HANDOVER_NAME = "+handover"
LONGEST = 255  # bytes that a file system takes as one name


def run_folder(runs: Path, dag_id: str, run_id: str) -> Path:
    """The folder of one run."""
    return runs / _part(dag_id) / _part(run_id)


def try_folder(runs: Path, dag_id: str, run_id: str, task_id: str, map_index: int, try_number: int) -> Path:
    """The folder of one try."""
    folder = run_folder(runs, dag_id, run_id) / _part(task_id)
    if map_index >= 0:
        folder = folder / f"map-{map_index}"
    return folder / f"try-{try_number}"


def handover_folder(try_folder: Path, map_index: int) -> Path:
    """The folder in which the tasks of a run leave files for each other; no task is called so."""
    return try_folder.parents[2 if map_index >= 0 else 1] / HANDOVER_NAME


def callback_folder(runs: Path, dag_id: str, run_id: str, callback: int) -> Path:
    """The folder of one callback; no task is called so."""
    return run_folder(runs, dag_id, run_id) / CALLBACKS_NAME / str(callback)


def _part(name: str) -> str:
    """``name`` as one path component that cannot climb (``..``) or hide. A name that is too long for a file system, as
    one of thirty Japanese characters is when it is quoted, keeps its beginning and gets a hash."""
    quoted = quote(name, safe=" +:@=,")
    if quoted.startswith("."):
        quoted = quoted.replace(".", "%2E", 1)
    if len(quoted) <= LONGEST:
        return quoted
    return f"{quoted[:180]}~{hashlib.sha256(name.encode()).hexdigest()[:32]}"
