"""DbApiHook: SQL on a database that a connection names, through SQLAlchemy.

Our own hook serves every type of connection that SQLAlchemy has a dialect for. A subclass may give another DB-API
connection in ``get_conn``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import NoSuchModuleError

from couture_jupyter.connections import Connection
from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.base import BaseHook
from couture_jupyter.hooks.handlers import fetch_all_handler as fetch_all_handler
from couture_jupyter.hooks.handlers import fetch_one_handler as fetch_one_handler
from couture_jupyter.hooks.handlers import return_single_query_results as return_single_query_results
from couture_jupyter.hooks.statements import split_sql

# Types of connections, as Airflow calls them, and SQLAlchemy's dialects and drivers.
DIALECTS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "sqlite": "sqlite",
    "mssql": "mssql+pymssql",
    "oracle": "oracle+oracledb",
}
_PACKAGES = {"postgresql": "psycopg[binary]", "mysql": "pymysql", "mariadb": "pymysql", "oracle": "oracledb"}
Handler = Callable[[Any], Any]


class DbApiHook(BaseHook):
    """Runs SQL. The connection's id is the argument that ``conn_name_attr`` names, or the first.

    Args:
        schema: a database other than the connection's.
        log_sql: whether the log shows the statements.
    """

    conn_name_attr = "conn_id"
    default_conn_name = "sql_default"
    conn_type = "generic"
    hook_name = "SQL"
    supports_autocommit = True
    supports_executemany = False

    def __init__(self, *args: Any, schema: str | None = None, log_sql: bool = True, **kwargs: Any) -> None:
        super().__init__()
        name = self.conn_name_attr
        given = args[0] if args else kwargs.pop(name, kwargs.pop("conn_id", self.default_conn_name))
        setattr(self, name, given)
        self._schema = schema or kwargs.pop("database", None)
        self.log_sql = log_sql
        self.last_description: Any = None
        self.descriptions: list[Any] = []

    @property
    def connection(self) -> Connection:
        """The connection."""
        return self.get_connection(getattr(self, self.conn_name_attr))

    def sqlalchemy_url(self) -> URL:
        """The connection as SQLAlchemy's URL. What its extra holds besides ``dialect`` and ``driver`` is its query."""
        found = self.connection
        extra = found.extra_dejson
        name = str(extra.pop("dialect", "") or DIALECTS.get(found.conn_type, found.conn_type))
        if extra.get("driver"):
            name = f"{name.partition('+')[0]}+{extra.pop('driver')}"
        if name.startswith("sqlite"):
            return URL.create(name, database=found.host or found.schema or None)
        query = {key: str(value) for key, value in extra.items() if not isinstance(value, dict | list)}
        return URL.create(
            name, found.login, found.password, found.host, found.port, self._schema or found.schema, query
        )

    def get_uri(self) -> str:
        """The same as text, with the password."""
        return self.sqlalchemy_url().render_as_string(hide_password=False)

    def get_sqlalchemy_engine(self, engine_kwargs: dict[str, Any] | None = None) -> Engine:
        """SQLAlchemy's engine for the connection. ``TaskError`` when the database's package is missing."""
        url = self.sqlalchemy_url()
        try:
            return create_engine(url, **(engine_kwargs or {}))
        except (ImportError, NoSuchModuleError) as error:
            dialect = url.get_backend_name()
            package = _PACKAGES.get(dialect, f"the package that SQLAlchemy needs for {dialect}")
            raise TaskError(f"The connection is of type {dialect}, which needs a package: pip install {package}") from (
                error
            )

    def get_conn(self) -> Any:
        """A DB-API connection."""
        return self.get_sqlalchemy_engine().raw_connection()

    @contextmanager
    def _connected(self, autocommit: bool) -> Iterator[Any]:
        with closing(self.get_conn()) as connection:
            if autocommit:
                self.set_autocommit(connection, True)
            yield connection
            if not self.get_autocommit(connection):
                connection.commit()

    def test_connection(self) -> tuple[bool, str]:
        """Have the database answer. What is wrong is raised as its driver says it."""
        self.get_first("select 1 from dual" if self.sqlalchemy_url().get_backend_name() == "oracle" else "select 1")
        return True, "The database answers."

    def set_autocommit(self, conn: Any, autocommit: bool) -> None:
        """Have the connection commit each statement."""
        raw = getattr(conn, "driver_connection", conn)
        if isinstance(raw, sqlite3.Connection):
            raw.isolation_level = None if autocommit else "DEFERRED"
        elif callable(getattr(raw, "autocommit", None)):
            raw.autocommit(autocommit)
        else:
            raw.autocommit = autocommit

    def get_autocommit(self, conn: Any) -> bool:
        """Whether the connection commits each statement."""
        raw = getattr(conn, "driver_connection", conn)
        if isinstance(raw, sqlite3.Connection):
            return raw.isolation_level is None
        found = getattr(raw, "autocommit", False)
        return found if isinstance(found, bool) else bool(raw.get_autocommit())

    def run(
        self,
        sql: str | Iterable[str],
        autocommit: bool = False,
        parameters: Iterable[Any] | Mapping[str, Any] | None = None,
        handler: Handler | None = None,
        split_statements: bool = False,
        return_last: bool = True,
    ) -> Any:
        """Run a statement, or several in one transaction. What ``handler`` makes of each cursor is the result: of a
        single statement its own, of several a list, or the last with ``return_last``."""
        self.descriptions, self.last_description = [], None
        is_single = return_single_query_results(sql, return_last, split_statements)
        texts = [sql] if isinstance(sql, str) else list(sql)
        statements = split_sql(texts[0]) if isinstance(sql, str) and split_statements else texts
        statements = [each for each in statements if each.strip()]
        if not statements:
            raise ValueError("There is no SQL to run: the list of statements is empty.")
        with self._connected(autocommit) as connection, closing(connection.cursor()) as cursor:
            results = [self._run_one(cursor, each, parameters, handler) for each in statements]
        if handler is None:
            return None
        return results[-1] if is_single else results

    def _run_one(self, cursor: Any, statement: str, parameters: Any, handler: Handler | None) -> Any:
        if self.log_sql:
            self.log.info("Running: %s", statement)
        cursor.execute(statement, parameters) if parameters else cursor.execute(statement)
        result = handler(cursor) if handler is not None else None
        self.descriptions.append(cursor.description)
        self.last_description = cursor.description
        if cursor.rowcount >= 0:
            self.log.info("Rows: %d", cursor.rowcount)
        return result

    def get_records(self, sql: str | list[str], parameters: Any = None) -> Any:
        """All rows that a query gives."""
        return self.run(sql, parameters=parameters, handler=fetch_all_handler)

    def get_first(self, sql: str | list[str], parameters: Any = None) -> Any:
        """The first row that a query gives, or ``None``."""
        return self.run(sql, parameters=parameters, handler=fetch_one_handler)

    def get_pandas_df(self, sql: str, parameters: Any = None, **kwargs: Any) -> Any:
        """What a query gives, as a data frame of pandas."""
        try:
            import pandas  # type: ignore[import-untyped]
        except ImportError as error:
            raise TaskError("Data frames need the package pandas: pip install pandas") from error
        with self.get_sqlalchemy_engine().connect() as connection:
            return pandas.read_sql(sql, connection, params=parameters, **kwargs)

    get_df = get_pandas_df

    def insert_rows(
        self,
        table: str,
        rows: Iterable[Sequence[Any]],
        target_fields: Sequence[str] | None = None,
        commit_every: int = 1000,
        replace: bool = False,
        **kwargs: Any,
    ) -> None:
        """Put rows into a table; committed every so many rows, or at the end when that is 0."""
        mark, count = self.placeholder, 0
        fields = f" ({', '.join(target_fields)})" if target_fields else ""
        verb = "REPLACE INTO" if replace else "INSERT INTO"
        with self._connected(False) as connection, closing(connection.cursor()) as cursor:
            for count, row in enumerate(rows, 1):
                marks = ", ".join([mark] * len(row))
                cursor.execute(f"{verb} {table}{fields} VALUES ({marks})", tuple(row))
                if commit_every and count % commit_every == 0:
                    connection.commit()
        self.log.info("Put %d rows into %s.", count, table)

    @property
    def placeholder(self) -> str:
        """What stands for a value in a statement."""
        own = self.connection.extra_dejson.get("placeholder")
        return str(own or ("?" if self.connection.conn_type == "sqlite" else "%s"))
