"""The few statements that each database spells its own way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.sql.dml import Insert


def upsert(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows; where the primary key exists, set the given columns. All rows have the same keys."""
    if rows:
        tx.execute(_upsert(tx.dialect.name, table, tuple(rows[0])), rows)


@lru_cache(maxsize=256)
def _upsert(dialect: str, table: Table, columns: tuple[str, ...]) -> Insert:
    keys = [column.name for column in table.primary_key]
    changed = [name for name in columns if name not in keys] or keys[:1]
    if dialect in ("mysql", "mariadb"):
        into = mysql.insert(table)
        values = {name: into.inserted[name] for name in changed}
        updating: Insert = into.on_duplicate_key_update(values)
        return updating
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    overwriting: Insert = insert.on_conflict_do_update(
        index_elements=keys, set_={name: insert.excluded[name] for name in changed}
    )
    return overwriting
