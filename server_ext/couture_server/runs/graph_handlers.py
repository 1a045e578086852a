"""The route of a run in a drawing of its DAG: small, because it is asked for whenever a task's state changes."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from couture_scheduler.actions import run_graph
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.run_graph import TaskCount

from couture_server.http.routes import Routes
from couture_server.runs.graph_bodies import RunGraph, RunGraphTask

routes = Routes("DagRun", store_only=True)


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/graph", "runs:read")
def get_run_graph(ctx: ActionContext, dag_id: str, dag_run_id: str) -> RunGraph:
    """The states of all tasks of a run, for drawings of its DAG."""
    found = run_graph.get(ctx, dag_id, dag_run_id)
    ordered = sorted(found.counts, key=attrgetter("task_id"))
    return RunGraph(
        state=found.state,
        version_number=found.version_number,
        newest_version_number=found.newest_version_number,
        tasks=[_task(task_id, list(counts)) for task_id, counts in groupby(ordered, attrgetter("task_id"))],
        started_runs=found.started_runs,
    )


def _task(task_id: str, counts: list[TaskCount]) -> RunGraphTask:
    starts = [each.started_at for each in counts if each.started_at]
    ends = [each.ended_at for each in counts]
    return RunGraphTask(
        task_id=task_id,
        states={each.state or "no_status": each.count for each in counts},
        is_mapped=any(each.is_mapped for each in counts),
        try_number=max(each.try_number for each in counts),
        started_at=min(starts, default=None),
        ended_at=None if None in ends else max(filter(None, ends), default=None),
    )
