"""What a notebook leaves for people: the executed copy where they asked for it, and its other formats beside it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators import notebook_exports
from couture_jupyter.operators.notebook_files import copy_into_place
from couture_jupyter.runtime import TaskContext

FOLDER = "exports"  # in the try's folder: what was made stays with the run, whatever happens to the output
log = logging.getLogger("couture.task")


def keep(task: TaskContext, executed: Path, target: Path | None, exports: Sequence[str], began: float) -> Path:
    """Put the executed copy at ``target`` (``None``: it stays with the run) and make ``exports``; the path of the copy.

    ``began`` is when the try began, as a file's time: a target that is newer was written by another run meanwhile.
    """
    taken = target is not None and target.is_file() and target.stat().st_mtime >= began
    kept = copy_into_place(executed, target) if target else executed
    task.report_output("notebook", kept)
    if taken:
        _warn(
            task,
            "notebook",
            f"Another run wrote {kept.name} while this one ran; this run has replaced it. Each run keeps its own copy. "
            "Put {run_id} into the output path to keep them apart.",
        )
    if exports:
        _export(task, executed, exports, kept)
    return kept


def _export(task: TaskContext, executed: Path, kinds: Sequence[str], kept: Path) -> None:
    folder = executed.parent / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        made = notebook_exports.export(executed, kinds, folder, kept.stem)
        images = folder / f"{kept.stem}_files"
        if kept != executed and images.is_dir():
            shutil.copytree(images, kept.with_name(images.name), dirs_exist_ok=True)
    except OSError as error:
        made = dict.fromkeys(kinds, f"{error.strerror or error}.")
    for kind, found in made.items():
        try:
            if isinstance(found, str):
                _warn(task, kind, found)
            else:
                beside = found if kept == executed else copy_into_place(found, kept.with_name(found.name))
                task.report_output(kind, beside)
        except TaskError as error:
            _warn(task, kind, str(error))


def _warn(task: TaskContext, kind: str, sentence: str) -> None:
    log.warning("%s: %s", kind, sentence)
    task.report_problem(kind, sentence)
