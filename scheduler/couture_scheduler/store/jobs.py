"""Jobs: long-lived processes that say now and then that they are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, select, update

from couture_scheduler.store.matching import Bound, conditions
from couture_scheduler.store.tables import job


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


def latest(tx: Connection, kind: str) -> JobRecord | None:
    """The process of this kind that was heard of last."""
    newest = select(job).where(job.c.kind == kind).order_by(job.c.heartbeat_at.desc(), job.c.id.desc()).limit(1)
    row = tx.execute(newest).first()
    return None if row is None else JobRecord(**row._mapping)


def listing(
    tx: Connection,
    *,
    is_alive: bool | None,
    since: datetime,
    limit: int,
    offset: int,
    within: Sequence[Bound] = (),
) -> list[JobRecord]:
    """Processes, the newest first; alive are those that were heard of ``since`` then and have not ended."""
    asked = [*_alive(is_alive, since), *conditions(_DATES, within)]
    found = select(job).where(*asked).order_by(job.c.id.desc()).limit(limit).offset(offset)
    return [JobRecord(**row._mapping) for row in tx.execute(found)]


def count(tx: Connection, *, is_alive: bool | None, since: datetime, within: Sequence[Bound] = ()) -> int:
    """How many there are."""
    asked = [*_alive(is_alive, since), *conditions(_DATES, within)]
    wanted = select(func.count()).select_from(job).where(*asked)
    return int(tx.execute(wanted).scalar_one())


_DATES = {"start_date": job.c.started_at, "end_date": job.c.ended_at}


def _alive(is_alive: bool | None, since: datetime) -> list[ColumnElement[bool]]:
    if is_alive is None:
        return []
    alive = and_(job.c.ended_at.is_(None), job.c.heartbeat_at >= since)
    return [alive if is_alive else not_(alive)]


def _id(key: Any) -> int:
    return int(key[0])
