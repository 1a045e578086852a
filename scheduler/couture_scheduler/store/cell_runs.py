"""What each cell of each try took: written once when the try has ended, read as a history of a task's newest runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.files.cells import CellRun
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import cell_run, dag_run, task_instance, task_try


@dataclass(frozen=True, slots=True)
class CellRecord:
    """What one cell took in one try of a task instance."""

    task_instance_id: int
    try_number: int
    cell: CellRun


@dataclass(frozen=True, slots=True)
class RunOfTask:
    """One run of a task: the newest tries of its task instance left records of cells."""

    task_instance_id: int
    run_id: str
    state: TaskInstanceState | None
    try_number: int
    sort_at: datetime


def put(tx: Connection, task_instance_id: int, try_number: int, cells: Sequence[CellRun]) -> None:
    """Remember what the cells of a try took; writing them twice changes nothing."""
    key = {"task_instance_id": task_instance_id, "try_number": try_number}
    upsert(tx, cell_run, [{**key, **_values(cell)} for cell in cells])


def of_task_instance(tx: Connection, task_instance_id: int) -> list[CellRecord]:
    """All records of a task instance, by try and place."""
    wanted = select(cell_run).where(cell_run.c.task_instance_id == task_instance_id)
    return [_record(row) for row in tx.execute(wanted.order_by(cell_run.c.try_number, cell_run.c.cell_index))]


def newest_runs(
    tx: Connection, dag_id: str, task_id: str, limit: int, map_index: int = -1, before: datetime | None = None
) -> list[RunOfTask]:
    """The newest runs of a task that left records, the newest first; only those that began before a moment."""
    wanted = (
        select(
            task_instance.c.id,
            dag_run.c.run_id,
            task_instance.c.state,
            task_instance.c.try_number,
            dag_run.c.sort_at,
        )
        .join(task_instance, task_instance.c.dag_run_id == dag_run.c.id)
        .where(
            dag_run.c.dag_id == dag_id,
            task_instance.c.task_id == task_id,
            task_instance.c.map_index == map_index,
            select(cell_run.c.try_number).where(cell_run.c.task_instance_id == task_instance.c.id).exists(),
        )
        .order_by(dag_run.c.sort_at.desc(), dag_run.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(dag_run.c.sort_at < before)
    return [RunOfTask(*row) for row in tx.execute(wanted)]


def of_task_instances(tx: Connection, ids: Sequence[int]) -> list[CellRecord]:
    """The records of these task instances (at most a few hundred at once), the oldest first."""
    wanted = select(cell_run).where(cell_run.c.task_instance_id.in_(ids))
    order = (cell_run.c.task_instance_id, cell_run.c.try_number, cell_run.c.cell_index)
    return [_record(row) for row in tx.execute(wanted.order_by(*order))]


def newest_tries(tx: Connection, limit: int) -> list[tuple[str, str, str, int, int]]:
    """Ended tries of the newest ``limit`` task instances: (dag_id, run_id, task_id, map_index, try_number)."""
    last = tx.execute(select(func.max(task_try.c.task_instance_id))).scalar()
    wanted = (
        select(
            dag_run.c.dag_id,
            dag_run.c.run_id,
            task_instance.c.task_id,
            task_instance.c.map_index,
            task_try.c.try_number,
        )
        .join(task_instance, task_instance.c.id == task_try.c.task_instance_id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
        .where(task_try.c.task_instance_id > (last or 0) - limit, task_try.c.ended_at.is_not(None))
    )
    return [tuple(row) for row in tx.execute(wanted)]


def _values(cell: CellRun) -> dict[str, Any]:
    return {
        "cell_index": cell.index,
        "cell_id": cell.cell_id,
        "cell_key": cell.key,
        "source_hash": cell.source_hash,
        "kernel_id": cell.kernel_id,
        "state": cell.state,
        "started_at": cell.started_at,
        "seconds": cell.seconds,
        "output_bytes": cell.output_bytes,
        "memory_bytes": cell.memory_bytes,
    }


def _record(row: Any) -> CellRecord:
    cell = CellRun(
        index=row.cell_index,
        cell_id=row.cell_id,
        key=row.cell_key,
        source_hash=row.source_hash,
        state=row.state,
        started_at=row.started_at,
        seconds=row.seconds,
        output_bytes=row.output_bytes,
        memory_bytes=row.memory_bytes,
        kernel_id=row.kernel_id,
    )
    return CellRecord(row.task_instance_id, row.try_number, cell)
