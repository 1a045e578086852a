"""Parts of answers that several capabilities share."""

from __future__ import annotations

import mimetypes
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from couture_scheduler.config import Settings
from couture_scheduler.files import live_journals
from couture_scheduler.store.dag_listing import RunMark
from couture_scheduler.store.versions import VersionRecord, VersionSummary

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Moment


class DagKind(StrEnum):
    """Where a DAG comes from."""

    FILE = "file"
    NOTEBOOK_SCHEDULE = "notebook_schedule"


class DagVersion(Answer):
    """One version of a DAG: each change of its source makes a new one."""

    id: UUID
    version_number: int
    dag_id: str
    dag_display_name: str
    bundle_name: str | None = None
    bundle_version: str | None = None
    bundle_url: str | None = None
    created_at: Moment


class RunSummary(Answer):
    """A run as a small mark in a list."""

    dag_run_id: str
    state: DagRunState
    queued_at: Moment
    start_date: Moment | None
    end_date: Moment | None


def dag_version(version: VersionRecord | VersionSummary) -> DagVersion:
    """The version as the API describes it."""
    return DagVersion(
        id=as_uuid(version.id),
        version_number=version.number,
        dag_id=version.dag_id,
        dag_display_name=version.dag_id,
        bundle_version=version.commit,
        created_at=version.created_at,
    )


def run_summary(mark: RunMark) -> RunSummary:
    """The mark as the API describes it."""
    return RunSummary(**run_fields(mark))


def run_fields(mark: RunMark) -> dict[str, Any]:
    """What a ``RunSummary`` holds, and what is built on it."""
    return {
        "dag_run_id": mark.run_id,
        "state": mark.state,
        "queued_at": mark.queued_at,
        "start_date": mark.started_at,
        "end_date": mark.ended_at,
    }


def as_uuid(number: int) -> UUID:
    """Airflow's clients expect UUIDs where our ids are numbers."""
    return UUID(int=number)


def file_name(file: str | None, settings: Settings) -> str | None:
    """The path as Jupyter's file browser knows it, where the file is inside the workspace."""
    if file is None:
        return None
    path = settings.dags_folder / file  # stored relative to it; an absolute path stays what it is
    return path.relative_to(settings.workspace).as_posix() if path.is_relative_to(settings.workspace) else file


def seconds_between(start: datetime | None, end: datetime | None) -> float | None:
    """How long something took; ``None`` while it has not ended."""
    return (end - start).total_seconds() if start and end else None


def media_type(path: Path) -> str:
    """What a file is, by its name."""
    if path.suffix == ".ipynb":
        return "application/x-ipynb+json"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


class LivePlace(Answer):
    """Where in a try's live journals one is: up to here one knows everything."""

    generation: int
    offset: int


def live_place(place: live_journals.LivePlace | None) -> LivePlace | None:
    """The same as an answer."""
    return None if place is None else LivePlace(generation=place.generation, offset=place.offset)
