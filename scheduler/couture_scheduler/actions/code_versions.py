"""Which code ran, whether it is still today's, and snapshots of what is to run."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from couture_jupyter.notebook_options import CodeChoice
from couture_scheduler.actions import find
from couture_scheduler.actions.accounts import own_git
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.actions.task_files import notebook_path
from couture_scheduler.errors import InvalidInputError, NotFoundError, UnavailableError
from couture_scheduler.files import layout, repositories, snapshots
from couture_scheduler.files.notebooks import LARGEST
from couture_scheduler.files.regular import open_regular, open_resolved
from couture_scheduler.files.workspace import inside
from couture_scheduler.store import tries


@dataclass(frozen=True, slots=True)
class SideFileToday:
    """A file that was packed with a snapshot, and what became of it in the workspace since."""

    path: str
    today: str


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """Which code a try ran. ``today`` says of the file in the workspace: ``same``, ``changed`` or ``gone``;
    ``side_files`` are those that a snapshot holds beside it."""

    try_number: int
    kind: str
    path: str
    hash: str
    ref: str | None
    commit: str | None
    dirty: bool | None
    snapshot: str | None
    today: str
    side_files: tuple[SideFileToday, ...] = ()


@dataclass(frozen=True, slots=True)
class GitRefs:
    """What can be named as a Git ref for a file: pairs of ``branch`` or ``tag`` and its name. ``because`` says why
    there is nothing; ``dirty``: the file has changes that are not committed."""

    head: str | None
    refs: tuple[tuple[str, str], ...]
    because: str | None = None
    dirty: bool = False


@needs("runs:read")
def code_of(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int | None = None, *, map_index: int = -1
) -> CodeFacts:
    """Which code a try ran, by default the newest one. ``NotFoundError`` when it has read none (yet)."""
    with ctx.store.reading() as tx:
        task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
        number = try_number or task.try_number
        record = tries.get(tx, task.id, number)
    facts = record.code if record is not None else None
    if facts is None:
        facts = _facts_on_disk(_folder(ctx, dag_id, run_id, task_id, number, map_index))
    if facts is None:
        raise NotFoundError(f"Try {number} of the task {task_id!r} has not read a notebook (yet).")
    return CodeFacts(
        try_number=number,
        kind=facts["kind"],
        path=facts["path"],
        hash=facts["hash"],
        ref=facts.get("ref"),
        commit=facts.get("commit"),
        dirty=facts.get("dirty"),
        snapshot=facts.get("snapshot"),
        today=_today(ctx, facts["path"], facts["hash"]),
        side_files=_side_files(ctx, facts),
    )


def copy_of(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, code: CodeFacts, *, map_index: int = -1
) -> bytes | None:
    """The copy of the file that ran, which is kept with the try; ``None`` when it has been deleted."""
    folder = _folder(ctx, dag_id, run_id, task_id, code.try_number, map_index)
    return _read(partial(open_regular, folder / f"{layout.CODE_STEM}{Path(code.path).suffix}"))


def content_of(ctx: ActionContext, path: str) -> bytes | None:
    """What a file of the workspace holds now."""
    return _read(partial(open_resolved, inside(ctx.settings.workspace, path)))


@needs("notebooks:read")
def git_refs(ctx: ActionContext, notebook: str) -> GitRefs:
    """The branches and tags to choose from for a notebook."""
    path = inside(ctx.settings.workspace, notebook, field="path")
    try:
        repository = repositories.require_repository(path, own_git(ctx))
        return GitRefs(repository.head(), tuple(repository.refs()), dirty=repository.is_dirty(path))
    except (InvalidInputError, UnavailableError) as error:
        return GitRefs(None, (), str(error))


def pinned(ctx: ActionContext, form: NotebookScheduleForm) -> NotebookScheduleForm:
    """The form to save: one that asks for a snapshot without naming one gets it now."""
    if form.code.kind != "snapshot" or form.code.ref:
        return form
    try:
        taken = snapshots.pack(ctx.settings.home, ctx.settings.workspace, form.notebook, form.code.files)
    except InvalidInputError as error:
        raise InvalidInputError(
            *(dataclasses.replace(each, field=("code", *each.field)) for each in error.problems)
        ) from error
    return dataclasses.replace(form, code=CodeChoice("snapshot", taken.hash, form.code.files))


def _today(ctx: ActionContext, path: str, ran: str) -> str:
    content = content_of(ctx, path)
    if content is None:
        return "gone"
    return "same" if snapshots.content_hash(content) == ran else "changed"


def _side_files(ctx: ActionContext, facts: dict[str, Any]) -> tuple[SideFileToday, ...]:
    if not facts.get("snapshot"):
        return ()
    try:
        held = snapshots.read(ctx.settings.home, facts["snapshot"]).files
    except NotFoundError:  # deleted since; the try keeps a copy of the notebook alone
        return ()
    return tuple(SideFileToday(each, _today(ctx, each, held[each])) for each in held if each != facts["path"])


def _read(opened: Callable[[], IO[bytes]]) -> bytes | None:
    try:
        with opened() as file:
            return file.read(LARGEST)
    except OSError:
        return None


def _facts_on_disk(folder: Path) -> dict[str, Any] | None:
    """What the worker wrote down: a try that runs, or whose process died, has told nobody."""
    try:
        found = json.loads((folder / layout.CODE_FACTS_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _folder(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, number: int, map_index: int) -> Path:
    return notebook_path(ctx, dag_id, run_id, task_id, number, map_index).parent
