"""DAGs at the HTTP edge, in Airflow's shape."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, GivenMoment, Json, Moment, Patch, Query, Text, Words
from couture_server.http.paging import Limit, Page, SortedPage
from couture_server.http.resources import DagKind, DagVersion


class DagTag(Answer):
    """A tag of a DAG."""

    name: str
    dag_id: str
    dag_display_name: str


class Dag(Answer):
    """A DAG, as Airflow's API describes it."""

    dag_id: str
    dag_display_name: str
    is_paused: bool
    is_stale: bool
    last_parsed_time: Moment | None = None
    last_parse_duration: float | None = None
    last_expired: Moment | None = None
    bundle_name: str | None = None
    bundle_version: str | None = None
    relative_fileloc: str | None
    fileloc: str
    file_token: str
    description: str | None
    timetable_summary: str | None
    timetable_description: str | None
    timetable_partitioned: bool = False
    timetable_periodic: bool
    tags: list[DagTag]
    max_active_tasks: int
    max_active_runs: int | None
    max_consecutive_failed_dag_runs: int = 0
    has_task_concurrency_limits: bool
    has_import_errors: bool
    next_dagrun_logical_date: Moment | None
    next_dagrun_data_interval_start: Moment | None
    next_dagrun_data_interval_end: Moment | None
    next_dagrun_run_after: Moment | None
    allowed_run_types: list[str] | None = None
    is_backfillable: bool
    owners: list[str]
    kind: DagKind


class NextRun(Answer):
    """A run to come."""

    logical_date: Moment
    data_interval_start: Moment
    data_interval_end: Moment
    run_after: Moment


class NextRuns(Answer):
    """When a DAG runs next, while it is on: its schedule in words, and its next runs. `is_open` says that none can be
    named though there will be some: they follow events."""

    sentence: str
    timezone: str
    is_paused: bool
    is_open: bool
    runs: list[NextRun]


class DagDetails(Dag):
    """A DAG with all that its author wrote. `takes_partition_key`: its runs by hand may be given one.
    `default_view`: what its page opens with, in Airflow's words (grid, graph, duration, gantt, landing_times,
    calendar)."""

    catchup: bool
    missed_runs: str
    overlap: str
    dag_run_timeout: str | None
    doc_md: str | None
    start_date: Moment | None
    end_date: Moment | None
    is_paused_upon_creation: bool | None
    params: dict[str, Json] | None
    callbacks: list[str]
    deadlines: list[str]
    render_template_as_native_obj: bool = False
    rerun_with_latest_version: bool | None
    template_search_path: list[str] | None = None
    timezone: str | None
    last_parsed: Moment | None = None
    default_args: dict[str, Json] | None = None
    owner_links: dict[str, str] | None = None
    is_favorite: bool
    active_runs_count: int
    latest_dag_version: DagVersion | None
    concurrency: int
    asset_expression: Json | None
    takes_partition_key: bool
    default_view: str
    line: int | None


class DagCollection(Answer):
    """A page of DAGs."""

    dags: list[Dag]
    total_entries: int


class DagQuery(SortedPage):
    """Which DAGs. ``dag_run_state`` is of any of its runs; ``last_dag_run_state`` and the dates are of its newest run;
    ``asset_dependency`` is looked for in name and uri of the assets that its schedule waits for."""

    tags: Words = Field(default_factory=list)
    tags_match_mode: Literal["any", "all"] = "any"
    paused: bool | None = None
    exclude_stale: bool = True
    owners: Words = Field(default_factory=list)
    dag_id_pattern: Text | None = None
    dag_id_prefix_pattern: Text | None = None
    dag_display_name_pattern: Text | None = None
    dag_display_name_prefix_pattern: Text | None = None
    has_import_errors: bool | None = None
    has_asset_schedule: bool | None = None
    asset_dependency: Text | None = None
    is_favorite: bool | None = None
    dag_run_state: DagRunState | None = None
    last_dag_run_state: DagRunState | None = None
    dag_run_start_date_gte: GivenMoment | None = None
    dag_run_start_date_gt: GivenMoment | None = None
    dag_run_start_date_lte: GivenMoment | None = None
    dag_run_start_date_lt: GivenMoment | None = None
    dag_run_end_date_gte: GivenMoment | None = None
    dag_run_end_date_gt: GivenMoment | None = None
    dag_run_end_date_lte: GivenMoment | None = None
    dag_run_end_date_lt: GivenMoment | None = None


