"""Imports at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Body, FilePath, Json, Text


class ImportBody(Body):
    """Where to import from: `crontab` takes the `text`; `jupyter_scheduler` a database in the workspace (`path`), else
    the one in the data folder of this Jupyter server."""

    kind: Literal["crontab", "jupyter_scheduler"]
    text: Annotated[Text, Field(max_length=1024 * 1024)] | None = None
    path: FilePath | None = None


class CreateImportBody(ImportBody):
    """Which of what the preview showed become schedules (by `source`; null: all that are not here already), and whether
    they are switched on."""

    only: Annotated[list[Text], Field(max_length=100_000)] | None = None
    switched_on: bool = False


class ImportDraft(Answer):
    """One job elsewhere: the schedule it would become (null: none), what is in the way, and what will be different.
    `schedule` is its cron expression (null: it runs by hand), `existing_dag_id` the schedule that was made of it
    before."""

    source: str
    name: str | None
    notebook: str | None
    schedule: str | None
    timezone: str | None
    parameters: dict[str, Json]
    existing_dag_id: str | None
    problems: list[str]
    notes: list[str]


class ImportPreview(Answer):
    """What becomes of each job."""

    drafts: list[ImportDraft]
    total_entries: int


class ImportedSchedule(Answer):
    """What became of one job: the schedule's DAG, or why there is none."""

    source: str
    dag_id: str | None
    problems: list[str]


class ImportResult(Answer):
    """What became of the chosen jobs."""

    imported: list[ImportedSchedule]
    total_entries: int
