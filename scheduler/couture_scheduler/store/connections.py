"""Connections: how to reach other systems. Password and extra are encrypted; ``actions.connections`` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from couture_scheduler.errors import ConflictError
from couture_scheduler.store.tables import connection


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """One connection; ``password`` and ``extra`` are encrypted."""

    conn_id: str
    conn_type: str
    description: str | None
    host: str | None
    schema: str | None
    login: str | None
    password: str | None
    port: int | None
    extra: str | None
    updated_at: datetime
    updated_by: str


def listing(
    tx: Connection, text: str = "", limit: int = 100, offset: int = 0, *, descending: bool = False
) -> tuple[list[ConnectionRecord], int]:
    """Connections by id whose id or type contains ``text``, and how many there are."""
    columns = (connection.c.conn_id, connection.c.conn_type)
    fits = or_(*(func.lower(each).contains(text.lower(), autoescape=True) for each in columns))
    order = connection.c.conn_id.desc() if descending else connection.c.conn_id
    rows = tx.execute(select(connection).where(fits).order_by(order).limit(limit).offset(offset))
    total = tx.execute(select(func.count()).select_from(connection).where(fits)).scalar_one()
    return [_record(row) for row in rows], total


def get(tx: Connection, conn_id: str) -> ConnectionRecord | None:
    """One connection."""
    row = tx.execute(select(connection).where(connection.c.conn_id == conn_id)).first()
    return None if row is None else _record(row)


def create(tx: Connection, record: ConnectionRecord) -> None:
    """Add a connection; ``ConflictError`` when the id is taken."""
    try:
        with tx.begin_nested():
            tx.execute(insert(connection).values(**_row(record)))
    except IntegrityError as error:
        raise ConflictError(f"There is a connection {record.conn_id!r} already.") from error


def change(tx: Connection, record: ConnectionRecord) -> bool:
    """Set everything but the id; whether the connection is there."""
    done = tx.execute(update(connection).where(connection.c.conn_id == record.conn_id).values(**_row(record)))
    return done.rowcount == 1


def remove(tx: Connection, conn_id: str) -> bool:
    """Delete the connection; whether it was there."""
    return tx.execute(delete(connection).where(connection.c.conn_id == conn_id)).rowcount == 1


def _record(row: Row[Any]) -> ConnectionRecord:
    values = dict(row._mapping)
    values["schema"] = values.pop("schema_name")
    return ConnectionRecord(**values)


def _row(record: ConnectionRecord) -> dict[str, object]:
    values = {name: getattr(record, name) for name in record.__dataclass_fields__}
    values["schema_name"] = values.pop("schema")
    return values
