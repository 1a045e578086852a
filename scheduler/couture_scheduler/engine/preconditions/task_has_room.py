"""The task has room: ``max_active_tis_per_dag`` over all runs and ``max_active_tis_per_dagrun`` within
one."""

from __future__ import annotations

from couture_jupyter.serialization.spec import TaskSpec
from couture_scheduler.engine.preconditions.verdict import Verdict


def is_met(task: TaskSpec, active: int, active_in_run: int) -> bool:
    """Whether one more instance of this task may be active."""
    return _fits(task.max_active_tis_per_dag, active) and _fits(task.max_active_tis_per_dagrun, active_in_run)


def check(task: TaskSpec, active: int, active_in_run: int) -> Verdict:
    """The same with a sentence."""
    rule = "task_has_room"
    if not _fits(task.max_active_tis_per_dag, active):
        limit = task.max_active_tis_per_dag
        return Verdict(False, f"{active} of at most {limit} instances of this task are active over all runs.", rule)
    if not _fits(task.max_active_tis_per_dagrun, active_in_run):
        limit = task.max_active_tis_per_dagrun
        return Verdict(False, f"{active_in_run} of at most {limit} instances of this task are active in its run.", rule)
    return Verdict(True, "Its own limits leave room.", rule)


def _fits(limit: int | None, active: int) -> bool:
    return limit is None or active < limit
