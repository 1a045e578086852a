"""DAGs as lists show them, at the HTTP edge, and what is done with many of them."""

from __future__ import annotations

from typing import Annotated, Literal

from couture_scheduler.actions.dag_bulk import DagAction
from pydantic import Field

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Body, Moment, Query, Text, Words
from couture_server.http.paging import Sorted, SortedPage
from couture_server.http.resources import DagKind, RunSummary


class RecentRun(RunSummary):
    """A run of a DAG; ``notebook_task_id``: of its notebooks the one to look at first."""

    notebook_task_id: str | None


class DagSummary(Answer):
    """A DAG or notebook schedule in a list. With counts: of all its runs by state, and of the tasks of its active runs
    (of its newest one when none is active) by state, ``none`` for those without one."""

    dag_id: str
    dag_display_name: str
    kind: DagKind
    file: str | None
    notebook: str | None
    description: str | None
    schedule: str
    timezone: str
    is_paused: bool
    is_stale: bool
    owner: str
    tags: list[str]
    next_run_after: Moment | None
    last_run: RecentRun | None
    recent_runs: list[RecentRun]
    active_runs: int
    has_import_error: bool
    is_favorite: bool
    timetable_summary: str | None
    owner_links: dict[str, str] | None
    run_counts: dict[str, int] | None
    task_counts: dict[str, int] | None


class DagSummaryCollection(Answer):
    """A page of summaries."""

    dags: list[DagSummary]
    total_entries: int


class DagSummaryFilters(Query):
    """Which DAGs and schedules: ``search`` looks into names, descriptions and tags; ``owners`` are looked for in the
    owners; ``last_run_state`` is of the newest run; ``owner_left``: notebook schedules that are paused while
    their owner is no active user any more."""

    search: Text = ""
    tags: Words = Field(default_factory=list)
    paused: bool | None = None
    kind: DagKind | None = None
    is_favorite: bool | None = None
    tags_match_mode: Literal["any", "all"] = "any"
    owners: Words = Field(default_factory=list)
    has_import_errors: bool | None = None
    has_asset_schedule: bool | None = None
    last_run_state: DagRunState | None = None
    owner_left: bool | None = None


class DagSummaryQuery(DagSummaryFilters, SortedPage):
    """Which DAGs and schedules, and which part of their list."""

    with_counts: bool = False


class DagSummaryExport(DagSummaryFilters, Sorted):
    """Which DAGs and schedules, in which order."""


class DagBulkBody(Body):
    """One action on many DAGs."""

    action: DagAction
    dag_ids: Annotated[list[Text], Field(max_length=1000)]


class DagBulkResult(Answer):
    """What became of one DAG; ``detail`` says why it did not work."""

    dag_id: str
    ok: bool
    detail: str


class DagBulkResults(Answer):
    """What became of each DAG."""

    results: list[DagBulkResult]


class DagOwnerCollection(Answer):
    """Who owns DAGs."""

    owners: list[str]
