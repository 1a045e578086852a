"""Task instances and what belongs to them, at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from couture_scheduler.engine.run_alone import Lift
from couture_scheduler.errors import InvalidInputError
from pydantic import Field, model_validator

from couture_jupyter.states import DagRunState, TaskInstanceState
from couture_server.http.bounds import MomentBounds
from couture_server.http.filters import Counted, DurationBounds
from couture_server.http.models import (
    Answer,
    Body,
    GivenMoment,
    Json,
    Moment,
    Number,
    Patch,
    Query,
    Several,
    Text,
    Words,
)
from couture_server.http.paging import Limit, Offset, Sorted, SortedPage
from couture_server.http.resources import DagVersion

Note = Annotated[Text, Field(max_length=1000)]
Id = Annotated[Text, Field(min_length=1, max_length=250)]


class Progress(Answer):
    """How far a notebook is: ``cell`` of ``cells`` code cells are done. ``running`` and ``failed`` are cells' places in
    the document, counting all cells from 0. ``note`` says what is done before the first one."""

    cell: int
    cells: int
    running: int | None
    failed: int | None
    note: str | None


class Output(Answer):
    """A file that a try made for people. ``path`` is relative to the workspace, ``null`` when it lies elsewhere. With a
    ``problem`` there is no file: it says why, or what happened to the file of this kind."""

    index: int
    kind: str
    name: str
    path: str | None
    size: int | None
    exists: bool
    problem: str | None


class TaskInstance(Answer):
    """One task of one run, as Airflow's API describes it, with the notebook's progress and what went wrong.
    ``is_script``: what its notebook operator runs is a script, which leaves a log alone."""

    id: UUID
    task_id: str
    task_display_name: str
    dag_id: str
    dag_display_name: str
    dag_run_id: str
    map_index: int
    logical_date: Moment | None
    run_after: Moment
    start_date: Moment | None
    end_date: Moment | None
    duration: float | None
    state: TaskInstanceState | None
    try_number: int
    max_tries: int
    hostname: str | None
    unixname: str | None = None
    pool: str
    pool_slots: int
    queue: str | None
    priority_weight: int | None
    operator: str | None
    operator_name: str | None
    queued_when: Moment | None
    scheduled_when: Moment | None = None
    pid: int | None
    executor: str | None
    executor_config: str = "{}"
    note: str | None
    rendered_map_index: str | None = None
    rendered_fields: dict[str, Json] = Field(default_factory=dict)
    trigger: dict[str, Json] | None = None
    triggerer_job: dict[str, Json] | None = None
    dag_version: DagVersion | None
    is_notebook: bool
    is_script: bool
    has_extra_links: bool
    progress: Progress | None
    error: str | None
    because: str | None
    retry_at: Moment | None
    outputs: list[Output]


class TaskInstanceCollection(Answer):
    """A page of task instances."""

    task_instances: list[TaskInstance]
    total_entries: int


class TaskTry(Answer):
    """One try of a task instance."""

    task_id: str
    task_display_name: str
    dag_id: str
    dag_display_name: str
    dag_run_id: str
    map_index: int
    try_number: int
    max_tries: int
    state: TaskInstanceState | None
    start_date: Moment | None
    end_date: Moment | None
    queued_when: Moment | None
    scheduled_when: Moment | None = None
    duration: float | None
    hostname: str | None
    unixname: str | None = None
    pid: int | None
    pool: str
    pool_slots: int
    queue: str | None
    priority_weight: int | None
    operator: str | None
    operator_name: str | None
    executor: str | None
    executor_config: str = "{}"
    dag_version: DagVersion | None
    error: str | None
    error_name: str | None
    progress: Progress | None
    outputs: list[Output]


class TaskTryCollection(Answer):
    """All tries, the first one first."""

    task_instances: list[TaskTry]
    total_entries: int


class TaskInstanceFilters(MomentBounds, DurationBounds):
    """Which task instances. ``run_state`` is the state of their run, ``owner_pattern`` is looked for in the owner of
    their DAG."""

    state: Several[TaskInstanceState | Literal["none", "no_status"]] = Field(default_factory=list)
    task_id: Text | None = None
    map_index: Several[Number] = Field(default_factory=list)
    pool: Words = Field(default_factory=list)
    executor: Words = Field(default_factory=list)
    operator: Words = Field(default_factory=list)
    queue: Words = Field(default_factory=list)
    try_number: Several[Counted] = Field(default_factory=list)
    version_number: Several[Counted] = Field(default_factory=list)
    run_state: Several[DagRunState] = Field(default_factory=list)
    owner_pattern: Text | None = None
    dag_id_pattern: Text | None = None
    dag_id_prefix_pattern: Text | None = None
    run_id_pattern: Text | None = None
    run_id_prefix_pattern: Text | None = None
    task_display_name_pattern: Text | None = None
    task_display_name_prefix_pattern: Text | None = None
    pool_name_pattern: Text | None = None
    pool_name_prefix_pattern: Text | None = None
    queue_name_pattern: Text | None = None
    queue_name_prefix_pattern: Text | None = None
    operator_name_pattern: Text | None = None
    operator_name_prefix_pattern: Text | None = None
    rendered_map_index_pattern: Text | None = None
    rendered_map_index_prefix_pattern: Text | None = None


class TaskInstanceQuery(TaskInstanceFilters, SortedPage):
    """Which task instances, and which part of their list. ``task_group_id`` needs a DAG in the path."""

    task_group_id: Text | None = None


class TaskInstanceExport(TaskInstanceFilters, Sorted):
    """Which task instances, of one DAG or run, or of all."""

    dag_id: Text | None = None
    dag_run_id: Text | None = None


class TaskInstancesBatch(MomentBounds, DurationBounds, Body):
    """The same question as a body, for long lists of ids. ``null`` among the states: without one."""

    order_by: Text | None = None
    page_offset: Offset = 0
    page_limit: Limit = 100
    dag_ids: list[Id] | None = None
    dag_run_ids: list[Id] | None = None
    task_ids: list[Id] | None = None
    state: list[TaskInstanceState | None] | None = None
    pool: list[Id] | None = None
    executor: list[Id] | None = None
    queue: list[Id] | None = None


class TaskInstancePatch(Patch):
    """Mark task instances, or change the note of the one that is named: with those upstream or downstream of it, in
    past or future runs too. ``only_unfinished``: of all these only what has not ended."""

    OPTIONS = frozenset({"include_upstream", "include_downstream", "include_future", "include_past", "only_unfinished"})

    new_state: Literal["success", "failed", "skipped"] | None = None
    note: Note | None = None
    include_upstream: bool = False
    include_downstream: bool = False
    include_future: bool = False
    include_past: bool = False
    only_unfinished: bool = False


class BulkTaskChange(TaskInstancePatch):
    """One task instance of many, and what to change of it; without ``map_index`` all of a mapped task. Without
    ``dag_id`` and ``dag_run_id`` it is of the run in the path."""

    dag_id: Id | None = None
    dag_run_id: Id | None = None
    task_id: Id
    map_index: Annotated[int, Field(ge=-1, le=2**31 - 1)] | None = None


class ClearTasksBody(Body):
    """Run tasks again. Without ``dag_run_id``: in all runs whose logical date is from ``start_date`` to ``end_date``.
    ``task_ids`` are tasks, task groups, or pairs of a task and a map index. With ``include_dependent_dags`` what an
    ``ExternalTaskMarker`` points to is cleared too. Nothing happens while ``dry_run`` is true."""

    dry_run: bool = True
    dag_run_id: Id | None = None
    task_ids: list[Id | Annotated[list[str | int], Field(min_length=2, max_length=2)]] | None = None
    only_failed: bool = True
    only_running: bool = False
    reset_dag_runs: bool = True
    include_upstream: bool = False
    include_downstream: bool = False
    include_future: bool = False
    include_past: bool = False
    include_dependent_dags: bool = True
    start_date: GivenMoment | None = None
    end_date: GivenMoment | None = None
    run_on_latest_version: bool | None = None
    prevent_running_task: bool = False
    keep_task_state: bool = False
    note: Note | None = None

    @model_validator(mode="after")
    def _agrees(self) -> ClearTasksBody:
        if {"only_failed", "only_running"} <= self.model_fields_set and self.only_failed and self.only_running:
            raise ValueError("only_failed and only_running cannot both be true")
        if self.dag_run_id is None and (self.include_past or self.include_future):
            raise ValueError("include_past and include_future need a dag_run_id")
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValueError("end_date is before start_date")
        return self

    def names(self) -> list[str | tuple[str, int]] | None:
        """The tasks that are named."""
        return None if self.task_ids is None else [_name(each) for each in self.task_ids]


def _name(given: str | list[str | int]) -> str | tuple[str, int]:
    if isinstance(given, str):
        return given
    task_id, index = given
    if isinstance(index, str) and not index.lstrip("-").isdecimal():
        raise InvalidInputError.at("task_ids", f"The map index {index!r} is not a number.")
    return str(task_id), int(index)


class Dependency(Answer):
    """One thing that a task instance waits for."""

    name: str
    reason: str


class DependencyCollection(Answer):
    """Why a task instance does not run: the conditions that are not met."""

    dependencies: list[Dependency]


class RunTaskBody(Body):
    """Run one task instance alone. ``ignore_task_state``: though it has ended; ``ignore_task_dependencies``: though
    tasks upstream, the run before or its retry delay stand against it; ``ignore_all_dependencies``: both, and though
    its DAG is off or has no room for one more run. Nothing happens while ``dry_run`` is true."""

    dry_run: bool = True
    ignore_all_dependencies: bool = False
    ignore_task_state: bool = False
    ignore_task_dependencies: bool = False


class RunCondition(Answer):
    """A condition for running a task instance, and the choice that lifts it; ``null``: none does."""

    name: str
    reason: str
    met: bool
    lifted_by: Lift | None


class TaskRun(Answer):
    """What speaks for and against running a task instance; ``may_run``: nothing speaks against it that was not
    lifted."""

    may_run: bool
    conditions: list[RunCondition]
    task_instance: TaskInstance


class LinksQuery(Query):
    """The links of which try; only those of the newest are kept."""

    try_number: Counted | None = None


class ExtraLinks(Answer):
    """The links that a task left for people: name and address, absolute or below the Jupyter server's own."""

    extra_links: dict[str, str]
    total_entries: int
