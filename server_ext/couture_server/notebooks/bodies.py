"""Notebooks and timetables at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Body, FilePath, FormMoment, Json, Moment, Query, Text


class InspectQuery(Query):
    """Which notebook, as a path from the server's root."""

    path: Annotated[FilePath, Field(min_length=1)]


class NotebookParameter(Answer):
    """One parameter of the notebook's ``parameters`` cell. ``type`` is int, float, bool, str, list, dict or empty when
    it is not known; ``value`` is the default as JSON when it is a plain literal, ``default`` is its source;
    ``nullable``: None may be given."""

    name: str
    type: str
    default: str
    value: Json
    help: str
    nullable: bool


class NotebookInspection(Answer):
    """What the form wants to know of a notebook."""

    path: str
    kernel_name: str | None
    language: str | None
    has_parameters_cell: bool
    parameters: list[NotebookParameter]
    code_cells: int
    kind: Literal["notebook", "text_notebook", "script"]


class ExportFormat(Answer):
    """A format that an executed notebook can be turned into. `missing` says what has to be installed on this machine
    before it can be made; null when nothing is missing."""

    name: str
    title: str
    missing: str | None


class ExportFormatCollection(Answer):
    """All formats."""

    export_formats: list[ExportFormat]
    total_entries: int


class TimetablePreviewBody(Body):
    """A cron expression in a time zone."""

    cron: Annotated[Text, Field(max_length=200)]
    timezone: Annotated[Text, Field(max_length=100)] | None = None
    start_date: FormMoment | None = None
    end_date: FormMoment | None = None


class TimetablePreview(Answer):
    """What it means: a sentence and the next five runs; or what is wrong with it."""

    sentence: str
    next_runs: list[Moment]
    error: str | None


class TimezoneCollection(Answer):
    """All IANA time zones that may be named."""

    timezones: list[str]
    default: str
    total_entries: int
