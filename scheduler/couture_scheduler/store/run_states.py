"""The states of runs and of their tasks, for whoever waits for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState
from couture_scheduler.store.tables import dag_run, task_instance


@dataclass(frozen=True, slots=True)
class RunStates:
    """One run: its state, and for each task the states of its instances."""

    run_id: str
    logical_date: datetime
    state: DagRunState
    tasks: dict[str, list[TaskInstanceState | None]] = field(default_factory=dict)
    run_type: DagRunType = DagRunType.MANUAL


def find(
    tx: Connection,
    dag_id: str,
    *,
    logical_dates: Sequence[datetime] = (),
    run_ids: Sequence[str] = (),
    task_ids: Collection[str] = (),
    newest: int = 0,
) -> list[RunStates]:
    """The runs of a DAG with these logical dates or ids, and its ``newest`` so many, the oldest first; and the states
    of these tasks."""
    wanted = dag_run.c.logical_date.in_(list(logical_dates)) | dag_run.c.run_id.in_(list(run_ids))
    columns = (dag_run.c.id, dag_run.c.run_id, dag_run.c.logical_date, dag_run.c.state, dag_run.c.run_type)
    of_dag = select(*columns).where(dag_run.c.dag_id == dag_id)
    rows = list(tx.execute(of_dag.where(wanted)))
    if newest:
        rows += tx.execute(of_dag.order_by(dag_run.c.logical_date.desc()).limit(newest))
    made = {row.id: RunStates(row.run_id, row.logical_date, row.state, run_type=row.run_type) for row in rows}
    found = dict(sorted(made.items(), key=lambda item: item[1].logical_date))
    if found and task_ids:
        tasks = select(task_instance.c.dag_run_id, task_instance.c.task_id, task_instance.c.state).where(
            task_instance.c.dag_run_id.in_(list(found)), task_instance.c.task_id.in_(list(task_ids))
        )
        for row in tx.execute(tasks):
            found[row.dag_run_id].tasks.setdefault(row.task_id, []).append(row.state)
    return list(found.values())
