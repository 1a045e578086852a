"""The audit log at the HTTP edge."""

from __future__ import annotations

from pydantic import Field

from couture_server.http.filters import Counted
from couture_server.http.models import Answer, GivenMoment, Moment, Query, Text, Words
from couture_server.http.paging import SortedPage


class EventLog(Answer):
    """One thing that somebody did."""

    event_log_id: int
    when: Moment
    dag_id: str | None
    dag_display_name: str | None
    task_id: str | None
    task_display_name: str | None
    run_id: str | None
    map_index: int | None = None
    try_number: int | None = None
    event: str
    logical_date: Moment | None = None
    owner: str | None
    extra: str | None
    source: str | None


class EventLogCollection(Answer):
    """A page of the audit log, the newest first."""

    event_logs: list[EventLog]
    total_entries: int


class EventLogFilters(Query):
    """Which entries. ``source_pattern`` is of the address, ``extra_pattern`` of the details as they are stored."""

    dag_id: Text | None = None
    task_id: Text | None = None
    run_id: Text | None = None
    owner: Text | None = None
    event: Text | None = None
    included_events: Words = Field(default_factory=list)
    excluded_events: Words = Field(default_factory=list)
    map_index: Counted | None = None
    dag_id_pattern: Text | None = None
    dag_id_prefix_pattern: Text | None = None
    task_id_pattern: Text | None = None
    task_id_prefix_pattern: Text | None = None
    run_id_pattern: Text | None = None
    run_id_prefix_pattern: Text | None = None
    owner_pattern: Text | None = None
    owner_prefix_pattern: Text | None = None
    event_pattern: Text | None = None
    event_prefix_pattern: Text | None = None
    source_pattern: Text | None = None
    extra_pattern: Text | None = None
    before: GivenMoment | None = None
    after: GivenMoment | None = None


class EventLogQuery(EventLogFilters, SortedPage):
    """Which entries, and which part of their list."""


class EventNames(Answer):
    """What the audit log tells of, in its own words."""

    events: list[str]
