"""What came too late, at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Body, GivenMoment, Moment, Query, Text
from couture_server.http.paging import Sorted, SortedPage


class SlaMiss(Answer):
    """A task that had not succeeded in time. ``notified_at``: when its callback and its e-mails were written down to be
    called and sent."""

    dag_id: str
    task_id: str
    dag_run_id: str | None
    logical_date: Moment
    missed_at: Moment
    notified_at: Moment | None
    description: str | None


class SlaMissCollection(Answer):
    """A page of them, the newest first."""

    slas: list[SlaMiss]
    total_entries: int


class SlaMissFilters(Query):
    """Which of them. ``is_noted``: whether people noted why."""

    dag_id: Text | None = None
    dag_run_id: Text | None = None
    task_id: Text | None = None
    dag_id_pattern: Text | None = None
    task_id_pattern: Text | None = None
    description_pattern: Text | None = None
    is_noted: bool | None = None
    missed_at_gte: GivenMoment | None = None
    missed_at_gt: GivenMoment | None = None
    missed_at_lte: GivenMoment | None = None
    missed_at_lt: GivenMoment | None = None


class SlaMissQuery(SlaMissFilters, SortedPage):
    """Which of them, and which part of their list."""


class SlaMissExport(SlaMissFilters, Sorted):
    """Which of them, in which order."""


class DescribeSlaMissBody(Body):
    """Which one, and what is to be noted about it; nothing takes the note away."""

    logical_date: GivenMoment
    description: Annotated[Text, Field(max_length=10_000)] | None


class Deadline(Answer):
    """By when a run must have succeeded; ``missed_at``: when it was noticed that it had not."""

    name: str
    due_at: Moment
    missed_at: Moment | None


class DeadlineCollection(Answer):
    """The deadlines of a run that it has not met."""

    deadlines: list[Deadline]
    total_entries: int
