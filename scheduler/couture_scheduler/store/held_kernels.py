"""Kernels that are kept after a failure: what people see of them. The kernel pool is the truth about the processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from couture_scheduler.store.tables import dag_run, held_kernel, notebook_schedule, task_instance


@dataclass(frozen=True, slots=True)
class HeldKernelRecord:
    """One kernel that is or was kept, with the task instance whose try failed in it. ``account`` is the person in whose
    kernel pool it is; ``None``: it is in that of this home."""

    id: int
    task_instance_id: int
    try_number: int
    kernel_id: str
    kernel_name: str
    host: str
    account: str | None
    pid: int
    process_started: float
    connection_file: str
    held_at: datetime
    held_until: datetime
    memory_bytes: int | None
    used_by: str | None
    ended_at: datetime | None
    because: str | None
    dag_id: str
    run_id: str
    task_id: str
    map_index: int


def listing(
    tx: Connection, *, dag_id: str | None = None, run_id: str | None = None, only_held: bool = True
) -> list[HeldKernelRecord]:
    """Those that are kept now, or also those that were; the newest first."""
    wanted = _RECORDS.order_by(held_kernel.c.held_at.desc(), held_kernel.c.id.desc())
    if only_held:
        wanted = wanted.where(held_kernel.c.ended_at.is_(None))
    if dag_id is not None:
        wanted = wanted.where(dag_run.c.dag_id == dag_id)
    if run_id is not None:
        wanted = wanted.where(dag_run.c.run_id == run_id)
    return [HeldKernelRecord(**row._mapping) for row in tx.execute(wanted)]


def get(tx: Connection, id: int) -> HeldKernelRecord | None:  # noqa: A002
    """One of them."""
    return _one(tx, _RECORDS.where(held_kernel.c.id == id))


def of_try(tx: Connection, task_instance_id: int, try_number: int) -> HeldKernelRecord | None:
    """The one that this try failed in."""
    return _one(
        tx,
        _RECORDS.where(
            held_kernel.c.task_instance_id == task_instance_id,
            held_kernel.c.try_number == try_number,
        ),
    )


def newest_held(tx: Connection, task_instance_id: int) -> HeldKernelRecord | None:
    """The one of the newest try of this task instance that is still kept."""
    wanted = _RECORDS.where(held_kernel.c.task_instance_id == task_instance_id, _IS_HELD)
    return _one(tx, wanted.order_by(held_kernel.c.try_number.desc()).limit(1))


def add(tx: Connection, row: dict[str, Any]) -> None:
    """A kernel that is kept now; ``row`` has every column that must be there."""
    tx.execute(insert(held_kernel).values(**row))


def refresh(tx: Connection, id: int, until: datetime, memory_bytes: int | None) -> bool:  # noqa: A002
    """What the pool tells of it now; whether it is still kept."""
    values = {"held_until": until, "memory_bytes": memory_bytes}
    return tx.execute(update(held_kernel).where(held_kernel.c.id == id, _IS_HELD).values(**values)).rowcount == 1


def known_task_instances(tx: Connection, ids: Sequence[int]) -> set[int]:
    """Which of these task instances there still are (at most a few hundred at once)."""
    return set(tx.execute(select(task_instance.c.id).where(task_instance.c.id.in_(ids))).scalars())


def task_instances_of(tx: Connection, ids: Sequence[int], owner: str) -> set[int]:
    """Which of these task instances belong to a notebook schedule of this owner (at most a few hundred at once)."""
    wanted = (
        select(task_instance.c.id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
        .join(notebook_schedule, notebook_schedule.c.dag_id == dag_run.c.dag_id)
        .where(task_instance.c.id.in_(ids), notebook_schedule.c.updated_by == owner)
    )
    return set(tx.execute(wanted).scalars())


def set_until(tx: Connection, id: int, until: datetime) -> bool:  # noqa: A002
    """Keep it until this moment; whether it was still kept."""
    change = update(held_kernel).where(held_kernel.c.id == id, _IS_HELD).values(held_until=until)
    return tx.execute(change).rowcount == 1


def claim(tx: Connection, id: int, user: str) -> bool:  # noqa: A002
    """Say who goes on with it; ``False`` when it is gone. That only one does is seen to by the task instance's state:
    a claim whose try never began must not stand in anybody's way."""
    return tx.execute(update(held_kernel).where(held_kernel.c.id == id, _IS_HELD).values(used_by=user)).rowcount == 1


def end(tx: Connection, id: int, at: datetime, because: str) -> bool:  # noqa: A002
    """It is not kept any more; whether it was."""
    change = update(held_kernel).where(held_kernel.c.id == id, _IS_HELD).values(ended_at=at, because=because)
    return tx.execute(change).rowcount == 1


_IS_HELD = held_kernel.c.ended_at.is_(None)
_RECORDS = (
    select(held_kernel, dag_run.c.dag_id, dag_run.c.run_id, task_instance.c.task_id, task_instance.c.map_index)
    .join(task_instance, task_instance.c.id == held_kernel.c.task_instance_id)
    .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
)


def _one(tx: Connection, wanted: Select[Any]) -> HeldKernelRecord | None:
    row = tx.execute(wanted).first()
    return None if row is None else HeldKernelRecord(**row._mapping)
