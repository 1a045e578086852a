"""What the engine looks at when it decides: one run with its task instances, and how many slots are in use.

The loop owns these objects, fills them from the store and updates them after each commit; the engine only reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState

TaskKey = tuple[str, int]  # (task_id, map_index); map_index is -1 for a task that is not mapped


@dataclass(slots=True)
class TaskInstanceView:
    """One task instance. ``try_number`` counts started tries (0: none yet); ``launch`` counts hand-overs of the
    current try to the executor (a try is handed over again only when the first hand-over provably never began)."""

    id: int
    task_id: str
    map_index: int = -1
    state: TaskInstanceState | None = None
    try_number: int = 0
    max_tries: int = 0
    launch: int = 0
    retry_at: datetime | None = None
    queued_at: datetime | None = None
    started_at: datetime | None = None
    first_started_at: datetime | None = None  # of a try that gave its process back: it goes on, no new try is counted
    next_method: str | None = None  # of such a try: the operator's method to go on with,
    next_kwargs: dict[str, Any] | None = None  # and what of ``Launch.resume`` goes with it
    skips: list[str] | None = None  # the tasks that its last success decided against

    @property
    def key(self) -> TaskKey:
        """How the instance is found within its run."""
        return (self.task_id, self.map_index)


@dataclass(slots=True)
class RunView:
    """One run of one DAG version. ``previous`` holds the task states of the run before it (by logical date), for
    ``depends_on_past`` and ``wait_for_downstream``; ``None`` when there is none. Of the runs with the same ``sweep_id``
    at most ``sweep_limit`` are running at once."""

    id: int
    run_id: str
    dag: DagSpec
    version_id: int
    state: DagRunState
    run_type: DagRunType
    logical_date: datetime
    data_interval: tuple[datetime, datetime]
    run_after: datetime
    queued_at: datetime
    started_at: datetime | None = None
    tasks: dict[TaskKey, TaskInstanceView] = field(default_factory=dict)
    previous: dict[TaskKey, TaskInstanceState | None] | None = None
    sweep_id: str | None = None
    sweep_limit: int | None = None
    backfill_id: int | None = None
    partition_key: str | None = None
    lengths: dict[tuple[str, int, str], int] = field(default_factory=dict)  # (task_id, map_index, XCom key) -> length

    @property
    def limited_with(self) -> str:
        """With which runs it shares a limit: those of its sweep or backfill, else those of its DAG."""
        if self.backfill_id is not None:
            return f"backfill {self.backfill_id}"
        return self.sweep_id or self.dag.dag_id


@dataclass(slots=True)
class PoolUsage:
    """A pool's slots and how many queued and running task instances hold. Deferred ones hold theirs too where the pool
    says so."""

    slots: int
    used: int = 0
    deferred: int = 0
    include_deferred: bool = False

    @property
    def taken(self) -> int:
        """The slots that nobody else can have."""
        return self.used + (self.deferred if self.include_deferred else 0)


@dataclass(slots=True)
class Usage:
    """What is in use over all runs: the limits that task instances compete for."""

    parallelism: int
    active: int = 0
    pools: dict[str, PoolUsage] = field(default_factory=dict)
    per_dag: dict[str, int] = field(default_factory=dict)  # dag_id -> queued and running task instances
    per_task: dict[tuple[str, str], int] = field(default_factory=dict)  # (dag_id, task_id) -> the same
