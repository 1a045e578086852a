"""Pools in use."""

from __future__ import annotations

import pytest
from couture_scheduler.actions import pools, runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import ConflictError, NotFoundError
from couture_scheduler.store import dag_runs, task_instances
from couture_scheduler.store import dags as stored
from couture_scheduler.store.task_instances import TaskChange

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import TaskInstanceState


def set_state(ctx: ActionContext, run_id: str, state: TaskInstanceState) -> None:
    """Of the run's task, as the engine would."""
    with ctx.store.transaction() as tx:
        run = dag_runs.get(tx, "desk", run_id)
        assert run is not None
        (task,) = task_instances.of_run(tx, run.id)
        task_instances.apply(tx, [TaskChange(task.id, state, frozenset({task.state}))])


def test_a_pool_in_use_is_not_deleted(ctx: ActionContext) -> None:
    pools.create(ctx, "desk", 1)
    spec = DagSpec("desk", {"kind": "none"}, (TaskSpec("sit", "EmptyOperator", pool="desk"),))
    with ctx.store.transaction() as tx:
        stored.register(tx, spec, source="", kind=stored.FILE, file="desk.py", commit=None, now=ctx.clock())
    run_id = runs.trigger(ctx, "desk").run.run_id
    states = {
        TaskInstanceState.SCHEDULED: "1 waiting for a slot",
        TaskInstanceState.QUEUED: "1 queued",
        TaskInstanceState.RUNNING: "1 running",
        TaskInstanceState.DEFERRED: "1 deferred",
    }
    for state, told in states.items():
        set_state(ctx, run_id, state)
        with pytest.raises(ConflictError, match=f"'desk' is in use: {told}. Let these tasks end"):
            pools.delete(ctx, "desk")
    set_state(ctx, run_id, TaskInstanceState.SUCCESS)
    pools.delete(ctx, "desk")
    with pytest.raises(NotFoundError):
        pools.get(ctx, "desk")
