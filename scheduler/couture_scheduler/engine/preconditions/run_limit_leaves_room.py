"""The DAG's run limit leaves room: ``max_active_runs``, or one at a time when overlapping runs queue up."""

from __future__ import annotations

from couture_jupyter.serialization import DagSpec
from couture_scheduler.engine.preconditions.verdict import Verdict


def limit_of(dag: DagSpec) -> int:
    """How many runs may be running at once; 0 means any number."""
    return 1 if dag.overlap == "queue" else max(dag.max_active_runs, 0)


def is_met(dag: DagSpec, running: int) -> bool:
    """Whether one more run may be running."""
    limit = limit_of(dag)
    return limit == 0 or running < limit


def check(dag: DagSpec, running: int) -> Verdict:
    """The same with a sentence."""
    limit = limit_of(dag)
    allowed = f" of at most {limit}" if limit else ""
    return Verdict(is_met(dag, running), f"{running}{allowed} runs of this DAG are running.", "run_limit_leaves_room")
