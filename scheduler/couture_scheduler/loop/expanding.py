"""Makes the instances of mapped tasks whose size has become known."""

from __future__ import annotations

from couture_scheduler.engine.graph import graph_of
from couture_scheduler.events import Change
from couture_scheduler.loop.state import LoopState
from couture_scheduler.store import task_instances
from couture_scheduler.store.session import Transaction


def expand(tx: Transaction, state: LoopState) -> bool:
    """Write the instances that this tick decided to make; whether there are any. What follows from them is decided in
    the next tick."""
    for (run_id, task_id), size in state.out.expand.items():
        run = state.active.by_id.get(run_id)
        if run is None:
            continue
        spec = graph_of(run.dag).nodes[task_id].task
        made = task_instances.expand(tx, run_id, spec, size)
        state.active.adopt_expanded(run, task_id, made)
        state.touch(run)
        state.out.changes.append(Change("dag_run", dag_id=run.dag.dag_id, run_id=run.run_id, state=run.state))
    return bool(state.out.expand)
