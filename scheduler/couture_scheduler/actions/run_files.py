"""The files of runs as a tree of folders to look into: ``<DAG>/<run>/`` with a manifest, and for each task its folder
(left out where there is only one task) with the executed notebook, its other formats, the log and the code that ran.

Read-only. What lies beneath is found by the rows of the database, so a path can neither name another place nor reach
one: every part is looked up, and links are not followed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.actions import dags, find, runs, tasks
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.dags import DagSummary
from couture_scheduler.actions.task_details import TaskDetails
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.regular import open_regular
from couture_scheduler.store import run_listing
from couture_scheduler.store.dag_listing import DagFilter, RunMark
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.run_listing import RunFilter

MANIFEST = "manifest.json"
MOST = 1000  # entries of one folder that are shown, the newest
_LARGEST = 8 * 1024 * 1024  # bytes of a document that the manifest repeats
_OURS = frozenset({layout.RESULT_NAME, layout.CODE_FACTS_NAME})
_HIDDEN = (".", "claim-")


@dataclass(frozen=True, slots=True)
class RunFile:
    """A folder or file. ``path`` from the root of the tree; ``file`` where its content is, ``text`` the content itself
    when there is no file."""

    name: str
    path: str
    is_folder: bool
    modified_at: datetime | None = None
    size: int | None = None
    file: Path | None = None
    text: str | None = None


@needs("runs:read")
def get(ctx: ActionContext, path: str) -> RunFile:
    """The folder or file at ``path``; ``NotFoundError`` when there is none."""
    parts = _parts(path)
    match parts:
        case []:
            return RunFile("", "", True)
        case [dag_id]:
            return _of_dag(ctx, dag_id)
        case [dag_id, run_id]:
            return _of_record(runs.get(ctx, dag_id, run_id).run)
        case [dag_id, run_id, name] if name == MANIFEST:
            text = json.dumps(manifest(ctx, dag_id, run_id), indent=2, ensure_ascii=False)
            changed = _changed_at(runs.get(ctx, dag_id, run_id).run)
            return RunFile(name, "/".join(parts), False, changed, len(text.encode()), text=text)
    if len(parts) == 3 and (task := _named_task(ctx, parts)) is not None:
        return RunFile(parts[2], "/".join(parts), True, _changed_at(task.run))
    return _of_folder(*_task_folder(ctx, parts), parts)


@needs("runs:read")
def listing(ctx: ActionContext, path: str) -> Page[RunFile]:
    """What is in the folder at ``path``: the newest ``MOST`` entries, and how many there are."""
    parts = _parts(path)
    match parts:
        case []:
            found = dags.list_dags(ctx, DagFilter(stale=None), limit=MOST)
            return Page([_of_summary(each) for each in found.entries], found.total)
        case [dag_id]:
            return _runs(ctx, dag_id)
        case [dag_id, run_id]:
            entries = [get(ctx, f"{dag_id}/{run_id}/{MANIFEST}"), *_of_run(ctx, dag_id, run_id)]
            return Page(entries, len(entries))
    if len(parts) == 3 and (task := _named_task(ctx, parts)) is not None:
        entries = _of_task(ctx, task, parts)
        return Page(entries[:MOST], len(entries))
    folder = get(ctx, path)
    if folder.file is None or not folder.is_folder:
        raise NotFoundError(f"{path} is not a folder.")
    entries = _children(folder.file, parts)
    return Page(entries[:MOST], len(entries))


def manifest(ctx: ActionContext, dag_id: str, run_id: str) -> dict[str, Any]:
    """What is worth knowing of a run, for people and programs."""
    details = runs.get(ctx, dag_id, run_id)
    run = details.run
    return {
        "dag_id": dag_id,
        "run_id": run_id,
        "state": run.state,
        "run_type": run.run_type,
        "triggered_by": run.triggered_by,
        "triggering_user": run.triggering_user,
        "logical_date": _iso(run.logical_date),
        "queued_at": _iso(run.queued_at),
        "started_at": _iso(run.started_at),
        "ended_at": _iso(run.ended_at),
        "conf": run.conf,
        "note": run.note,
        "dag_version": details.version.number if details.version else None,
        "tasks": [_task_entry(ctx, each) for each in tasks.list_tasks(ctx, dag_id, run_id).entries],
    }


def _task_entry(ctx: ActionContext, found: TaskDetails) -> dict[str, Any]:
    task = found.task
    folder = _try_folder(ctx, found, task.try_number)
    spec = {each.task_id: each for each in found.version.spec.tasks}.get(task.task_id)
    return {
        "task_id": task.task_id,
        "map_index": task.map_index,
        "state": task.state,
        "try_number": task.try_number,
        "started_at": _iso(task.started_at),
        "ended_at": _iso(task.ended_at),
        "error": task.error,
        "parameters": (spec.arguments if spec else {}).get("parameters"),
        "code": _document(folder / layout.CODE_FACTS_NAME),
        "environment": _document(folder / layout.ENVIRONMENT_NAME),
        "outputs": found.last_try.outputs if found.last_try else None,
    }


def _runs(ctx: ActionContext, dag_id: str) -> Page[RunFile]:
    with ctx.store.reading() as tx:
        find.dag(tx, dag_id)
        wanted = RunFilter(dag_ids=(dag_id,))
        found = run_listing.page(tx, wanted, "-start_date", MOST, 0)
        return Page([_of_record(each) for each in found], run_listing.count(tx, wanted))


def _of_dag(ctx: ActionContext, dag_id: str) -> RunFile:
    found = dags.list_dags(ctx, DagFilter(dag_ids=(dag_id,), stale=None), limit=1).entries
    return _of_summary(found[0]) if found else _nothing([dag_id])


def _of_summary(found: DagSummary) -> RunFile:
    """The folder of a DAG changes with its newest run."""
    dag_id, newest = found.dag.dag_id, found.recent_runs[:1]
    return RunFile(dag_id, dag_id, True, _changed_at(newest[0]) if newest else found.dag.created_at)


def _of_record(run: DagRunRecord) -> RunFile:
    return RunFile(run.run_id, f"{run.dag_id}/{run.run_id}", True, _changed_at(run))


def _changed_at(run: DagRunRecord | RunMark) -> datetime:
    return run.ended_at or run.started_at or run.queued_at


def _of_run(ctx: ActionContext, dag_id: str, run_id: str) -> list[RunFile]:
    found = tasks.list_tasks(ctx, dag_id, run_id).entries
    if len(found) == 1:
        return _of_task(ctx, found[0], [dag_id, run_id])
    names = [_task_name(each) for each in found]
    return [RunFile(name, f"{dag_id}/{run_id}/{name}", True, _changed_at(found[0].run)) for name in names]


def _of_task(ctx: ActionContext, found: TaskDetails, parts: Sequence[str]) -> list[RunFile]:
    """The files of the newest try, and a folder for each earlier one."""
    newest = _try_folder(ctx, found, found.task.try_number)
    earlier = [
        _entry(newest.parent / name, parts, name)
        for name in (f"try-{number}" for number in range(1, found.task.try_number))
        if (newest.parent / name).is_dir()
    ]
    return [*_children(newest, parts), *earlier]


def _named_task(ctx: ActionContext, parts: Sequence[str]) -> TaskDetails | None:
    """The task whose folder ``dag/run/task`` is; ``None`` where there is only one, which has none of its own."""
    found = tasks.list_tasks(ctx, parts[0], parts[1]).entries
    return None if len(found) == 1 else next((each for each in found if _task_name(each) == parts[2]), None)


def _task_folder(ctx: ActionContext, parts: Sequence[str]) -> tuple[Path, Sequence[str]]:
    """From ``dag/run[/task][/try-n]/…`` to the folder of a try, and the parts that remain."""
    found = tasks.list_tasks(ctx, parts[0], parts[1]).entries
    is_alone = len(found) == 1
    task = found[0] if is_alone else _named_task(ctx, parts) or _nothing(parts)
    rest = parts[2 if is_alone else 3 :]
    newest = _try_folder(ctx, task, task.task.try_number)
    if rest and rest[0].startswith("try-") and rest[0] != newest.name and (newest.parent / rest[0]).is_dir():
        return newest.parent / rest[0], rest[1:]
    return newest, rest


def _of_folder(folder: Path, rest: Sequence[str], parts: Sequence[str]) -> RunFile:
    path = folder
    for part in rest:
        if not _is_shown(part) or path.is_symlink():
            _nothing(parts)
        path = path / part
    if path.is_symlink() or not path.exists():
        _nothing(parts)
    return _entry(path, parts[:-1], parts[-1])


def _children(folder: Path, parts: Sequence[str]) -> list[RunFile]:
    try:
        names = sorted(each.name for each in os.scandir(folder) if not each.is_symlink() and _is_shown(each.name))
    except FileNotFoundError:
        return []
    return [_entry(folder / name, parts, name) for name in names]


def _entry(path: Path, parents: Sequence[str], name: str) -> RunFile:
    try:
        found = path.stat()
    except OSError:
        _nothing([*parents, name])
    modified = datetime.fromtimestamp(found.st_mtime, UTC)
    size = None if path.is_dir() else found.st_size
    return RunFile(name, "/".join([*parents, name]), path.is_dir(), modified, size, path)


def _is_shown(name: str) -> bool:
    return name not in _OURS and not name.startswith(_HIDDEN)


def _try_folder(ctx: ActionContext, found: TaskDetails, number: int) -> Path:
    run, task = found.run, found.task
    place = ctx.settings.runs_folder
    return layout.try_folder(place, run.dag_id, run.run_id, task.task_id, task.map_index, max(1, number))


def _task_name(found: TaskDetails) -> str:
    task = found.task
    return task.task_id if task.map_index < 0 else f"{task.task_id}[{task.map_index}]"


def _parts(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part]
    if any(part in (".", "..") or "\0" in part or "\\" in part for part in parts):
        _nothing(parts)
    return parts


def _nothing(parts: Sequence[str]) -> Any:
    raise NotFoundError(f"There is no {'/'.join(parts)} among the files of runs.")


def _document(path: Path) -> Any:
    """What a task left: it may be anything."""
    try:
        with open_regular(path) as file:
            return json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return None


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
