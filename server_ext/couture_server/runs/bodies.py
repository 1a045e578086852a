"""DAG runs at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_jupyter.states import DagRunState, DagRunType
from couture_server.http.bounds import MomentBounds
from couture_server.http.filters import Counted, DurationBounds
from couture_server.http.models import Answer, Body, GivenMoment, Json, Moment, Patch, Several, Text
from couture_server.http.paging import Limit, Offset, Sorted, SortedPage
from couture_server.http.resources import DagKind, DagVersion

Note = Annotated[Text, Field(max_length=1000)]
Id = Annotated[Text, Field(min_length=1, max_length=250)]


class DagRun(Answer):
    """A run, as Airflow's API describes it, with the counts of its tasks by state.

    ``notebook_task_id``: of its notebooks the one to look at first: one that runs, else one that failed, else the one
    started last. ``triggered_by`` is one of Airflow's words; ``origin`` says it more precisely: also ``token``,
    ``sweep``, ``file``, or ``dag`` (after another one)."""

    dag_run_id: str
    dag_id: str
    dag_display_name: str
    logical_date: Moment | None
    queued_at: Moment | None
    start_date: Moment | None
    end_date: Moment | None
    duration: float | None
    data_interval_start: Moment | None
    data_interval_end: Moment | None
    run_after: Moment
    last_scheduling_decision: Moment | None
    run_type: DagRunType
    state: DagRunState
    triggered_by: str | None
    origin: str | None
    triggering_user_name: str | None
    conf: dict[str, Json] | None
    note: str | None
    dag_versions: list[DagVersion]
    bundle_version: str | None = None
    partition_key: str | None = None
    partition_date: Moment | None = None
    because: str | None
    kind: DagKind
    task_counts: dict[str, int] | None
    notebook_task_id: str | None
    kept_at: Moment | None


class DagRunCollection(Answer):
    """A page of runs."""

    dag_runs: list[DagRun]
    total_entries: int


class DagRunFilters(MomentBounds, DurationBounds):
    """Which runs. ``conf_contains`` is looked for in the JSON of their conf; ``consuming_asset_pattern`` in name and
    uri of the assets whose updates started them."""

    state: Several[DagRunState] = Field(default_factory=list)
    run_type: Several[DagRunType] = Field(default_factory=list)
    dag_id_pattern: Text | None = None
    dag_id_prefix_pattern: Text | None = None
    run_id_pattern: Text | None = None
    run_id_prefix_pattern: Text | None = None
    triggering_user_name_pattern: Text | None = None
    triggering_user_name_prefix_pattern: Text | None = None
    partition_key_pattern: Text | None = None
    partition_key_prefix_pattern: Text | None = None
    consuming_asset_pattern: Text | None = None
    conf_contains: Text | None = None
    dag_version: Several[Counted] = Field(default_factory=list)


class DagRunQuery(DagRunFilters, SortedPage):
    """Which runs, and which part of their list."""


class DagRunExport(DagRunFilters, Sorted):
    """Which runs, of one DAG or of all."""

    dag_id: Text | None = None


class DagRunsBatch(MomentBounds, DurationBounds, Body):
    """The same question as a body, for long lists of ids."""

    order_by: Text | None = None
    page_offset: Offset = 0
    page_limit: Limit = 100
    dag_ids: list[Id] | None = None
    states: list[DagRunState] | None = None


class TriggerBody(Body):
    """Start a run. ``parameters`` are for notebooks and go into ``conf``; what only Airflow knows stays empty."""

    dag_run_id: Id | None = None
    logical_date: GivenMoment | None = None
    data_interval_start: GivenMoment | None = None
    data_interval_end: GivenMoment | None = None
    run_after: None = None
    conf: dict[str, Json] | None = None
    parameters: dict[str, Json] | None = None
    note: Note | None = None
    partition_key: str | None = None


class MaterializeAssetBody(Body):
    """Start the run that makes an asset."""

    dag_run_id: Id | None = None
    logical_date: GivenMoment | None = None
    data_interval_start: GivenMoment | None = None
    data_interval_end: GivenMoment | None = None
    run_after: None = None
    conf: dict[str, Json] | None = None
    note: Note | None = None
    partition_key: str | None = None


class DagRunPatch(Patch):
    """Mark a run, change its note, or have it stay whatever the limits for keeping runs are (`is_kept`)."""

    state: Literal["queued", "success", "failed"] | None = None
    note: Note | None = None
    is_kept: bool | None = None


class ClearRunBody(Body):
    """Run tasks of a run again, or with ``only_new`` those that the newest version has and the run has not. Nothing
    happens while ``dry_run`` is true: the answer shows what would."""

    dry_run: bool = True
    only_failed: bool = False
    only_new: bool = False
    run_on_latest_version: bool | None = None
    note: Note | None = None
    task_ids: list[Id] | None = None
    include_upstream: bool = False
    include_downstream: bool = True


class MarkRunBody(Body):
    """What marking a run would do is asked for."""

    state: Literal["success", "failed"]


class RerunBody(Body):
    """A new run like this one; what is not given is taken over. Where ``run_on_latest_version`` is left open, the DAG's
    author decides whether it is the newest code, else it is."""

    conf: dict[str, Json] | None = None
    parameters: dict[str, Json] | None = None
    note: Note | None = None
    run_on_latest_version: bool | None = None


class RunKey(Body):
    """Which run."""

    dag_id: Id
    dag_run_id: Id


class BulkRunsBody(Body):
    """One action on many runs."""

    action: Literal["retry", "stop", "delete"]
    runs: Annotated[list[RunKey], Field(max_length=1000)]


class RunChange(Body):
    """One run of many, and what to change of it. Without ``dag_id`` it is of the DAG in the path."""

    dag_id: Id | None = None
    dag_run_id: Id
    state: Literal["queued", "success", "failed"] | None = None
    note: Note | None = None


class ClearRunsBody(Body):
    """Run many runs again. Nothing happens while ``dry_run`` is true: the answer shows what would."""

    dag_runs: Annotated[list[RunChange], Field(max_length=1000)]
    dry_run: bool = True
    only_failed: bool = False
    only_new: bool = False
    run_on_latest_version: bool | None = None
    note: Note | None = None


class BulkRunResult(Answer):
    """What became of one run."""

    dag_id: str
    dag_run_id: str
    ok: bool
    detail: str


class BulkRunResults(Answer):
    """What became of each run."""

    results: list[BulkRunResult]


class DagRunCounts(Answer):
    """How many runs are where; ``failed_recently`` looks back 24 hours."""

    queued: int
    running: int
    failed_recently: int


class ClearedTask(Answer):
    """A task instance that would run again, or a new task that would run."""

    dag_id: str
    dag_run_id: str
    task_id: str
    task_display_name: str
    map_index: int
    state: str | None


class ClearedRun(Answer):
    """What clearing would do."""

    task_instances: list[ClearedTask]
    total_entries: int
