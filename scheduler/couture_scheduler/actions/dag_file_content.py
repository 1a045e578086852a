"""The content of DAG files: read, and written without ever overwriting what somebody else wrote meanwhile."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import FileChangedError, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files import dag_texts
from couture_scheduler.files.dag_folder_lock import alone_in
from couture_scheduler.files.dag_texts import DagText
from couture_scheduler.files.regular import open_resolved
from couture_scheduler.store import dag_files

SAVED = "save_dag_file"
CREATED = "create_dag_file"
UPLOADED = "upload_dag_file"


def changing(ctx: ActionContext) -> AbstractContextManager[None]:
    """Between the look at a file and its replacement nobody else of us writes."""
    return alone_in(ctx.settings.dags_folder, ctx.settings.home)


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What came of saving: the hash of what the file holds now. ``is_read``: the engine knew this content already, and
    reads nothing."""

    path: str
    hash: str
    is_new: bool
    is_read: bool


@needs("dagFiles:read")
def read(ctx: ActionContext, path: str) -> DagText:
    """The text of a file of the DAG folder."""
    return dag_texts.read(ctx.settings.dags_folder, path)


@needs("dagFiles:edit")
def save(ctx: ActionContext, path: str, content: str, expected_hash: str | None) -> SavedFile:
    """Write a file of the DAG folder. ``expected_hash`` is of the content that the person saw; ``None``: there must be
    no such file. ``FileChangedError`` when it is another one by now, unless it holds this content already."""
    place = dag_texts.find(ctx.settings.dags_folder, path)
    with changing(ctx):
        before = _before(place, path)
        wanted = dag_texts.encoded(content, before)
        known = None if before is None else dag_texts.hash_of(before)
        saved = dag_texts.hash_of(wanted)
        if known not in (expected_hash, saved):
            raise changed(path, known)
        event = CREATED if before is None else SAVED
        return put(ctx, place, path, wanted, is_new=before is None, is_same=known == saved, event=event)


def put(
    ctx: ActionContext, place: Path, path: str, content: bytes, *, is_new: bool, is_same: bool, event: str
) -> SavedFile:
    """Write the bytes, note who did it, and tell. The caller holds ``changing``."""
    digest = dag_texts.hash_of(content)
    with ctx.store.transaction() as tx:
        record = dag_files.get(tx, path)
        if not is_same:
            ctx.audit(tx, event, details={"file": path, "hash": digest, "size": len(content)})
            _write(place, content, path, is_new=is_new)
    if not is_same:
        ctx.tell(Change("dag_file", "created" if is_new else "changed", user=ctx.actor.name, detail={"file": path}))
    return SavedFile(path, digest, is_new, record is not None and record.source_hash == digest)


def changed(path: str, current: str | None) -> FileChangedError:
    """The error for a file that is not the one that was seen."""
    if current is None:
        return FileChangedError(f"{path} is not there any more: somebody deleted or renamed it.", None)
    return FileChangedError(f"{path} was changed by somebody else. Nothing was overwritten.", current)


def _before(place: Path, path: str) -> bytes | None:
    try:
        with open_resolved(place) as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InvalidInputError.at("path", f"{path} is not a file that can be written.") from error


def _write(place: Path, content: bytes, path: str, *, is_new: bool) -> None:
    try:
        dag_texts.write(place, content, is_new=is_new)
    except FileExistsError as error:
        raise changed(path, dag_texts.current_hash(place)) from error
    except OSError as error:
        told = f"{path} cannot be written: {error.strerror}. Ask whoever looks after the DAG folder."
        raise InvalidInputError.at("path", told) from error
