"""How a run stands, and what its tasks returned once it has ended: for those who wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from couture_jupyter.states import FINISHED_RUN_STATES, DagRunState
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.store import xcoms


@dataclass(frozen=True, slots=True)
class RunResults:
    """Of a run. ``values`` has the return values of the tasks asked for, a list where a task is mapped; it is empty
    until the run has ended."""

    state: DagRunState
    is_over: bool
    values: dict[str, Any] = field(default_factory=dict)


@needs("runs:read")
def look(ctx: ActionContext, dag_id: str, run_id: str, task_ids: Sequence[str] = ()) -> RunResults:
    """How the run stands now."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        if run.state not in FINISHED_RUN_STATES:
            return RunResults(run.state, is_over=False)
        values: dict[str, Any] = {}
        for each in xcoms.listing(tx, dag_id, run_id, task_ids=task_ids, key=xcoms.RETURN_VALUE) if task_ids else ():
            if each.map_index < 0:
                values[each.task_id] = each.value
            else:
                values.setdefault(each.task_id, []).append(each.value)
    return RunResults(run.state, is_over=True, values=values)
