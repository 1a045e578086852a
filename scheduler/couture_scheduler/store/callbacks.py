"""Callbacks of DAGs that are owed, and what became of them. Written once, begun once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from couture_scheduler.engine.callbacks import NewCallback
from couture_scheduler.store.tables import callback, dag_run


class CallbackState(StrEnum):
    """``due``, ``running``, or how it ended."""

    DUE = "due"
    RUNNING = "running"
    SUCCESS = "success"
    FAILED = "failed"


UNFINISHED = (CallbackState.DUE, CallbackState.RUNNING)


@dataclass(frozen=True, slots=True)
class CallbackRecord:
    """A callback as it is stored, with the names of its run. ``tries`` counts hand-overs to the executor."""

    id: int
    dag_run_id: int
    dag_id: str
    run_id: str
    kind: str
    details: dict[str, Any]
    state: CallbackState
    tries: int
    created_at: datetime
    ended_at: datetime | None
    error: str | None


def add(tx: Connection, news: Sequence[NewCallback], now: datetime) -> None:
    """Owe these."""
    rows = [
        {
            "dag_run_id": each.dag_run_id,
            "kind": each.kind.value,
            "details": each.details,
            "state": CallbackState.DUE.value,
            "tries": 0,
            "created_at": now,
        }
        for each in news
    ]
    if rows:
        tx.execute(insert(callback), rows)


def in_state(tx: Connection, state: CallbackState, limit: int = 1000) -> list[CallbackRecord]:
    """Callbacks in this state, the oldest first."""
    found = _joined().where(callback.c.state == state.value).order_by(callback.c.id).limit(limit)
    return [_record(row) for row in tx.execute(found)]


def are_owed(tx: Connection) -> bool:
    """Whether any is due or running."""
    found = select(callback.c.id).where(callback.c.state.in_([each.value for each in UNFINISHED])).limit(1)
    return tx.execute(found).first() is not None


def get(tx: Connection, id: int) -> CallbackRecord | None:  # noqa: A002
    """One callback."""
    row = tx.execute(_joined().where(callback.c.id == id)).first()
    return None if row is None else _record(row)


def of_run(tx: Connection, dag_run_id: int, limit: int, offset: int) -> tuple[list[CallbackRecord], int]:
    """Those of one run, the oldest first, and how many there are."""
    of_it = callback.c.dag_run_id == dag_run_id
    found = _joined().where(of_it).order_by(callback.c.id).limit(limit).offset(offset)
    total = tx.execute(select(func.count()).select_from(callback).where(of_it)).scalar_one()
    return [_record(row) for row in tx.execute(found)], int(total)


def begin(tx: Connection, id: int, tries: int, details: dict[str, Any]) -> bool:  # noqa: A002
    """It is handed over for the ``tries``-th time; whether it was still owed."""
    unfinished = callback.c.state.in_([each.value for each in UNFINISHED])
    values = {"state": CallbackState.RUNNING.value, "tries": tries, "details": details}
    return tx.execute(update(callback).where(callback.c.id == id, unfinished).values(**values)).rowcount == 1


def end(tx: Connection, id: int, error: str | None, now: datetime) -> None:  # noqa: A002
    """It ended, with an error or without."""
    state = CallbackState.FAILED if error else CallbackState.SUCCESS
    tx.execute(update(callback).where(callback.c.id == id).values(state=state.value, error=error, ended_at=now))


def _joined() -> Any:
    columns = [callback.c[name] for name in CallbackRecord.__dataclass_fields__ if name in callback.c]
    return select(*columns, dag_run.c.dag_id, dag_run.c.run_id).join(dag_run, dag_run.c.id == callback.c.dag_run_id)


def _record(row: Any) -> CallbackRecord:
    values = {name: getattr(row, name) for name in CallbackRecord.__dataclass_fields__}
    return CallbackRecord(**{**values, "state": CallbackState(values["state"]), "details": values["details"] or {}})
