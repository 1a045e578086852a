"""The few statements that each database spells its own way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Float, Integer, Table
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.functions import FunctionElement

from couture_scheduler.store.types import JsonText


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


class SecondsBetween(FunctionElement[float]):
    """The seconds from one moment to a later one; NULL where one of them is not known."""

    name = "seconds_between"
    type = Float()
    inherit_cache = True


_SECONDS = {
    "sqlite": "ROUND((julianday({1}) - julianday({0})) * 86400.0, 3)",  # it counts days in floats
    "postgresql": "EXTRACT(EPOCH FROM ({1} - {0}))",
    "mysql": "TIMESTAMPDIFF(MICROSECOND, {0}, {1}) / 1000000.0",
    "mariadb": "TIMESTAMPDIFF(MICROSECOND, {0}, {1}) / 1000000.0",
}


@compiles(SecondsBetween)
def _compiled(element: SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    parts = [compiler.process(each, **options) for each in element.clauses]
    return _SECONDS[compiler.dialect.name].format(*parts)


class Listed(FunctionElement[list[Any]]):
    """All values of a group as one list, NULL among them; lists of the same group are in the same order. The driver has
    one row to hand over for thousands, and other threads need not wait for each of them."""

    name = "listed"
    type = JsonText()
    inherit_cache = True


_LISTS = {
    "sqlite": "json_group_array({})",
    "postgresql": "CAST(json_agg({}) AS TEXT)",
    "mysql": "JSON_ARRAYAGG({})",
    "mariadb": "JSON_ARRAYAGG({})",
}


@compiles(Listed)
def _listed(element: Listed, compiler: SQLCompiler, **options: Any) -> str:
    (value,) = (compiler.process(each, **options) for each in element.clauses)
    return _LISTS[compiler.dialect.name].format(value)


class QuarterHours(FunctionElement[int]):
    """Whole quarters of an hour since 1970."""

    name = "quarter_hours"
    type = Integer()
    inherit_cache = True


_QUARTERS = {
    "sqlite": "CAST(strftime('%s', {0}) AS INTEGER) / 900",
    "postgresql": "CAST(FLOOR(EXTRACT(EPOCH FROM {0}) / 900) AS INTEGER)",
    "mysql": "FLOOR(TIMESTAMPDIFF(SECOND, '1970-01-01', {0}) / 900)",
    "mariadb": "FLOOR(TIMESTAMPDIFF(SECOND, '1970-01-01', {0}) / 900)",
}


@compiles(QuarterHours)
def _quarters(element: QuarterHours, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = (compiler.process(each, **options) for each in element.clauses)
    return _QUARTERS[compiler.dialect.name].format(moment)
