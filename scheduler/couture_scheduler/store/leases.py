"""Leases: at most one engine writes. Each new holder gets a higher token; writing starts with renewing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError

from couture_scheduler.store.tables import lease


@dataclass(frozen=True, slots=True)
class Lease:
    """What its holder needs to keep it."""

    name: str
    holder: str
    token: int


@dataclass(frozen=True, slots=True)
class LeaseRecord:
    """A lease as it stands; ``holder`` is ``None`` after it was released."""

    name: str
    holder: str | None
    host: str
    pid: int
    process_started: float
    token: int
    acquired_at: datetime
    renewed_at: datetime
    expires_at: datetime


_RENEW = (
    update(lease)
    .where(
        lease.c.name == bindparam("_name"),
        lease.c.holder == bindparam("_holder"),
        lease.c.token == bindparam("_token"),
    )
    .values(renewed_at=bindparam("_now"), expires_at=bindparam("_until"))
)


def acquire(
    tx: Connection,
    name: str,
    holder: str,
    host: str,
    pid: int,
    process_started: float,
    now: datetime,
    ttl: float,
) -> Lease | None:
    """Take the lease if it is free, released or expired; ``None`` while somebody holds it. ``ttl`` in seconds."""
    values = _values(holder, host, pid, process_started, now, ttl)
    free = or_(lease.c.holder.is_(None), lease.c.expires_at <= now)
    if _take(tx, name, values, free):
        return _taken(tx, name, holder)
    if current(tx, name) is not None:
        return None
    try:
        with tx.begin_nested():
            tx.execute(lease.insert().values(name=name, token=1, **values))
    except IntegrityError:
        return None
    return Lease(name, holder, 1)


def take_over(
    tx: Connection,
    name: str,
    expected_token: int,
    holder: str,
    host: str,
    pid: int,
    process_started: float,
    now: datetime,
    ttl: float,
) -> Lease | None:
    """Take the lease from a holder that is provably dead; ``None`` when it changed hands meanwhile."""
    values = _values(holder, host, pid, process_started, now, ttl)
    if _take(tx, name, values, lease.c.token == expected_token):
        return _taken(tx, name, holder)
    return None


def renew(tx: Connection, name: str, holder: str, token: int, now: datetime, ttl: float) -> bool:
    """Keep the lease for ``ttl`` seconds more; false when it is lost: then this transaction must write nothing."""
    until = now + timedelta(seconds=ttl)
    parameters = {"_name": name, "_holder": holder, "_token": token, "_now": now, "_until": until}
    return tx.execute(_RENEW, parameters).rowcount == 1


def release(tx: Connection, name: str, holder: str, token: int, now: datetime) -> bool:
    """Give the lease back, so that the next one need not wait."""
    done = tx.execute(
        update(lease)
        .where(lease.c.name == name, lease.c.holder == holder, lease.c.token == token)
        .values(holder=None, expires_at=now)
    )
    return done.rowcount == 1


def current(tx: Connection, name: str) -> LeaseRecord | None:
    """The lease as it stands; ``None`` when nobody ever held it."""
    row = tx.execute(select(lease).where(lease.c.name == name)).first()
    return None if row is None else LeaseRecord(**row._mapping)


def _values(holder: str, host: str, pid: int, process_started: float, now: datetime, ttl: float) -> dict[str, Any]:
    return {
        "holder": holder,
        "host": host,
        "pid": pid,
        "process_started": process_started,
        "acquired_at": now,
        "renewed_at": now,
        "expires_at": now + timedelta(seconds=ttl),
    }


def _take(tx: Connection, name: str, values: dict[str, Any], condition: Any) -> bool:
    taking = update(lease).where(lease.c.name == name, condition).values(token=lease.c.token + 1, **values)
    return tx.execute(taking).rowcount == 1


def _taken(tx: Connection, name: str, holder: str) -> Lease:
    token = tx.execute(select(lease.c.token).where(lease.c.name == name)).scalar_one()
    return Lease(name, holder, token)
