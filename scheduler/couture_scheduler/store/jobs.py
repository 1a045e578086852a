"""Jobs: long-lived processes that say now and then that they are there.

An engine is one, and so is what it keeps beside it in processes of their own: those that triggers wait in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from couture_scheduler.store.tables import job

TRIGGERER = "triggerer"
WATCHERS = "asset watchers"
BESIDE_ENGINES = (TRIGGERER, WATCHERS)


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One process. ``detail`` is what it tells about itself, e.g. ``{"running_tasks": 3}``."""

    id: int
    kind: str
    host: str
    pid: int
    started_at: datetime
    heartbeat_at: datetime
    ended_at: datetime | None
    detail: dict[str, Any] | None


def start(tx: Connection, kind: str, host: str, pid: int, now: datetime) -> int:
    """Enter a new process; its id."""
    values = {"kind": kind, "host": host, "pid": pid, "started_at": now, "heartbeat_at": now}
    return _id(tx.execute(job.insert().values(**values)).inserted_primary_key)


def heartbeat(tx: Connection, id: int, now: datetime, detail: dict[str, Any] | None = None) -> None:  # noqa: A002
    """Say that the process is there."""
    tx.execute(update(job).where(job.c.id == id).values(heartbeat_at=now, detail=detail))


def end(tx: Connection, id: int, now: datetime) -> None:  # noqa: A002
    """Say that the process ended in good order."""
    tx.execute(update(job).where(job.c.id == id).values(heartbeat_at=now, ended_at=now))


def forget(tx: Connection, id: int) -> None:  # noqa: A002
    """A process that came and went, and is not worth remembering."""
    tx.execute(delete(job).where(job.c.id == id))


def forget_kinds(tx: Connection, kinds: Sequence[str], host: str) -> None:
    """All processes of these kinds on a host: the engine that they ended with is gone."""
    tx.execute(delete(job).where(job.c.kind.in_(kinds), job.c.host == host))


def latest(tx: Connection, kind: str) -> JobRecord | None:
    """The process of this kind that was heard of last."""
    newest = select(job).where(job.c.kind == kind).order_by(job.c.heartbeat_at.desc(), job.c.id.desc()).limit(1)
    row = tx.execute(newest).first()
    return None if row is None else JobRecord(**row._mapping)


def listing(tx: Connection, limit: int | None, *, kind: str | None = None) -> list[JobRecord]:
    """Processes that are or were there, all or those of a ``kind``, the newest first."""
    wanted = select(job).order_by(job.c.id.desc()).limit(limit)
    if kind is not None:
        wanted = wanted.where(job.c.kind == kind)
    return [JobRecord(**row._mapping) for row in tx.execute(wanted)]


def _id(key: Any) -> int:
    return int(key[0])
