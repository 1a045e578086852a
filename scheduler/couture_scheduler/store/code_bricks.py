"""Code bricks that people wrote. Who may see which is decided by ``actions.code_bricks``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from couture_scheduler.bricks.model import BrickContent
from couture_scheduler.store.tables import code_brick, code_brick_version


@dataclass(frozen=True, slots=True)
class BrickRecord:
    """One brick as it is now."""

    id: int
    owner: str
    is_shared: bool
    version: int
    content: BrickContent
    created_at: datetime
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class BrickVersionRecord:
    """One version of a brick: what it was, who wrote it and when."""

    version: int
    content: BrickContent
    edited_at: datetime
    edited_by: str


def visible(tx: Connection, person: str) -> list[BrickRecord]:
    """The shared bricks and those of the person, the oldest first."""
    mine = or_(code_brick.c.is_shared, code_brick.c.owner == person)
    return [_record(row) for row in tx.execute(select(code_brick).where(mine).order_by(code_brick.c.id))]


def get(tx: Connection, brick_id: int) -> BrickRecord | None:
    """One brick."""
    row = tx.execute(select(code_brick).where(code_brick.c.id == brick_id)).first()
    return None if row is None else _record(row)


def create(tx: Connection, owner: str, content: BrickContent, now: datetime, *, is_shared: bool) -> BrickRecord:
    """Add a brick, and its first version."""
    values = {
        "owner": owner,
        "is_shared": is_shared,
        "version": 1,
        "content": content.to_json(),
        "created_at": now,
        "updated_at": now,
        "updated_by": owner,
    }
    key: Any = tx.execute(insert(code_brick).values(**values)).inserted_primary_key
    _keep(tx, int(key[0]), 1, content, owner, now)
    return BrickRecord(int(key[0]), owner, is_shared, 1, content, now, now, owner)


def change(
    tx: Connection, brick_id: int, expected: int, content: BrickContent, who: str, now: datetime, *, is_shared: bool
) -> bool:
    """Make the next version, if the newest is still the ``expected`` one; whether it was."""
    values = {
        "is_shared": is_shared,
        "version": expected + 1,
        "content": content.to_json(),
        "updated_at": now,
        "updated_by": who,
    }
    same = (code_brick.c.id == brick_id, code_brick.c.version == expected)
    if tx.execute(update(code_brick).where(*same).values(**values)).rowcount != 1:
        return False
    _keep(tx, brick_id, expected + 1, content, who, now)
    return True


def remove(tx: Connection, brick_id: int) -> bool:
    """Delete the brick with its versions; whether it was there."""
    tx.execute(delete(code_brick_version).where(code_brick_version.c.brick_id == brick_id))
    return tx.execute(delete(code_brick).where(code_brick.c.id == brick_id)).rowcount == 1


def versions(tx: Connection, brick_id: int) -> list[BrickVersionRecord]:
    """All versions of a brick, the newest first."""
    table = code_brick_version
    wanted = select(table).where(table.c.brick_id == brick_id).order_by(table.c.version.desc())
    return [
        BrickVersionRecord(row.version, BrickContent.from_json(row.content), row.edited_at, row.edited_by)
        for row in tx.execute(wanted)
    ]


def _keep(tx: Connection, brick_id: int, version: int, content: BrickContent, who: str, now: datetime) -> None:
    values = {"brick_id": brick_id, "version": version, "content": content.to_json()}
    tx.execute(insert(code_brick_version).values(**values, edited_at=now, edited_by=who))


def _record(row: Any) -> BrickRecord:
    return BrickRecord(**{**row._mapping, "content": BrickContent.from_json(row.content)})
