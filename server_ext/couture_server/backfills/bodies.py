"""Backfills at the HTTP edge: Airflow's shape, and what our pages show beside it."""

from __future__ import annotations

from typing import Annotated

from couture_scheduler.engine.backfills import AT_ONCE, MOST_AT_ONCE, DayProblem, Reprocess
from pydantic import Field

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Body, GivenMoment, Json, Moment, Text
from couture_server.http.paging import SortedPage


class BackfillBody(Body):
    """A new backfill: the runs of a DAG whose logical dates lie between two dates, both included. `reprocess_behavior`
    says what happens where a run exists that has ended: `none`, `failed` ones run again, or all that are `completed`.
    With `run_on_latest_version` they get the DAG's newest code first; where it is left open, the DAG's author decides,
    else they do."""

    dag_id: Text
    from_date: GivenMoment
    to_date: GivenMoment
    run_backwards: bool = False
    dag_run_conf: dict[str, Json] | None = None
    reprocess_behavior: Reprocess = Reprocess.NONE
    max_active_runs: Annotated[int, Field(ge=1, le=MOST_AT_ONCE)] = AT_ONCE
    run_on_latest_version: bool | None = None


class Backfill(Answer):
    """A backfill. `days` counts its logical dates: `waiting` ones, those with a run by its state, `deleted` runs, and
    those without a run by the reason. `holdup` says why no runs are made now. A cancelled one is complete, too."""

    id: int
    dag_id: str
    dag_display_name: str
    from_date: Moment
    to_date: Moment
    dag_run_conf: dict[str, Json]
    is_paused: bool
    reprocess_behavior: Reprocess
    max_active_runs: int
    created_at: Moment
    completed_at: Moment | None
    updated_at: Moment
    run_backwards: bool
    run_on_latest_version: bool
    triggering_user_name: str
    days: dict[str, int]
    days_total: int
    days_ended: int
    holdup: str | None


class BackfillCollection(Answer):
    """Backfills, the newest first."""

    backfills: list[Backfill]
    total_entries: int


class BackfillQuery(SortedPage):
    """Which backfills: of one DAG, and those that are not complete, or that are."""

    dag_id: Text | None = None
    active: bool | None = None


class DryRunDay(Answer):
    """A run that a backfill would make, or have run again."""

    logical_date: Moment
    data_interval_start: Moment
    data_interval_end: Moment
    runs_again: bool


class DryRunBackfill(Answer):
    """The runs of a backfill to come, in their order. `left_out` counts the days without one by the reason."""

    backfills: list[DryRunDay]
    total_entries: int
    left_out: dict[str, int]


class BackfillDay(Answer):
    """One logical date of a backfill: its run and the run's state, once there is one, or why there is none."""

    logical_date: Moment
    sort_ordinal: int
    dag_run_id: str | None
    state: DagRunState | None
    problem: DayProblem | None


class BackfillDayCollection(Answer):
    """The days of a backfill, in the order in which they run."""

    backfill_days: list[BackfillDay]
    total_entries: int
