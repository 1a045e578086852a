"""The serialized DAG: what the author wrote, as plain data. The contract between author, engine and browser.

A DAG file is imported only in child processes. Everybody else (engine, store, server, front end) reads a
:class:`DagSpec`. ``to_json`` and ``from_json`` are exact inverses; ``SPEC_VERSION`` grows when a field
changes its meaning, and ``from_json`` accepts every older version.

Times are aware datetimes in UTC, durations are seconds (float).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from couture_jupyter.exceptions import DagError
from couture_jupyter.trigger_rules import TriggerRule

SPEC_VERSION = 2

Json = Any
_MOMENTS = ("start_date", "end_date")


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """One task as the engine needs it.

    ``priority_weight`` is the effective weight: the author's weight after the weight rule.
    ``arguments`` are the operator's own arguments as JSON (values that are not JSON are their ``repr``), for
    people to look at; the worker never reads them but takes the live operator from the DAG file.
    """

    task_id: str
    operator: str
    upstream: tuple[str, ...] = ()
    downstream: tuple[str, ...] = ()
    trigger_rule: TriggerRule = TriggerRule.ALL_SUCCESS
    owner: str = "airflow"
    retries: int = 0
    retry_delay: float = 300.0
    retry_exponential_backoff: float = 0.0  # 0: constant delay; 2.0: the delay doubles with each try
    max_retry_delay: float | None = None
    execution_timeout: float | None = None
    pool: str = "default_pool"
    pool_slots: int = 1
    priority_weight: int = 1
    queue: str = "default"
    depends_on_past: bool = False
    wait_for_downstream: bool = False
    max_active_tis_per_dag: int | None = None
    max_active_tis_per_dagrun: int | None = None
    is_notebook: bool = False
    task_group: str | None = None
    label: str | None = None
    doc_md: str | None = None
    arguments: dict[str, Json] = field(default_factory=dict)
    template_fields: tuple[str, ...] = ()
    size: dict[str, Json] | None = None  # of a mapped task: how many instances, see couture_jupyter.sizes
    map_index_template: str | None = None
    sized_keys: tuple[str, ...] = ()  # XCom keys of this task whose lengths others need for their size
    is_setup: bool = False
    is_teardown: bool = False
    on_failure_fail_dagrun: bool = False  # of a teardown
    ignore_first_depends_on_past: bool = True
    wait_for_past_depends_before_skipping: bool = False
    start_date: datetime | None = None
    end_date: datetime | None = None
    sla: float | None = None
    inlets: tuple[dict[str, Json], ...] = ()  # assets, see couture_jupyter.assets
    outlets: tuple[dict[str, Json], ...] = ()
    edge_labels: dict[str, str] = field(default_factory=dict)  # downstream task id -> label
    callbacks: tuple[str, ...] = ()  # which callbacks the author gave, such as "on_failure_callback"
    email: tuple[str, ...] = ()
    email_on_failure: bool = True
    email_on_retry: bool = True
    runs_dag: str | None = None  # the DAG that this task runs: people can zoom into it
    run_as_user: str | None = None
    executor: str | None = None
    ui_color: str | None = None
    ui_fgcolor: str | None = None
    extra_links: dict[str, str] = field(default_factory=dict)  # a link's name -> the XCom with its address


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """One task group. ``size`` as for a task: the group is mapped, and all its tasks have so many instances."""

    group_id: str
    label: str | None = None
    parent: str | None = None
    tooltip: str = ""
    size: dict[str, Json] | None = None
    ui_color: str | None = None
    ui_fgcolor: str | None = None


@dataclass(frozen=True, slots=True)
class DagSpec:
    """One DAG as the engine, the store and the browser need it.

    ``timetable`` is the JSON form of a timetable, see ``couture_jupyter.timetables.from_json``.
    ``missed_runs`` (what happens to runs that were due while nobody could start them) and ``overlap`` (what
    happens when a run is due and the one before is still active) are one of the words below. ``params`` holds for
    each name ``{"value": default, "description": …, "schema": JSON schema}``; without a default there is no "value".
    """

    dag_id: str
    timetable: dict[str, Json]
    tasks: tuple[TaskSpec, ...]
    display_name: str | None = None  # what people see instead of the id
    description: str | None = None
    schedule_summary: str = ""  # the schedule in words, e.g. "At 09:00 every day"
    timezone: str = "UTC"
    start_date: datetime | None = None
    end_date: datetime | None = None
    missed_runs: str = "run_last"  # "skip" | "run_last" | "run_all" (catchup=True means run_all)
    overlap: str = "parallel"  # "parallel" | "queue" | "skip"
    max_active_runs: int = 16
    max_active_tasks: int = 16
    dagrun_timeout: float | None = None
    fail_fast: bool = False
    is_paused_upon_creation: bool | None = None
    owner: str = "airflow"
    tags: tuple[str, ...] = ()
    doc_md: str | None = None
    params: dict[str, Json] = field(default_factory=dict)
    line: int | None = None  # where in its file the DAG is made
    retention: dict[str, Json] | None = None  # notebook_options.Retention as JSON
    notify: tuple[dict[str, Json], ...] = ()  # notebook_options.NotifyRule as JSON
    task_groups: tuple[GroupSpec, ...] = ()  # outer before inner
    callbacks: tuple[str, ...] = ()  # which callbacks of the DAG itself the author gave
    deadlines: tuple[dict[str, Json], ...] = ()  # see couture_jupyter.deadlines
    max_consecutive_failed_dag_runs: int = 0  # then it is paused; 0: never
    access_control: dict[str, Json] = field(default_factory=dict)  # role -> permissions
    owner_links: dict[str, str] = field(default_factory=dict)
    asset_watchers: tuple[dict[str, Json], ...] = ()  # of assets in the schedule: asset, name, class, kwargs
    orientation: str = "LR"
    default_view: str = "grid"  # of its page, in Airflow's words
    rerun_with_latest_version: bool | None = None  # what runs again gets the newest code, where nobody says otherwise

    def task(self, task_id: str) -> TaskSpec:
        """The task called ``task_id``; ``KeyError`` when there is none."""
        for task in self.tasks:
            if task.task_id == task_id:
                return task
        raise KeyError(task_id)


def to_json(spec: DagSpec) -> dict[str, Json]:
    """The DAG as a JSON-safe dict, keys as the fields are named."""
    document = dataclasses.asdict(spec)
    document["spec_version"] = SPEC_VERSION
    for each in (document, *document["tasks"]):
        for name in _MOMENTS:
            each[name] = each[name].isoformat() if each[name] else None
    return document


def from_json(document: dict[str, Json]) -> DagSpec:
    """The DAG that ``to_json`` wrote, now or in an earlier version.

    Raises:
        DagError: a newer version wrote it, which this one does not understand.
    """
    version = document.get("spec_version", 1)
    if not isinstance(version, int) or not 1 <= version <= SPEC_VERSION:
        raise DagError(
            f"The DAG {document.get('dag_id')!r} is stored in format {version!r}; this Couture Jupyter reads 1 to "
            f"{SPEC_VERSION}. A newer one has written it: update this one."
        )
    values = _restored({key: value for key, value in document.items() if key != "spec_version"})
    values["tasks"] = tuple(_task(each) for each in values["tasks"])
    values["task_groups"] = tuple(GroupSpec(**each) for each in values.get("task_groups", ()))
    return DagSpec(**values)


def _task(document: dict[str, Json]) -> TaskSpec:
    values = _restored(document)
    values["trigger_rule"] = TriggerRule(values.get("trigger_rule", "all_success"))
    return TaskSpec(**values)


def _restored(document: dict[str, Json]) -> dict[str, Json]:
    """Lists are tuples and dates datetimes again."""
    values: dict[str, Json] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in document.items()
    }
    for name in _MOMENTS:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    return values
