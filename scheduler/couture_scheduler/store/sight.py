"""What somebody finds in the database who may not read every DAG: only what belongs to DAGs that they may read.

Such a person's queries are not written one by one, which one would forget. Each table with something of a DAG in it
is *shadowed*: the statement gets a common table expression of the table's own name that holds only the rows to be seen.

    WITH dag_run AS (SELECT * FROM main.dag_run WHERE dag_id IN (…)) SELECT … FROM dag_run …

``RULES`` says which rows those are. A test wants every table in ``RULES`` or in ``OPEN``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    column,
    event,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.sql.expression import CTE, CompoundSelect, Select
from sqlalchemy.sql.visitors import iterate

from couture_scheduler.store.tables import metadata

_OPTION = "couture_dag_ids"
OPEN = frozenset(
    {
        *("account", "account_role", "role", "role_permission"),
        *("code_brick", "code_brick_version", "connection", "job", "lease", "pool", "variable"),
        *("audit_seal", "login_settings"),
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A row is seen when its ``column`` names a DAG that may be read or, where ``of`` names a table, a row that is seen
    there, by its ``of_column``."""

    column: str
    of: str | None = None
    of_column: str = ""
    or_null: bool = False


_SPECIAL: dict[str, tuple[Rule, ...]] = {
    "asset": (Rule("id", "asset_use", "asset_id"),),
    "asset_alias": (Rule("id", "asset_use", "alias_id"),),
    "asset_event": (Rule("asset_id", "asset", "id"), Rule("source_dag_id", or_null=True)),
    "asset_state_store": (Rule("asset_id", "asset", "id"), Rule("writer_dag_id", or_null=True)),
    "dag_file": (Rule("file", "dag", "file"),),
    "import_error": (Rule("file", "dag", "file"),),
}


def _rules() -> dict[str, tuple[Rule, ...]]:
    """What is not special goes by its column ``dag_id``, else by the rows that it refers to."""
    found = dict(_SPECIAL)
    for each in metadata.sorted_tables:  # what others refer to comes first
        if each.name in found or each.name in OPEN:
            continue
        if "dag_id" in each.c:
            found[each.name] = (Rule("dag_id"),)
        elif parents := tuple(_by_parent(key) for key in each.c if _refers_to(key) in found):
            found[each.name] = parents
    return found


def _refers_to(key: Column[Any]) -> str:
    return next((each.column.table.name for each in key.foreign_keys), "")


def _by_parent(key: Column[Any]) -> Rule:
    (target,) = key.foreign_keys
    return Rule(key.name, target.column.table.name, target.column.name)


RULES = _rules()


def with_sight(engine: Engine) -> Engine:
    """The same database, for ``limited``."""
    aware = engine.execution_options()
    event.listen(aware, "before_execute", _before_execute, retval=True)
    return aware


def limited(aware: Engine, dag_ids: frozenset[str]) -> Engine:
    """The same database as somebody finds it who may read these DAGs."""
    return aware.execution_options(**{_OPTION: dag_ids})


def _before_execute(
    connection: Connection, statement: Any, multiparams: Any, params: Any, options: Any
) -> tuple[Any, Any, Any]:
    dag_ids = connection.get_execution_options()[_OPTION]
    if isinstance(statement, Select | CompoundSelect) and not _locks(statement):
        schema = connection.dialect.default_schema_name or "main"
        statement = statement.add_cte(*_shadows(statement, dag_ids, schema, connection.dialect.name))
    return statement, multiparams, params


def _locks(statement: Any) -> bool:
    """Rows to be changed are locked in their table, by their ids: they have been found before."""
    return statement._for_update_arg is not None


def _shadows(statement: Any, dag_ids: frozenset[str], schema: str, dialect: str) -> list[CTE]:
    needed: dict[str, None] = {}  # in the order in which they can refer to each other
    for each in iterate(statement):
        if isinstance(each, Table):
            _need(each.name, needed)
    return [_shadow(name, dag_ids, schema, dialect) for name in needed]


def _need(name: str, needed: dict[str, None]) -> None:
    for rule in RULES.get(name, ()):
        if rule.of is not None:
            _need(rule.of, needed)
    if name in RULES:
        needed.setdefault(name)


def _shadow(name: str, dag_ids: frozenset[str], schema: str, dialect: str) -> CTE:
    real = table(name, schema=schema)
    found: Select[Any] = (
        select(literal_column("*")).select_from(real).where(*(_seen(rule, dag_ids) for rule in RULES[name]))
    )
    shadow = found.cte(name)
    return shadow if dialect in ("mysql", "mariadb") else shadow.prefix_with("NOT MATERIALIZED")


def _seen(rule: Rule, dag_ids: frozenset[str]) -> ColumnElement[bool]:
    own: ColumnElement[Any] = column(rule.column)
    if rule.of is None:
        seen = own.in_(sorted(dag_ids))
    else:
        seen = own.in_(select(column(rule.of_column)).select_from(table(rule.of)))
    return or_(own.is_(None), seen) if rule.or_null else seen
