"""The DAG's run limit leaves room: ``max_active_runs``, or one at a time when overlapping runs queue up.

The runs of a parameter sweep do not overlap by accident: somebody said how many of them may run at once. They count by
themselves. So do those of a backfill, of which no more are made than may run at once.
"""

from __future__ import annotations

from couture_jupyter.serialization import DagSpec
from couture_scheduler.engine.preconditions.verdict import Verdict


def limit_of(dag: DagSpec) -> int:
    """How many runs may be running at once; 0 means any number."""
    return 1 if dag.overlap == "queue" else max(dag.max_active_runs, 0)


def limit_in_sweep(dag: DagSpec, sweep_limit: int) -> int:
    """How many runs of one sweep may be running at once."""
    return min(sweep_limit, dag.max_active_runs) if dag.max_active_runs > 0 else sweep_limit


def is_met(dag: DagSpec, running: int, sweep_limit: int | None = None) -> bool:
    """Whether one more run may be running; with ``sweep_limit``, one more of a sweep of which ``running`` are."""
    limit = limit_of(dag) if sweep_limit is None else limit_in_sweep(dag, sweep_limit)
    return limit == 0 or running < limit


def check(dag: DagSpec, running: int) -> Verdict:
    """The same with a sentence."""
    limit = limit_of(dag)
    allowed = f" of at most {limit}" if limit else ""
    return Verdict(is_met(dag, running), f"{running}{allowed} runs of this DAG are running.", "run_limit_leaves_room")
