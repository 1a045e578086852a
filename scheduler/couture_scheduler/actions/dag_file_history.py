"""What became of a file of the DAG folder: who changed it when, and which contents of it the engine has kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.files import dag_texts
from couture_scheduler.store import event_logs, versions
from couture_scheduler.store.event_logs import EventRecord
from couture_scheduler.store.versions import FileVersion

# A change is noted and read at almost the same moment, in either order.
AROUND = timedelta(seconds=10)
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
        changes = versions.changes_of_file(tx, path)
        noted = [each for each in event_logs.newest(tx, EVENTS) if (each.details or {}).get("file") == path]
    told = [_noted(each, changes) for each in noted]
    found = [_found(each) for each, before in zip_longest(changes, changes[1:]) if not _is_told(each, before, told)]
    return sorted([*told, *found], key=lambda each: each.at, reverse=True)


def _noted(event: EventRecord, changes: list[FileVersion]) -> FileMoment:
    details = event.details or {}
    digest = details.get("hash")
    same = [each for each in changes if each.source_hash == digest]
    after = [each for each in same if each.created_at >= event.at - AROUND]
    made = after[-1:] or same[:1]  # the first that was read of it; where it was known, what it had been
    return FileMoment(event.at, event.actor, event.event, digest, made[0].dags if made else (), details.get("before"))


def _found(change: FileVersion) -> FileMoment:
    return FileMoment(change.created_at, None, None, change.source_hash, change.dags)


def _is_told(change: FileVersion, before: FileVersion | None, told: list[FileMoment]) -> bool:
    """Whether somebody wrote this content here, after the one ``before`` it had been read."""
    return any(
        each.hash == change.source_hash
        and each.event != "delete_dag_file"
        and each.at <= change.created_at + AROUND
        and (before is None or each.at >= before.created_at - AROUND)
        for each in told
    )
