"""The files around a notebook that runs: found inside the workspace, copied as a whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from couture_jupyter.exceptions import TaskError, TaskFailed

EXECUTED_NAME = "notebook.ipynb"  # as in couture_scheduler.files.layout; a test compares


def inside(workspace: Path, path: str) -> Path:
    """``path`` as an absolute path, links resolved; ``ValueError`` when it leaves the workspace."""
    root = workspace.resolve()
    found = (root / path).resolve()
    if not found.is_relative_to(root):
        raise ValueError(f"{path} is outside of the workspace {root}. Notebooks and outputs have to be inside.")
    return found


def place_of_notebook(workspace: Path, path: str) -> Path:
    """Where the notebook to run is, or was: a snapshot or a Git ref does not need the file, and whoever runs it says
    best what is wrong when it is not there."""
    try:
        return inside(workspace, path)
    except ValueError as error:
        raise TaskFailed(str(error)) from error


def executed_copy(folder: Path) -> Path | None:
    """What a failed try left in its folder."""
    path = folder / EXECUTED_NAME
    return path if path.is_file() else None


def copy_into_place(source: Path, target: Path) -> Path:
    """Copy ``source`` to ``target`` so that readers see the old file or the whole new one. Makes folders."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, unfinished)
        unfinished.replace(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise TaskError(f"The executed notebook could not be written to {target}: {error.strerror}.") from error
    return target
