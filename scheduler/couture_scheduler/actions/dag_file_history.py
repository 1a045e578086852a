"""What became of a file of the DAG folder: who changed it when, and which contents of it the engine has kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.files import dag_texts
from couture_scheduler.store import event_logs, versions
from couture_scheduler.store.event_logs import EventRecord
from couture_scheduler.store.versions import FileVersion

EVENTS = ("create_dag_file", "save_dag_file", "upload_dag_file", "rename_dag_file", "delete_dag_file")


@dataclass(frozen=True, slots=True)
class FileMoment:
    """One change. ``who`` and ``event`` are ``None`` for a content that was found on the disk. ``dags``: the versions
    of DAGs that were made of it, whose source can be had. ``was``: the path before it was renamed."""

    at: datetime
    who: str | None
    event: str | None
    hash: str | None
    dags: tuple[tuple[str, int], ...]
    was: str | None = None


@needs("dagFiles:read")
def history(ctx: ActionContext, path: str) -> list[FileMoment]:
    """All that is known of the file, the newest first."""
    dag_texts.find(ctx.settings.dags_folder, path)
    with ctx.store.reading() as tx:
        kept = {each.source_hash: each for each in versions.of_file(tx, path)}
        noted = [each for each in event_logs.newest(tx, EVENTS) if (each.details or {}).get("file") == path]
    told = [_noted(each, kept) for each in noted]
    written = {each.hash for each in told if each.event != "delete_dag_file"}
    found = [_found(each) for each in kept.values() if each.source_hash not in written]
    return sorted([*told, *found], key=lambda each: each.at, reverse=True)


def _noted(event: EventRecord, kept: dict[str, FileVersion]) -> FileMoment:
    details = event.details or {}
    digest = details.get("hash")
    version = kept.get(str(digest))
    return FileMoment(
        event.at, event.actor, event.event, digest, version.dags if version else (), details.get("before")
    )


def _found(version: FileVersion) -> FileMoment:
    return FileMoment(version.created_at, None, None, version.source_hash, version.dags)
