"""Connections: how to reach other systems. Password and extra are encrypted; ``actions.connections`` reads them.

Several may have one id: they are told apart by their numbers, from 1. Whoever asks for the id gets one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from couture_scheduler.errors import ConflictError
from couture_scheduler.store.matching import Bound, TextMatch, conditions
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
    number: int = 1


def listing(
    tx: Connection,
    text: str = "",
    limit: int = 100,
    offset: int = 0,
    *,
    descending: bool = False,
    matches: Sequence[TextMatch | Bound] = (),
) -> tuple[list[ConnectionRecord], int]:
    """Connections by id and number whose id or type contains ``text``, and how many there are."""
    columns = (connection.c.conn_id, connection.c.conn_type)
    named = conditions({"connection_id": connection.c.conn_id}, matches)
    fits = and_(or_(*(func.lower(each).contains(text.lower(), autoescape=True) for each in columns)), *named)
    order = connection.c.conn_id.desc() if descending else connection.c.conn_id
    wanted = select(connection).where(fits).order_by(order, connection.c.number)
    rows = tx.execute(wanted.limit(limit).offset(offset))
    total = tx.execute(select(func.count()).select_from(connection).where(fits)).scalar_one()
    return [_record(row) for row in rows], total


def get(tx: Connection, conn_id: str, number: int | None = None) -> ConnectionRecord | None:
    """One connection: the one with this number, else the first of its id."""
    wanted = _these(conn_id, number).order_by(connection.c.number).limit(1)
    row = tx.execute(wanted).first()
    return None if row is None else _record(row)


def of_id(tx: Connection, conn_id: str) -> list[ConnectionRecord]:
    """All connections with this id, by number."""
    return [_record(row) for row in tx.execute(_these(conn_id).order_by(connection.c.number))]


def create(tx: Connection, record: ConnectionRecord) -> None:
    """Add a connection; ``ConflictError`` when the id has one with this number."""
    try:
        with tx.begin_nested():
            tx.execute(insert(connection).values(**_row(record)))
    except IntegrityError as error:
        raise ConflictError(f"There is a connection {record.conn_id!r} already.") from error


def change(tx: Connection, record: ConnectionRecord, *, since: datetime | None = None) -> bool:
    """Set everything but the id and the number; whether the connection is there, and was last changed at ``since``."""
    same = [] if since is None else [connection.c.updated_at == since]
    done = tx.execute(update(connection).where(*_is(record.conn_id, record.number), *same).values(**_row(record)))
    return done.rowcount == 1


def remove(tx: Connection, conn_id: str, number: int | None = None) -> bool:
    """Delete the connection with this number, else all with this id; whether there were any."""
    return tx.execute(delete(connection).where(*_is(conn_id, number))).rowcount > 0


def _these(conn_id: str, number: int | None = None) -> Select[Any]:
    return select(connection).where(*_is(conn_id, number))


def _is(conn_id: str, number: int | None) -> list[ColumnElement[bool]]:
    return [connection.c.conn_id == conn_id, *([] if number is None else [connection.c.number == number])]


def _record(row: Row[Any]) -> ConnectionRecord:
    values = dict(row._mapping)
    values["schema"] = values.pop("schema_name")
    return ConnectionRecord(**values)


def _row(record: ConnectionRecord) -> dict[str, object]:
    values = {name: getattr(record, name) for name in record.__dataclass_fields__}
    values["schema_name"] = values.pop("schema")
    return values
