"""What a drawing of a run shows: how many instances of each task are in which state, and the runs they started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.tables import dag, dag_version, task_instance, xcom

STARTED_RUN = "trigger_run_id"  # the XCom in which operators that run a DAG leave the id of its run


@dataclass(frozen=True, slots=True)
class TaskCount:
    """How many instances of a task of a run are in a state."""

    task_id: str
    state: TaskInstanceState | None
    count: int
    is_mapped: bool
    try_number: int
    started_at: datetime | None
    ended_at: datetime | None


def task_counts(tx: Connection, run_id: int) -> list[TaskCount]:
    """Of the run with this integer id, one row for each task and state."""
    columns = task_instance.c
    counted = (
        select(
            columns.task_id,
            columns.state,
            func.count(),
            func.max(columns.map_index),
            func.max(columns.try_number),
            func.min(func.coalesce(columns.first_started_at, columns.started_at), type_=columns.started_at.type),
            func.max(columns.ended_at, type_=columns.ended_at.type),
        )
        .where(columns.dag_run_id == run_id)
        .group_by(columns.task_id, columns.state)
    )
    return [
        TaskCount(task_id, state, count, highest >= 0, tries, started, ended)
        for task_id, state, count, highest, tries, started, ended in tx.execute(counted)
    ]


def started_runs(tx: Connection, run_id: int) -> dict[str, Any]:
    """Task id -> the id of the run that this task of the run started last."""
    found = (
        select(task_instance.c.task_id, xcom.c.value)
        .join(xcom, xcom.c.task_instance_id == task_instance.c.id)
        .where(task_instance.c.dag_run_id == run_id, xcom.c.key == STARTED_RUN)
        .order_by(task_instance.c.map_index)
    )
    return {row.task_id: row.value for row in tx.execute(found)}


def version_numbers(tx: Connection, dag_id: str, version_id: int) -> tuple[int | None, int | None]:
    """The number of the version with this id, and of the DAG's newest one; ``None`` for what is no longer there."""
    own = select(dag_version.c.number).where(dag_version.c.id == version_id)
    newest = select(dag_version.c.number).join(dag, dag.c.version_id == dag_version.c.id).where(dag.c.dag_id == dag_id)
    return tx.execute(own).scalar(), tx.execute(newest).scalar()
