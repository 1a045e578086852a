"""Variables: named values for tasks. The values here are encrypted; ``actions.variables`` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from couture_scheduler.errors import ConflictError
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.tables import variable

ORDERS = ("key", "updated_at", "updated_by")


@dataclass(frozen=True, slots=True)
class VariableRecord:
    """One variable; ``value`` is encrypted."""

    key: str
    value: str
    description: str | None
    updated_at: datetime
    updated_by: str


def listing(
    tx: Connection,
    text: str = "",
    limit: int = 100,
    offset: int = 0,
    *,
    order: str = "key",
    descending: bool = False,
    matches: Sequence[TextMatch | Bound] = (),
) -> tuple[list[VariableRecord], int]:
    """Variables whose key contains ``text``, by ``order``: one of ``ORDERS``; and how many there are."""
    named = conditions({"variable_key": variable.c.key}, matches)
    fits = and_(func.lower(variable.c.key).contains(text.lower(), autoescape=True), *named)
    column = variable.c[order]
    by = (column.desc() if descending else column, variable.c.key)
    rows = tx.execute(select(variable).where(fits).order_by(*by).limit(limit).offset(offset))
    total = tx.execute(select(func.count()).select_from(variable).where(fits)).scalar_one()
    return [VariableRecord(**row._mapping) for row in rows], total


def get(tx: Connection, key: str) -> VariableRecord | None:
    """One variable."""
    row = tx.execute(select(variable).where(variable.c.key == key)).first()
    return None if row is None else VariableRecord(**row._mapping)


def create(tx: Connection, record: VariableRecord) -> None:
    """Add a variable; ``ConflictError`` when the key is taken."""
    try:
        with tx.begin_nested():
            tx.execute(insert(variable).values(**_row(record)))
    except IntegrityError as error:
        raise ConflictError(f"There is a variable {record.key!r} already.") from error


def change(tx: Connection, record: VariableRecord, *, since: datetime | None = None) -> bool:
    """Set everything but the key; whether the variable is there, and was last changed at ``since``."""
    same = [] if since is None else [variable.c.updated_at == since]
    done = tx.execute(update(variable).where(variable.c.key == record.key, *same).values(**_row(record)))
    return done.rowcount == 1


def remove(tx: Connection, key: str) -> bool:
    """Delete the variable; whether it was there."""
    return tx.execute(delete(variable).where(variable.c.key == key)).rowcount == 1


def _row(record: VariableRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
