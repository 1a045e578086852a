"""The history of tries: one row for each try of a task instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import task_try


@dataclass(frozen=True, slots=True)
class TryRecord:
    """One try. ``outputs`` are files for people: ``{"kind": "notebook", "path": …}``."""

    task_instance_id: int
    try_number: int
    launch: int | None
    state: TaskInstanceState | None
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    pid: int | None
    process_started: float | None
    host: str | None
    error: str | None
    error_name: str | None
    outputs: list[dict[str, str]] | None
    progress: dict[str, Any] | None
    folder: str | None
    code: dict[str, Any] | None = None  # which code ran: kind, path, content hash, Git commit
    fingerprint: str | None = None  # the same for the same failure
    kernel_id: str | None = None


def record_start(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Tries that begin. Each row has ``task_instance_id``, ``try_number`` and any other column; a try that is known
    gets the given columns set, so that it may be recorded step by step."""
    _record(tx, rows)


def record_end(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Tries that ended; rows as for ``record_start``."""
    _record(tx, rows)


def listing(tx: Connection, task_instance_id: int) -> list[TryRecord]:
    """All tries of one task instance, the first first."""
    found = select(task_try).where(task_try.c.task_instance_id == task_instance_id).order_by(task_try.c.try_number)
    return [TryRecord(**row._mapping) for row in tx.execute(found)]


def get(tx: Connection, task_instance_id: int, try_number: int) -> TryRecord | None:
    """One try."""
    wanted = select(task_try).where(
        task_try.c.task_instance_id == task_instance_id, task_try.c.try_number == try_number
    )
    row = tx.execute(wanted).first()
    return None if row is None else TryRecord(**row._mapping)


def newest(tx: Connection, task_instance_ids: Sequence[int]) -> dict[int, TryRecord]:
    """The newest try of each of these task instances (at most a few hundred at once)."""
    found = (
        select(task_try)
        .where(task_try.c.task_instance_id.in_(task_instance_ids))
        .order_by(task_try.c.task_instance_id, task_try.c.try_number)
    )
    return {row.task_instance_id: TryRecord(**row._mapping) for row in tx.execute(found)}


def _record(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        shapes.setdefault(tuple(row), []).append(dict(row))
    for group in shapes.values():
        upsert(tx, task_try, group)
