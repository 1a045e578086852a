"""Which callbacks of the author follow from what happened: from the end of a run, and from a process that died.

A task calls its own callbacks itself, in its process. What is here is owed by the engine and paid once, each in a
process of its own (``loop/callbacks.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from couture_jupyter.serialization import TaskSpec
from couture_jupyter.states import DagRunState, TaskInstanceState
from couture_scheduler.engine import end_runs
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView


class CallbackKind(StrEnum):
    """What a callback is about."""

    SUCCESS = "success"  # of the DAG
    FAILURE = "failure"  # of the DAG
    TASK_DIED = "task_died"  # of a task whose process could not call it
    SLA_MISS = "sla_miss"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class NewCallback:
    """A callback that is due."""

    dag_run_id: int
    kind: CallbackKind
    details: dict[str, Any] = field(default_factory=dict)


def of_run_end(run: RunView, to: DagRunState, because: str, now: datetime) -> NewCallback | None:
    """The callback of a DAG whose run has ended. A run without tasks has nothing to tell of."""
    kind = CallbackKind.SUCCESS if to is DagRunState.SUCCESS else CallbackKind.FAILURE
    if f"on_{kind}_callback" not in run.dag.callbacks or not run.tasks:
        return None
    return NewCallback(run.id, kind, {"reason": _reason(run, to, now), "because": because})


def of_death(run: RunView, task: TaskSpec, ti: TaskInstanceView, because: str) -> NewCallback | None:
    """The callback of a task whose process ended without a word; ``ti`` has its new state already."""
    name = {
        TaskInstanceState.FAILED: "on_failure_callback",
        TaskInstanceState.UP_FOR_RETRY: "on_retry_callback",
    }.get(ti.state or TaskInstanceState.SUCCESS)
    if name is None or name not in task.callbacks:
        return None
    details = {
        "callback": name,
        "task_id": ti.task_id,
        "map_index": ti.map_index,
        "try_number": ti.try_number,
        "state": ti.state,
        "because": because,
    }
    return NewCallback(run.id, CallbackKind.TASK_DIED, details)


def _reason(run: RunView, to: DagRunState, now: datetime) -> str:
    """Airflow's word for it."""
    if to is DagRunState.SUCCESS:
        return "success"
    limit = end_runs.deadline(run)
    return "timed_out" if limit is not None and limit <= now else "task_failure"
