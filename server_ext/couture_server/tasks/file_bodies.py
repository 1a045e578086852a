"""What requests and answers about the logs and notebooks of tries hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Json, Moment, Query, Text
from couture_server.http.resources import LivePlace

MOST_OF_A_LOG = 4 * 1024 * 1024


class LogQuery(Query):
    """Which part of a log, in bytes. A negative ``offset`` counts from the end. ``full_content``: as much of it as
    one answer can have."""

    offset: Annotated[int, Field(ge=-(2**53), le=2**53)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_OF_A_LOG)] = 256 * 1024
    token: Text | None = None
    full_content: bool = False


class LogWindow(Answer):
    """A part of a log. ``complete``: the try has ended and nothing follows ``next_offset``."""

    content: str
    offset: int
    next_offset: int
    size: int
    complete: bool


class LogSearchQuery(Query):
    """What to look for in a log: a text, whatever its case, in lines of at least ``level``; without a text the lines at
    which records of that level begin. ``limit`` matches from number ``offset`` on; without ``offset`` the page of as
    many that holds the first match at or after byte ``start``."""

    text: Annotated[Text, Field(max_length=1000)] = ""
    level: Literal["debug", "info", "warning", "error"] = "debug"
    start: Annotated[int, Field(ge=0, le=2**53)] = 0
    offset: Annotated[int, Field(ge=0, le=2**53)] | None = None
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1000


class LogMatchCollection(Answer):
    """Where lines that match begin, in bytes, from number ``first`` on. ``nearest``: the number of the first one at or
    after ``start``, or ``total_entries``. ``has_more``: there are more than were counted. ``size``: how much was
    searched."""

    offsets: list[int]
    first: int
    nearest: int
    has_more: bool
    size: int
    total_entries: int


class NotebookQuery(Query):
    """The notebook of which try; the newest when it is not named."""

    try_number: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class ExecutedNotebook(Answer):
    """The notebook of a try as far as it got. Very large outputs are cut: ``shortened`` says how many, and each of them
    says so in its own place; the file under ``path`` has all. ``live`` is the place in the live journal up to which it
    has everything, while it grows."""

    path: str | None
    try_number: int
    notebook: dict[str, Json]
    failed_cell: int | None
    complete: bool
    shortened: int
    live: LivePlace | None


class DownloadQuery(Query):
    """``download=1`` asks the browser to save the file."""

    download: bool = False
    try_number: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class ExternalLogUrl(Answer):
    """Where people see a log."""

    url: str


class LogLine(Answer):
    """One line, as Airflow's client reads it."""

    timestamp: Moment | None
    event: str


class AirflowLog(Answer):
    """A log as Airflow's client reads it."""

    content: list[LogLine]
    continuation_token: str | None
