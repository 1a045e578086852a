"""What a notebook leaves for people: the executed copy where they asked for it, and its other formats beside it."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators import notebook_exports
from couture_jupyter.runtime import TaskContext

MARGIN = 2.0  # seconds
FOLDER = "exports"  # in the try's folder: what was made stays with the run, whatever happens to the output
log = logging.getLogger("couture.task")

Version = tuple[int, int, int]


def version_of(path: Path) -> Version | None:
    """What tells one content at ``path`` from another, ``None`` where there is no file. The file's time alone is not
    enough: the kernel's clock for files is a few milliseconds behind.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def keep(
    task: TaskContext,
    executed: Path,
    source: Path,
    target: Path | None,
    exports: Sequence[str],
    replaces: Version | None,
) -> Path:
    """Put the executed copy at ``target`` (``None``: it stays with the run) and make ``exports``; the path of the copy.

    ``source`` is the notebook that ran: nothing is written over it. ``replaces`` is what was at ``target`` when the
    try began: what is another version now was written by another run meanwhile.
    """
    taken = target is not None and version_of(target) not in (None, replaces)
    kept = task.place_file(executed, target) if target else executed
    task.report_output("notebook", kept)
    if taken:
        _warn(
            task,
            "notebook",
            f"Another run wrote {kept.name} while this one ran; this run has replaced it. Each run keeps its own copy. "
            "Put {run_id} into the output path to keep them apart.",
        )
    if exports:
        for kind, found in _made(task, executed, source, exports, kept).items():
            _place(task, kind, found, source, kept if target else None)
    return kept


def _made(task: TaskContext, executed: Path, source: Path, kinds: Sequence[str], kept: Path) -> dict[str, Path | str]:
    """The formats in the try's own folder; pictures that stand beside them go to the kept copy, too."""
    folder = executed.parent / FOLDER
    patience = _time_left(task)
    if patience is not None and patience <= 0:
        return dict.fromkeys(kinds, "The task's timeout left no time to make it.")
    try:
        folder.mkdir(exist_ok=True)
        workspace = task.this_try.workspace.resolve()
        made = notebook_exports.export(
            executed, kinds, folder, kept.stem, images=source.parent, within=workspace, timeout=patience
        )
        for images in (each for each in folder.iterdir() if each.is_dir() and kept != executed):
            for each in (each for each in images.rglob("*") if each.is_file()):
                task.place_file(each, kept.with_name(images.name) / each.relative_to(images))
    except OSError as error:
        return dict.fromkeys(kinds, f"{error.strerror or error}.")
    except TaskError as error:
        return dict.fromkeys(kinds, str(error))
    return made


def _time_left(task: TaskContext) -> float | None:
    """Seconds until the execution timeout, less a margin: a notebook that ran must not fail over its other formats."""
    ends_by = task.this_try.ends_by
    return None if ends_by is None else ends_by - time.monotonic() - MARGIN


def _place(task: TaskContext, kind: str, found: Path | str, source: Path, kept: Path | None) -> None:
    """Put one format beside the kept copy (``None``: it stays with the run), or tell why there is none."""
    if isinstance(found, str):
        _warn(task, kind, found)
        return
    beside = kept.with_name(found.name) if kept else found
    if beside == source:
        _warn(task, kind, f"It would overwrite {source.name}, which is what ran; it stays with the run's files.")
        beside = found
    try:
        task.report_output(kind, beside if beside == found else task.place_file(found, beside))
    except TaskError as error:
        _warn(task, kind, str(error))


def _warn(task: TaskContext, kind: str, sentence: str) -> None:
    log.warning("%s: %s", kind, sentence)
    task.report_problem(kind, sentence)
