"""The audit log at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from couture_scheduler.store.audit_seals import Fault
from pydantic import Field

from couture_server.http.filters import Counted
from couture_server.http.models import Answer, GivenMoment, Moment, Query, Text, Words
from couture_server.http.paging import Page, SortedPage


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


class VerificationQuery(Query):
    """``noted`` is a seal that was written down earlier: it must still be in the chain."""

    noted: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


class AuditFinding(Answer):
    """An entry that is not as it was sealed."""

    event_log_id: int
    fault: Fault


class AuditVerdict(Answer):
    """What is known of the log up to the part that was looked at last; in the last line, which ``is_over``, of all."""

    is_over: bool
    entries: int = Field(description="How many sealed entries were looked at.")
    unsealed: int = Field(description="How many entries are too young to have a seal.")
    last_seal: str | None
    faults: int = Field(description="How many entries are not as they were sealed.")
    findings: list[AuditFinding] = Field(description="The first of them.")
    is_noted_there: bool | None = Field(description="Whether the noted seal is in the chain; null without one.")


class UserStatisticsQuery(Page):
    """Of how many days, and which part of the list."""

    days: Annotated[int, Field(ge=1, le=3660)] = 30


class UserActivity(Answer):
    """What somebody did in these days."""

    username: str = Field(description="`unknown` stands for names that are none of ours.")
    sign_ins: int
    refused_sign_ins: int
    runs_started: int
    changes: int = Field(description="Whatever else of theirs is in the audit log.")
    last_seen: Moment = Field(description="When they did something last that is in the audit log.")


class UserStatistics(Answer):
    """A page of people, who did something last first."""

    users: list[UserActivity]
    total_entries: int