class DagPatch(Patch):
    """Pause or resume."""

    is_paused: bool


class StateCount(Answer):
    """How many runs are in a state."""

    state: DagRunState
    count: int


class DagStatistics(Answer):
    """How many runs of a DAG are in each state."""

    dag_id: str
    dag_display_name: str
    stats: list[StateCount]


class DagStatisticsCollection(Answer):
    """The same of many DAGs."""

    dags: list[DagStatistics]
    total_entries: int


class DagStatsQuery(Page):
    """Which DAGs; all where none is named."""

    dag_ids: Words = Field(default_factory=list)
    limit: Limit = 1000


class DagWarningInfo(Answer):
    """Something about a DAG that will keep it from running as it is written."""

    dag_id: str
    dag_display_name: str
    warning_type: str
    message: str
    timestamp: Moment


class DagWarningCollection(Answer):
    """A page of warnings."""

    dag_warnings: list[DagWarningInfo]
    total_entries: int


class DagWarningQuery(SortedPage):
    """Which warnings."""

    dag_id: Text | None = None
    warning_type: Text | None = None


class DagTagCollection(Answer):
    """All tags in use."""

    tags: list[str]
    total_entries: int


class DagVersionQuery(SortedPage):
    """Which versions; ordered by ``version_number``, ``-version_number`` (or its date)."""

    version_number: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class DagVersionCollection(Answer):
    """A page of versions, the newest first."""

    dag_versions: list[DagVersion]
    total_entries: int


class DagSource(Answer):
    """The Python source of one version."""

    content: str | None
    dag_id: str
    dag_display_name: str
    version_number: int | None
    file: str | None
    kind: DagKind
    created_at: Moment | None


class SourceQuery(Query):
    """Which version; the newest when it is not named."""

    version_number: int | None = Field(default=None, ge=1, le=2**31 - 1)


class TimeDelta(Answer):
    """A duration, as Airflow's API writes it."""

    days: int
    seconds: int
    microseconds: int


class Task(Answer):
    """One task of a DAG, as its author wrote it."""

    task_id: str
    task_display_name: str
    owner: str
    start_date: Moment | None = None
    end_date: Moment | None = None
    trigger_rule: str
    depends_on_past: bool
    wait_for_downstream: bool
    retries: int
    queue: str
    pool: str
    pool_slots: int
    execution_timeout: TimeDelta | None
    retry_delay: TimeDelta
    retry_exponential_backoff: float
    priority_weight: int
    weight_rule: str = "downstream"
    ui_color: str = "#fff"
    ui_fgcolor: str = "#000"
    template_fields: list[str]
    downstream_task_ids: list[str]
    upstream_task_ids: list[str]
    doc_md: str | None
    operator_name: str
    params: dict[str, Json] | None = None
    class_ref: dict[str, Json] | None = None
    is_mapped: bool = False
    extra_links: list[str] = Field(default_factory=list)
    is_notebook: bool
    task_group: str | None
    arguments: dict[str, Json]
    callbacks: list[str]


class TaskQuery(Query):
    """In which order: that of the DAG, or by a field's name, with ``-`` before it for descending."""

    order_by: Text | None = None


class TaskCollection(Answer):
    """The tasks of a DAG."""

    tasks: list[Task]
    total_entries: int


class MissedRun(Answer):
    """A run that was due and was not made."""

    logical_date: Moment
    run_after: Moment
    why: str
    noticed_at: Moment | None


class MissedRunCollection(Answer):
    """A page of missed runs, the newest first."""

    missed_runs: list[MissedRun]
    total_entries: int


class DagTagQuery(SortedPage):
    """Which tags."""

    tag_name_pattern: Text | None = None
    tag_name_prefix_pattern: Text | None = None
