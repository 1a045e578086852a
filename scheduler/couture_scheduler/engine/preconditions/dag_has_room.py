"""The DAG has room: fewer of its tasks are active than ``max_active_tasks``, over all its runs."""

from __future__ import annotations

from couture_jupyter.serialization import DagSpec
from couture_scheduler.engine.preconditions.verdict import Verdict


def is_met(limit: int, active: int) -> bool:
    """Whether one more task may be active; a limit of 0 or less means none."""
    return limit <= 0 or active < limit


def check(dag: DagSpec, active: int) -> Verdict:
    """The same with a sentence."""
    limit = dag.max_active_tasks
    allowed = f" of at most {limit}" if limit > 0 else ""
    return Verdict(is_met(limit, active), f"{active}{allowed} tasks of this DAG are active.", "dag_has_room")
