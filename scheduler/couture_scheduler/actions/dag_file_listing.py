"""The files of the DAG folder: what they make, how they were read, who changed what and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import dag_texts
from couture_scheduler.files.dag_folder import IGNORE_FILE, all_files, is_ignored, may_hold_dags
from couture_scheduler.store import dag_files, dag_listing, event_logs, import_errors, versions
from couture_scheduler.store.dag_files import DagFileRecord
from couture_scheduler.store.dag_listing import FileDag
from couture_scheduler.store.event_logs import EventRecord
from couture_scheduler.store.import_errors import ImportErrorRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.versions import FileVersion

EVENTS = ("save_dag_file", "create_dag_file", "upload_dag_file", "rename_dag_file")


class FileState(StrEnum):
    """How a file stands with the engine."""

    READ = "read"  # as it is now, and it makes DAGs
    MODULE = "module"  # as it is now, and it makes none: DAG files may import it
    BROKEN = "broken"  # as it is now, and it cannot be read
    UNREAD = "unread"  # not yet, or not since it changed
    IGNORED = "ignored"  # an .airflowignore names it
    RULES = "rules"  # it is an .airflowignore


@dataclass(frozen=True, slots=True)
class FileChange:
    """Who changed a file last; ``None`` when it was changed on the disk, by none of us."""

    who: str | None
    event: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DagFile:
    """One file. ``hash`` is of its content. ``is_editable``: it is inside the DAG folder, also behind its links."""

    path: str
    state: FileState
    size: int
    hash: str
    changed: FileChange
    is_editable: bool
    parsed_at: datetime | None
    parse_seconds: float | None
    error: ImportErrorRecord | None
    dags: tuple[FileDag, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store knows of files."""

    files: dict[str, DagFileRecord]
    errors: dict[str, ImportErrorRecord]
    dags: dict[str, list[FileDag]]
    changes: dict[str, EventRecord]


@needs("dagFiles:read")
def list_files(ctx: ActionContext) -> list[DagFile]:
    """All files of the DAG folder, by their paths."""
    folder = ctx.settings.dags_folder
    with ctx.store.reading() as tx:
        known = _known(tx, None)
    return [found for place, ignored in all_files(folder) if (found := _file(folder, place, known, ignored=ignored))]


@needs("dagFiles:read")
def get(ctx: ActionContext, path: str) -> DagFile:
    """One file of the DAG folder."""
    folder = ctx.settings.dags_folder
    dag_texts.find(folder, path)
    with ctx.store.reading() as tx:
        known = _known(tx, path)
    found = _file(folder, folder / path, known, ignored=is_ignored(folder, path))
    if found is None:
        raise NotFoundError(f"There is no file {path!r} in the DAG folder.")
    return found


@needs("dagFiles:read")
def list_versions(ctx: ActionContext, path: str) -> list[FileVersion]:
    """The contents that the engine has read in this file, the newest first."""
    dag_texts.find(ctx.settings.dags_folder, path)
    with ctx.store.reading() as tx:
        return versions.of_file(tx, path)


def _known(tx: Transaction, path: str | None) -> _Known:
    if path is None:
        files, errors = dag_files.listing(tx), {each.file: each for each in import_errors.listing(tx, limit=10_000)}
    else:
        one, error = dag_files.get(tx, path), import_errors.get(tx, path)
        files, errors = {path: one} if one else {}, {path: error} if error else {}
    return _Known(files, errors, dag_listing.of_files(tx, path), _changes(tx, path))


def _changes(tx: Transaction, path: str | None) -> dict[str, EventRecord]:
    """The newest entry of the audit log for each file."""
    found: dict[str, EventRecord] = {}
    for each in event_logs.newest(tx, EVENTS):
        file = str((each.details or {}).get("file"))
        if path in (None, file):
            found.setdefault(file, each)
    return found


def _file(folder: Path, place: Path, known: _Known, *, ignored: bool) -> DagFile | None:
    path = place.relative_to(folder).as_posix()
    record, error = known.files.get(path), known.errors.get(path)
    try:
        stat = place.stat()
        is_same = record is not None and (record.mtime, record.size) == (stat.st_mtime, stat.st_size)
        digest = record.source_hash if record and is_same else dag_texts.hash_of(place.read_bytes())
    except OSError:
        return None  # it went away
    return DagFile(
        path=path,
        state=_state(place, digest, record, error, ignored=ignored),
        size=stat.st_size,
        hash=digest,
        changed=_change(known.changes.get(path), digest, datetime.fromtimestamp(stat.st_mtime, UTC)),
        is_editable=place.resolve().is_relative_to(folder.resolve()),
        parsed_at=record.parsed_at if record else None,
        parse_seconds=record.parse_seconds if record else None,
        error=error,
        dags=tuple(known.dags.get(path, ())),
    )


def _state(
    place: Path, digest: str, record: DagFileRecord | None, error: ImportErrorRecord | None, *, ignored: bool
) -> FileState:
    if place.name == IGNORE_FILE:
        return FileState.RULES
    if ignored:
        return FileState.IGNORED
    if record is None or record.source_hash != digest:
        return FileState.UNREAD
    if error is not None:
        return FileState.BROKEN
    return FileState.READ if record.dag_ids or may_hold_dags(place) else FileState.MODULE


def _change(noted: EventRecord | None, digest: str, modified_at: datetime) -> FileChange:
    if noted is not None and (noted.details or {}).get("hash") == digest:
        return FileChange(noted.actor, noted.event, noted.at)
    return FileChange(None, None, modified_at)
