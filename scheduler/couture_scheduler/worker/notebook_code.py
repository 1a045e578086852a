"""Which code a try runs: what is read once when it begins, kept beside the log, and written down in ``code.json``.

``file``: the file as it is now; whoever edits it meanwhile does not change this run. ``snapshot`` and ``git``: a copy
of all packed or committed files in the try's own ``work`` folder, where the kernel works too, so that imports and
relative paths find them. Where the notebook runs as its owner, that folder is in their home.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_jupyter.exceptions import TaskError, TaskFailed
from couture_jupyter.notebook_options import NotebookRequest
from couture_scheduler.engine.launch import Launch
from couture_scheduler.errors import SchedulerError
from couture_scheduler.files import repositories, snapshots
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.layout import CODE_FACTS_NAME, CODE_STEM
from couture_scheduler.worker import owners_files
from couture_scheduler.worker.moved_notebooks import find_moved

log = logging.getLogger("couture.notebook")


@dataclass(frozen=True, slots=True)
class Code:
    """What to run. ``source`` is the copy that runs, ``cwd`` where, ``named`` the file that people know it by;
    ``facts`` is what the try's record says: kind, path, hash and, where there are any, ref, commit, dirty, snapshot."""

    source: Path
    cwd: Path
    named: Path
    facts: dict[str, Any]
    work: Path | None = None


def take_code(request: NotebookRequest, launch: Launch) -> Code:
    """Read the code that this try runs. Raises ``TaskError`` with what to do when it is not there."""
    folder = Path(launch.folder)
    try:
        match request.code.kind:
            case "snapshot":
                code = _from_snapshot(request, launch)
            case "git":
                code = _from_git(request, launch)
            case _:
                code = _from_file(request, launch, folder)
    except SchedulerError as error:
        raise TaskError(f"The code could not be taken: {error}") from error
    except OSError as error:
        raise TaskError(f"The code could not be copied into the run's folder: {error.strerror or error}.") from error
    write_atomically(folder / CODE_FACTS_NAME, json.dumps(code.facts))
    return code


def tidy_up(code: Code, launch: Launch) -> None:
    """After a success: of the copied files only what the run changed or made is worth its space."""
    if code.work is not None:
        owners_files.tidy(launch, code.work)


def _from_file(request: NotebookRequest, launch: Launch, folder: Path) -> Code:
    path = _path(request, launch)
    try:
        content = owners_files.read(launch, request.source)
    except FileNotFoundError:
        raise TaskError(_not_there(path, launch)) from None
    except OSError as error:
        raise TaskError(f"The notebook {path} cannot be read: {error.strerror or error}.") from error
    facts: dict[str, Any] = {"kind": "file", "path": path, "hash": snapshots.content_hash(content)}
    try:
        known = repositories.commit_of(request.source, content, owners_files.git(launch))
    except SchedulerError as error:  # the commit is good to know; the run does not need it
        log.warning("%s", error)
        known = None
    if known is not None:
        facts |= {"commit": known[0], "dirty": known[1]}
    return Code(_keep(folder, request.source, content), request.source.parent, request.source, facts)


def _from_snapshot(request: NotebookRequest, launch: Launch) -> Code:
    path, name = _path(request, launch), request.code.ref
    if not name:
        raise TaskFailed("No snapshot has been taken yet. Save the schedule, or take one.")
    work = _work_place(launch)
    found = owners_files.unpack(launch, name, work)
    if path not in found.files:
        raise TaskFailed(f"The snapshot {name[:12]} does not hold {path}. Take a new one.")
    return _in_work(request, launch, work, path, {"kind": "snapshot", "path": path, "snapshot": name})


def _from_git(request: NotebookRequest, launch: Launch) -> Code:
    path, ref = _path(request, launch), request.code.ref or "HEAD"
    repository = repositories.require_repository(request.source, owners_files.git(launch))
    commit, inner = repository.resolve(ref), repository.inner(request.source)
    if repository.read(commit, request.source) is None:
        raise TaskFailed(f"The commit {commit[:12]} ({ref}) has no {inner}.")
    work = _work_place(launch)
    owners_files.export(launch, repository, commit, work)
    log.info("Running %s as it is at %s (commit %s).", path, ref, commit[:12])
    return _in_work(
        request, launch, work, inner, {"kind": "git", "path": path, "inner": inner, "ref": ref, "commit": commit}
    )


def _work_place(launch: Launch) -> Path:
    return owners_files.work_place(launch, Path(launch.folder), launch.try_number)


def _in_work(request: NotebookRequest, launch: Launch, work: Path, inner: str, facts: dict[str, Any]) -> Code:
    """Run inside of ``work``, where the copied files are."""
    source = work / inner
    content = owners_files.read(launch, source)
    own = {**facts, "hash": snapshots.content_hash(content)}
    return Code(_keep(Path(launch.folder), request.source, content), source.parent, request.source, own, work)


def _keep(folder: Path, source: Path, content: bytes) -> Path:
    copy = folder / f"{CODE_STEM}{source.suffix}"
    write_atomically(copy, content)
    return copy


def _path(request: NotebookRequest, launch: Launch) -> str:
    return request.source.relative_to(Path(launch.workspace).resolve()).as_posix()


def _not_there(path: str, launch: Launch) -> str:
    sentence = f"There is no notebook {path} in the workspace {launch.workspace}."
    moved = find_moved(path, launch)
    if moved:
        where = " and ".join(moved)
        return f"{sentence} The same notebook is at {where} now: it was moved or renamed. Choose it in the schedule."
    return f"{sentence} It was deleted or renamed. Put it back, or choose another one in the schedule."
