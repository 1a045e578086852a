"""The DAG is on, or a person started the run by hand.

Pausing a DAG makes no new runs and holds its queued ones. What is running goes on to its end, and a run
started by hand runs although its DAG is paused.
"""

from __future__ import annotations

from couture_jupyter.states import DagRunType
from couture_scheduler.engine.preconditions.verdict import Verdict


def is_met(is_paused: bool, run_type: DagRunType) -> bool:
    """Whether a queued run may start."""
    return not is_paused or run_type is DagRunType.MANUAL


def check(is_paused: bool, run_type: DagRunType) -> Verdict:
    """The same with a sentence."""
    if not is_paused:
        return Verdict(True, "Its DAG is on.", "dag_is_on")
    if is_met(is_paused, run_type):
        return Verdict(True, "Its DAG is paused, but this run was started by hand.", "dag_is_on")
    return Verdict(False, "Its DAG is paused: switch it on to start its queued runs.", "dag_is_on")
