"""What the engine answers. The loop carries the decisions of one tick out in one transaction, then acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState
from couture_scheduler.engine.snapshot import TaskKey


@dataclass(frozen=True, slots=True)
class SetTaskState:
    """Move one task instance to ``to``. ``because`` is a sentence for people; ``retry_at`` goes with up_for_retry.
    ``to`` queued means: start a try (the loop counts ``try_number`` up and hands it to the executor)."""

    run: int
    key: TaskKey
    to: TaskInstanceState
    because: str = ""
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetRunState:
    """Move the run to ``to``."""

    run: int
    to: DagRunState
    because: str = ""


@dataclass(frozen=True, slots=True)
class KillTask:
    """Stop the process of this task instance; its outcome is then ``failed`` with this reason (retries apply if
    ``may_retry``)."""

    run: int
    key: TaskKey
    because: str
    may_retry: bool = True


@dataclass(frozen=True, slots=True)
class ExpandTask:
    """Make ``size`` instances of a mapped task (at least one): map indexes from 0; the placeholder with map index -1
    becomes the first. More instances than ``size`` become removed."""

    run: int
    task_id: str
    size: int


Decision = SetTaskState | SetRunState | KillTask | ExpandTask


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run to create; at most one exists for (DAG, logical date)."""

    run_type: DagRunType
    logical_date: datetime
    data_interval: tuple[datetime, datetime]
    run_after: datetime

    @property
    def run_id(self) -> str:
        """The run's id as Airflow builds it, e.g. ``scheduled__2026-01-01T00:00:00+00:00``."""
        return f"{self.run_type}__{self.logical_date.isoformat()}"


@dataclass(frozen=True, slots=True)
class MissedRun:
    """A run that was due and will not be made: ``why`` is ``down`` (nobody could start it), ``overlap`` or
    ``paused``."""

    logical_date: datetime
    run_after: datetime
    why: str


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is due for one DAG now, what was missed, and when to look again (``None``: never)."""

    create: tuple[NewRun, ...] = ()
    missed: tuple[MissedRun, ...] = ()
    next_logical_date: datetime | None = None
    next_data_interval: tuple[datetime, datetime] | None = None
    next_run_after: datetime | None = None
