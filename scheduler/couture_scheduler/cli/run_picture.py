"""What is known of a run that is watched: read from the store, kept up to date by changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from couture_jupyter.states import FINISHED_RUN_STATES, FINISHED_TASK_STATES, DagRunState, TaskInstanceState
from couture_scheduler.events import Change

if TYPE_CHECKING:
    from couture_scheduler.actions.context import ActionContext

TaskKey = tuple[str, int]


@dataclass(slots=True)
class TaskPicture:
    """One task instance."""

    task_id: str
    map_index: int = -1
    state: TaskInstanceState | None = None
    try_number: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    progress: dict[str, Any] | None = None
    error: str | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.task_id if self.map_index < 0 else f"{self.task_id}[{self.map_index}]"

    @property
    def is_finished(self) -> bool:
        """Whether it has ended."""
        return self.state in FINISHED_TASK_STATES


@dataclass(slots=True)
class RunPicture:
    """One run with its tasks in the order of the DAG."""

    dag_id: str
    run_id: str
    state: DagRunState = DagRunState.QUEUED
    because: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    left: str = ""  # how long it is expected to take still, in words
    tasks: dict[TaskKey, TaskPicture] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether the run has ended."""
        return self.state in FINISHED_RUN_STATES

    def counts(self) -> Counter[str]:
        """How many task instances are in each state; those without one count as ``waiting``."""
        return Counter(str(task.state or "waiting") for task in self.tasks.values())

    def failed(self) -> list[TaskPicture]:
        """The task instances that failed themselves."""
        return [task for task in self.tasks.values() if task.state is TaskInstanceState.FAILED]

    def is_meant(self, change: Change) -> bool:
        """Whether the change is about this run."""
        return (change.dag_id, change.run_id) == (self.dag_id, self.run_id)

    def apply(self, change: Change) -> bool:
        """Take a change in. False: read the run anew, the change says too little."""
        if change.subject == "dag_run":
            return change.state == self.state
        task = self.tasks.get((change.task_id or "", -1 if change.map_index is None else change.map_index))
        if task is None:
            return False
        if change.subject == "progress":
            task.progress = change.detail
        elif change.subject == "task_instance":
            _apply_state(task, change)
        return True


def _apply_state(task: TaskPicture, change: Change) -> None:
    number = change.try_number or 0
    if task.is_finished and number <= task.try_number and change.state is not None:
        return  # older than what was read
    if number > task.try_number:
        task.started_at = task.ended_at = task.progress = None
    task.try_number = number
    task.state = TaskInstanceState(change.state) if change.state else None
    now = datetime.now(UTC)
    if task.state is TaskInstanceState.RUNNING:
        task.started_at = task.started_at or now
    elif task.is_finished and task.started_at:
        task.ended_at = now


def read(actions: ActionContext, dag_id: str, run_id: str) -> RunPicture:
    """The run as the store has it."""
    from couture_scheduler.actions import runs, tasks

    run = runs.get(actions, dag_id, run_id).run
    picture = RunPicture(dag_id, run_id, run.state, run.because, run.started_at, run.ended_at)
    picture.left = left(actions, dag_id, run_id)
    picture.tasks = _tasks(entry.task for entry in tasks.list_tasks(actions, dag_id, run_id).entries)
    return picture


def left(actions: ActionContext, dag_id: str, run_id: str) -> str:
    """How long the run is expected to take still; nothing when that is not known."""
    from couture_scheduler.actions import cell_history
    from couture_scheduler.comparing.cell_times import span

    found = cell_history.estimate_run(actions, dag_id, run_id)
    if found is None:
        return ""
    return f"{'at least' if found.at_least else 'about'} {span(max(1.0, found.seconds_left))} left"


def _tasks(records: Iterable[Any]) -> dict[TaskKey, TaskPicture]:
    return {
        (task.task_id, task.map_index): TaskPicture(
            task.task_id,
            task.map_index,
            task.state,
            task.try_number,
            task.started_at,
            task.ended_at,
            task.progress,
            task.error,
        )
        for task in records
    }
