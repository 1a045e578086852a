"""Where the files of a run are.

<runs>/<dag_id>/<run_id>/<task_id>[/map-<n>]/try-<n>/
    claim-<launch>    who does this try (pid and start time)
    task.log          the log, readable while it grows
    notebook.ipynb    the executed notebook, complete up to the last message of the last cell that ran
    result.json       how the try ended
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

LOG_NAME = "task.log"
NOTEBOOK_NAME = "notebook.ipynb"
RESULT_NAME = "result.json"


def run_folder(runs: Path, dag_id: str, run_id: str) -> Path:
    """The folder of one run."""
    return runs / _part(dag_id) / _part(run_id)


def try_folder(runs: Path, dag_id: str, run_id: str, task_id: str, map_index: int, try_number: int) -> Path:
    """The folder of one try."""
    folder = run_folder(runs, dag_id, run_id) / _part(task_id)
    if map_index >= 0:
        folder = folder / f"map-{map_index}"
    return folder / f"try-{try_number}"


def _part(name: str) -> str:
    """``name`` as one path component that can be read back and cannot climb (``..``) or hide."""
    quoted = quote(name, safe=" +:@=,")
    return quoted.replace(".", "%2E", 1) if quoted.startswith(".") else quoted
