"""Messages at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from couture_scheduler.store.notifications import NotificationState
from pydantic import Field

from couture_server.http.models import Answer, Body, Moment, Several, Text
from couture_server.http.paging import Page

Channel = Literal["email", "webhook", "slack"]
Recipients = Annotated[list[Annotated[Text, Field(max_length=1000)]], Field(max_length=100)]


class Notification(Answer):
    """A message about an event of a run: to whom, and what became of it. ``next_attempt_at`` is set while it waits;
    ``error`` is why the last attempt failed."""

    id: int
    dag_id: str
    dag_run_id: str
    event: str
    channel: str
    recipient: str
    state: NotificationState
    attempts: int
    next_attempt_at: Moment | None
    error: str | None
    created_at: Moment
    sent_at: Moment | None


class NotificationCollection(Answer):
    """A page of messages, the newest first."""

    notifications: list[Notification]
    total_entries: int


class NotificationQuery(Page):
    """Which messages."""

    dag_id: Text | None = None
    dag_run_id: Text | None = None
    state: Several[NotificationState] = Field(default_factory=list)


class TestBody(Body):
    """Where a test message goes: e-mail addresses, or ids of connections that hold the address of a webhook."""

    channel: Channel = "email"
    to: Recipients


class TestResult(Answer):
    """What became of one test message."""

    recipient: str
    sent: bool
    sentence: str


class TestResults(Answer):
    """What became of the test messages."""

    results: list[TestResult]
