"""The hooks and operators that Airflow had for each database, as what they are: SQL by a connection's id.

They stand in for the providers' own where those are not installed, and for operators that newer providers have no more.
What only one database's own hook can do (``copy_expert`` …) needs its provider.
"""

from __future__ import annotations

from typing import Any

from couture_jupyter.hooks.sql import DbApiHook
from couture_jupyter.operators.sql import SQLExecuteQueryOperator


class PostgresHook(DbApiHook):
    """SQL on PostgreSQL."""

    conn_name_attr = "postgres_conn_id"
    default_conn_name = "postgres_default"
    conn_type = "postgres"
    hook_name = "Postgres"


class MySqlHook(DbApiHook):
    """SQL on MySQL or MariaDB."""

    conn_name_attr = "mysql_conn_id"
    default_conn_name = "mysql_default"
    conn_type = "mysql"
    hook_name = "MySQL"


class SqliteHook(DbApiHook):
    """SQL on a SQLite file."""

    conn_name_attr = "sqlite_conn_id"
    default_conn_name = "sqlite_default"
    conn_type = "sqlite"
    hook_name = "Sqlite"


class MsSqlHook(DbApiHook):
    """SQL on Microsoft SQL Server."""

    conn_name_attr = "mssql_conn_id"
    default_conn_name = "mssql_default"
    conn_type = "mssql"
    hook_name = "Microsoft SQL Server"


class PostgresOperator(SQLExecuteQueryOperator):
    """``SQLExecuteQueryOperator`` whose connection is called ``postgres_conn_id``."""

    def __init__(self, *, postgres_conn_id: str = "postgres_default", **kwargs: Any) -> None:
        super().__init__(conn_id=postgres_conn_id, **kwargs)


class MySqlOperator(SQLExecuteQueryOperator):
    """``SQLExecuteQueryOperator`` whose connection is called ``mysql_conn_id``."""

    def __init__(self, *, mysql_conn_id: str = "mysql_default", **kwargs: Any) -> None:
        super().__init__(conn_id=mysql_conn_id, **kwargs)


class SqliteOperator(SQLExecuteQueryOperator):
    """``SQLExecuteQueryOperator`` whose connection is called ``sqlite_conn_id``."""

    def __init__(self, *, sqlite_conn_id: str = "sqlite_default", **kwargs: Any) -> None:
        super().__init__(conn_id=sqlite_conn_id, **kwargs)


class MsSqlOperator(SQLExecuteQueryOperator):
    """``SQLExecuteQueryOperator`` whose connection is called ``mssql_conn_id``."""

    def __init__(self, *, mssql_conn_id: str = "mssql_default", **kwargs: Any) -> None:
        super().__init__(conn_id=mssql_conn_id, **kwargs)
