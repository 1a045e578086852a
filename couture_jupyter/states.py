"""The states of runs and task instances: Airflow's names, one sentence each.

A task instance with no state yet (``None`` in Python, ``null`` in JSON) has not been looked at by the
engine: its upstream tasks are not done.
"""

from enum import StrEnum


class TaskInstanceState(StrEnum):
    """Where one task of one run is."""

    SCHEDULED = "scheduled"  # Its upstream is done; it waits for a free slot.
    QUEUED = "queued"  # It has its slot and was handed to the executor.
    RUNNING = "running"  # A process works on it.
    SUCCESS = "success"  # It ended without an error.
    FAILED = "failed"  # It ended with an error and has no tries left.
    UP_FOR_RETRY = "up_for_retry"  # A try failed; the next one starts after the retry delay.
    UP_FOR_RESCHEDULE = "up_for_reschedule"  # A sensor in reschedule mode waits for its next poke.
    DEFERRED = "deferred"  # It waits for a trigger without holding a process.
    RESTARTING = "restarting"  # A person cleared it while it was running.
    SKIPPED = "skipped"  # A branch, a short circuit or the task itself decided against it.
    UPSTREAM_FAILED = "upstream_failed"  # It cannot run since an upstream task failed.
    REMOVED = "removed"  # It is not part of the DAG any more.


class DagRunState(StrEnum):
    """Where one run of a DAG is."""

    QUEUED = "queued"  # It waits for its start: the run limit of its DAG may be reached.
    RUNNING = "running"  # Its tasks are being worked on.
    SUCCESS = "success"  # All its leaf tasks succeeded or were skipped.
    FAILED = "failed"  # A leaf task failed, it ran too long, or a person stopped it.


class DagRunType(StrEnum):
    """What started a run; the first part of its run id."""

    SCHEDULED = "scheduled"
    MANUAL = "manual"
    BACKFILL = "backfill"
    ASSET_TRIGGERED = "asset_triggered"


FINISHED_TASK_STATES = frozenset(
    {
        TaskInstanceState.SUCCESS,
        TaskInstanceState.FAILED,
        TaskInstanceState.SKIPPED,
        TaskInstanceState.UPSTREAM_FAILED,
        TaskInstanceState.REMOVED,
    }
)
ACTIVE_TASK_STATES = frozenset({TaskInstanceState.QUEUED, TaskInstanceState.RUNNING})
FINISHED_RUN_STATES = frozenset({DagRunState.SUCCESS, DagRunState.FAILED})
