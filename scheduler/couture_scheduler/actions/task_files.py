"""What a try left in files: its log while it grows, the executed notebook, outputs for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_jupyter.serialization.spec import TaskSpec
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.tasks import all_tries, is_over
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.live_journals import LivePlace, take_place
from couture_scheduler.files.log_levels import DEBUG, RANKS
from couture_scheduler.files.log_search import LogMatches, search_log
from couture_scheduler.files.logs import WINDOW, read_window
from couture_scheduler.files.notebooks import failing_cell, read_notebook
from couture_scheduler.files.sources import Kind, kind_of
from couture_scheduler.files.workspace import inside
from couture_scheduler.store.task_instances import TaskInstanceRecord


def is_script(ctx: ActionContext, spec: TaskSpec) -> bool:
    """Whether the task of a notebook operator runs a script: it has no kernel, and leaves no notebook."""
    name = str(spec.arguments.get("input_notebook") or spec.arguments.get("input_nb") or "")
    if not spec.is_notebook or Path(name).suffix.lower() in ("", ".ipynb"):
        return False
    try:
        return kind_of(inside(ctx.settings.workspace, name)) is Kind.SCRIPT
    except (InvalidInputError, NotFoundError):  # gone, or a template
        return Path(name).suffix == ".sh"


@dataclass(frozen=True, slots=True)
class LogChunk:
    """A part of a log: ``text`` begins at byte ``offset``; ask on from ``next_offset``. ``complete``: the try has ended
    and nothing follows."""

    text: str
    offset: int
    next_offset: int
    size: int
    complete: bool


@dataclass(frozen=True, slots=True)
class ExecutedNotebook:
    """The notebook of a try as far as it got. ``failed_cell`` counts all cells from 0. ``live`` is the place in the
    live journal up to which the document has everything, while it grows."""

    path: Path
    try_number: int
    document: dict[str, Any]
    failed_cell: int | None
    complete: bool
    live: LivePlace | None = None


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that a try made for people. ``relative`` is its path in the workspace, ``None`` when it lies elsewhere;
    ``problem`` a sentence instead of a file: why it could not be made, or what happened to it."""

    index: int
    kind: str
    path: Path
    relative: str | None
    problem: str | None = None


@needs("runs:read")
def read_log(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    try_number: int,
    *,
    map_index: int = -1,
    offset: int = 0,
    limit: int = WINDOW,
) -> LogChunk:
    """At most ``limit`` bytes of a try's log from byte ``offset`` on (negative: from the end); characters are never
    torn."""
    task = _task(ctx, dag_id, run_id, task_id, map_index)
    over = is_over(task, try_number)  # asked before reading: what is over does not grow behind our back
    window = read_window(log_path(ctx, dag_id, run_id, task_id, try_number, map_index), offset, limit)
    return LogChunk(window.text, window.start, window.end, window.size, over and window.end >= window.size)


@needs("runs:read")
def find_in_log(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    try_number: int,
    *,
    map_index: int = -1,
    text: str = "",
    level: str = "debug",
    start: int = 0,
    limit: int = 1000,
    skip: int | None = None,
) -> LogMatches:
    """The lines of a try's whole log that hold ``text`` and are of at least ``level``; without a text where records of
    that level begin. See ``files.log_search``."""
    if not text and RANKS[level] == DEBUG:
        raise InvalidInputError.at("text", "Say what to look for: a text, or a level.")
    _task(ctx, dag_id, run_id, task_id, map_index)
    path = log_path(ctx, dag_id, run_id, task_id, try_number, map_index)
    return search_log(path, text, RANKS[level], start=start, limit=limit, skip=skip)


@needs("runs:read")
def read_executed_notebook(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    try_number: int | None = None,
    *,
    map_index: int = -1,
) -> ExecutedNotebook:
    """The executed notebook of a try, by default of the newest one."""
    task = _task(ctx, dag_id, run_id, task_id, map_index)
    number = try_number or task.try_number
    over = is_over(task, number)
    path = notebook_path(ctx, dag_id, run_id, task_id, number, map_index)
    if not path.is_file():
        raise NotFoundError(f"Try {number} of the task {task_id!r} has made no notebook.")
    document = read_notebook(path)
    place = take_place(document)
    return ExecutedNotebook(path, number, document, failing_cell(document), over, None if over else place)


@needs("runs:read")
def list_outputs(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    try_number: int | None = None,
    *,
    map_index: int = -1,
) -> list[OutputFile]:
    """The files a try made for people, by default those of the newest try."""
    with ctx.store.reading() as tx:
        task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
        number = try_number or task.try_number
        found = [each for each in all_tries(tx, task) if each.try_number == number]
    return outputs_of(ctx, found[0].outputs if found else None)


@needs("runs:read")
def get_output(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    index: int,
    try_number: int | None = None,
    *,
    map_index: int = -1,
) -> OutputFile:
    """One file to send. ``NotFoundError`` when it is gone or lies where nobody may read through us."""
    found = list_outputs(ctx, dag_id, run_id, task_id, try_number, map_index=map_index)
    if not 0 <= index < len(found):
        raise NotFoundError(f"The task {task_id!r} has no output {index}.")
    output = found[index]
    if not output.path.is_file() or not _is_readable(ctx, output.path):
        raise NotFoundError(f"The file {output.relative or output.path.name} is not there any more.")
    return output


def outputs_of(ctx: ActionContext, recorded: list[dict[str, str]] | None) -> list[OutputFile]:
    """The recorded outputs of a try as files; a path that is not absolute is one in the workspace."""
    return [
        OutputFile(index, each.get("kind", "file"), *_locate(ctx, each.get("path", "")), each.get("problem"))
        for index, each in enumerate(recorded or ())
    ]


def log_path(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int, map_index: int = -1) -> Path:
    """Where the log of a try is; it need not exist."""
    return _folder(ctx, dag_id, run_id, task_id, try_number, map_index) / layout.LOG_NAME


def notebook_path(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int, map_index: int = -1
) -> Path:
    """Where the executed notebook of a try is; it need not exist."""
    return _folder(ctx, dag_id, run_id, task_id, try_number, map_index) / layout.NOTEBOOK_NAME


def _folder(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int, map_index: int) -> Path:
    return layout.try_folder(ctx.settings.runs_folder, dag_id, run_id, task_id, map_index, try_number)


def _task(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int) -> TaskInstanceRecord:
    with ctx.store.reading() as tx:
        return find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)


def _locate(ctx: ActionContext, recorded: str) -> tuple[Path, str | None]:
    workspace = ctx.settings.workspace.resolve()
    path = (workspace / recorded).resolve()
    inside = path.is_relative_to(workspace) and not path.is_relative_to(ctx.settings.home.resolve())
    return path, path.relative_to(workspace).as_posix() if inside else None


def _is_readable(ctx: ActionContext, path: Path) -> bool:
    """In the workspace, or among the files of runs; never our database or keys."""
    home, runs = ctx.settings.home.resolve(), ctx.settings.runs_folder.resolve()
    if path.is_relative_to(runs):
        return True
    return path.is_relative_to(ctx.settings.workspace.resolve()) and not path.is_relative_to(home)
