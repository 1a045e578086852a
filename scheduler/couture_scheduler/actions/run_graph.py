"""What a person sees of a run in a drawing of its DAG."""

from __future__ import annotations

from dataclasses import dataclass

from couture_jupyter.states import DagRunState
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.store import run_graph
from couture_scheduler.store.run_graph import TaskCount


@dataclass(frozen=True, slots=True)
class RunGraph:
    """The states of a run's tasks, and which version of the DAG they belong to."""

    state: DagRunState
    version_number: int | None
    newest_version_number: int | None
    counts: list[TaskCount]
    started_runs: dict[str, str]  # task id -> the run of the DAG that it runs


@needs("runs:read")
def get(ctx: ActionContext, dag_id: str, run_id: str) -> RunGraph:
    """The states of all tasks of a run at once."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        number, newest = run_graph.version_numbers(tx, dag_id, run.version_id)
        started = run_graph.started_runs(tx, run.id)
        return RunGraph(
            run.state,
            number,
            newest,
            run_graph.task_counts(tx, run.id),
            {task: run_id for task, run_id in started.items() if isinstance(run_id, str)},
        )
