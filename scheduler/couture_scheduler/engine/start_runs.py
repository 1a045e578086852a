"""Which queued runs may start now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from couture_scheduler.engine.preconditions import dag_is_on, run_limit_leaves_room
from couture_scheduler.engine.snapshot import RunView


def startable(
    queued: Sequence[RunView], running_per_dag: Mapping[str, int], *, paused: Collection[str] = ()
) -> list[RunView]:
    """The runs of ``queued`` that may become running, oldest first; those of backfills after all others.

    Args:
        queued: runs in state queued, in any order.
        running_per_dag: how many runs of each DAG (of each sweep, by its id) are running.
        paused: ids of paused DAGs; their runs stay queued unless a person started them.
    """
    running = dict(running_per_dag)
    found = []
    for run in sorted(queued, key=lambda run: (run.backfill_id is not None, run.logical_date, run.id)):
        group = run.limited_with
        is_on = dag_is_on.is_met(run.dag.dag_id in paused, run.run_type)
        has_room = run.backfill_id is not None or run_limit_leaves_room.is_met(
            run.dag, running.get(group, 0), run.sweep_limit
        )
        if is_on and has_room:
            running[group] = running.get(group, 0) + 1
            found.append(run)
    return found
