"""Tokens with which one DAG can be run from outside: kept as hashes, gone with their DAG."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from couture_scheduler.store.tables import trigger_token


@dataclass(frozen=True, slots=True)
class TriggerTokenRecord:
    """One token, without its secret: ``token_hash`` is the SHA-256 of that."""

    id: int
    dag_id: str
    name: str
    token_hash: str
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


def create(
    tx: Connection, dag_id: str, name: str, token_hash: str, user: str, now: datetime, expires_at: datetime | None
) -> int:
    """Add a token; its id. The DAG must exist."""
    values = {
        "dag_id": dag_id,
        "name": name,
        "token_hash": token_hash,
        "created_by": user,
        "created_at": now,
        "expires_at": expires_at,
    }
    key: Any = tx.execute(trigger_token.insert().values(**values)).inserted_primary_key
    return int(key[0])


def listing(tx: Connection, dag_id: str) -> list[TriggerTokenRecord]:
    """The tokens of a DAG, the oldest first."""
    found = select(trigger_token).where(trigger_token.c.dag_id == dag_id).order_by(trigger_token.c.id)
    return [TriggerTokenRecord(**row._mapping) for row in tx.execute(found)]


def mark_used(tx: Connection, token_id: int, now: datetime) -> None:
    """A run was started with it."""
    tx.execute(update(trigger_token).where(trigger_token.c.id == token_id).values(used_at=now))


def remove(tx: Connection, dag_id: str, token_id: int) -> bool:
    """Delete a token of this DAG; whether it was there."""
    which = (trigger_token.c.dag_id == dag_id, trigger_token.c.id == token_id)
    return tx.execute(delete(trigger_token).where(*which)).rowcount == 1
