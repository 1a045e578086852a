"""By when a run must have succeeded, as its DAG's deadlines and its tasks' SLAs say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from couture_jupyter.states import TaskInstanceState

_IN_TIME = (TaskInstanceState.SUCCESS, TaskInstanceState.SKIPPED)


class RunTimes(Protocol):
    """What counts of a run."""

    @property
    def logical_date(self) -> datetime:
        """Its logical date."""

    @property
    def queued_at(self) -> datetime:
        """When it was made."""


class TaskTimes(Protocol):
    """What counts of a task instance."""

    @property
    def task_id(self) -> str:
        """Its task."""

    @property
    def state(self) -> TaskInstanceState | None:
        """Its state."""

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""


def due_at(
    deadline: Mapping[str, Any], run: RunTimes, average: Callable[[int, int], timedelta | None]
) -> datetime | None:
    """When a deadline (see ``couture_jupyter.deadlines``) of ``run`` is due; ``None`` if it has none. ``average`` tells
    the average runtime of so many runs, if there are enough."""
    reference, interval = deadline["reference"], timedelta(seconds=deadline["interval"])
    match reference["type"]:
        case "queued_at":
            return run.queued_at + interval
        case "logical_date":
            return run.logical_date + interval
        case "fixed":
            return datetime.fromisoformat(reference["at"]) + interval
        case "average_runtime":
            length = average(reference["max_runs"], reference["min_runs"])
            return None if length is None else run.queued_at + length + interval
    raise ValueError(f"There is no deadline that counts from {reference['type']!r}.")


def missed_slas(slas: Mapping[str, float], from_: datetime, tasks: Iterable[TaskTimes], now: datetime) -> Iterator[str]:
    """The tasks that have not succeeded (or were skipped) in time. ``slas`` are seconds by task id; they count from the
    end of the run's data interval, ``from_``."""
    seen = list(tasks)
    for task_id, seconds in slas.items():
        due = from_ + timedelta(seconds=seconds)
        instances = [each for each in seen if each.task_id == task_id and each.state != TaskInstanceState.REMOVED]
        if due <= now and not all(_is_in_time(each, due) for each in instances):
            yield task_id


def _is_in_time(task: TaskTimes, due: datetime) -> bool:
    return task.state in _IN_TIME and (task.ended_at is None or task.ended_at <= due)
