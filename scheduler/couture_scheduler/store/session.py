"""The way to the database: ``Store`` opens it, upgrades it and hands out transactions.

Everything that fails in the database leaves here as one of our own errors, with a sentence that says what to do.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from couture_scheduler.errors import DatabaseUnavailableError, InvalidInputError
from couture_scheduler.store import sight, sqlite_files
from couture_scheduler.store.failures import translate
from couture_scheduler.store.migrations import HEAD

Transaction = Connection
"""What queries take: a connection within a transaction."""

_BEGIN = "couture_begin"


class Store:
    """One database. Threads may share it: each transaction takes a connection of its own from the pool.

    Args:
        url: SQLAlchemy URL: ``sqlite:///path``, ``postgresql+psycopg://…`` or ``mysql+pymysql://…``. Nothing is
            opened or created before it is needed.
        busy_seconds: how long a writer waits for another one on SQLite.

    Raises:
        InvalidInputError: the URL cannot be understood, or its driver is not installed.
    """

    def __init__(self, url: str, busy_seconds: float = sqlite_files.BUSY_SECONDS) -> None:
        try:
            self.url = _parse(url)
            self.engine = _make_engine(self.url, busy_seconds)
        except (ArgumentError, ValueError):  # without its cause, which may quote a part of the password
            raise InvalidInputError.at("db_url", "The setting db_url is no SQLAlchemy URL.") from None
        except (NoSuchModuleError, ImportError) as error:
            raise InvalidInputError.at("db_url", f"The driver of db_url is not installed: {error}.") from error
        self.dialect = self.url.get_backend_name()
        self._writing = self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._aware = sight.with_sight(self.engine)
        self.whole = self
        """The same database without the limits of ``seeing``."""

    def seeing(self, dag_ids: frozenset[str] | None) -> Self:
        """The same database for somebody who may read these DAGs only: queries find no others. ``None``: all."""
        if dag_ids is None:
            return self
        mine = copy.copy(self)
        mine.engine = sight.limited(self._aware, dag_ids)
        mine._writing = mine.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        return mine

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, rolled back when the block raises.

        Raises ``DatabaseUnavailableError``, ``DiskFullError`` or ``ConflictError``; then nothing was written. Once
        the block has ended without an error the transaction is on disk.
        """
        with translated(self.url), self._writing.connect() as tx, tx.begin():
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads; it never waits for writers on SQLite."""
        with translated(self.url), self.engine.connect() as tx, tx.begin():
            yield tx

    def revision(self) -> str | None:
        """The schema's revision; ``None`` for an empty or missing database."""
        if self.dialect == "sqlite" and not sqlite_files.exists(self.url):
            return None
        with translated(self.url), self.engine.connect() as connection:
            try:
                found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            except (OperationalError, ProgrammingError) as error:
                if "alembic_version" in str(error.orig):
                    return None
                raise
        return None if found is None else str(found)

    def is_current(self) -> bool:
        """Whether the schema is the one this version of the code needs."""
        return self.revision() == HEAD

    def upgrade(self) -> None:
        """Create the database or bring it to the newest schema. Safe to call at any time, by several at once.

        Raises ``DatabaseUnavailableError`` when it belongs to a newer version of the code.
        """
        if self.dialect == "sqlite":
            sqlite_files.create(self.url)
        if self.is_current():
            return
        from couture_scheduler.store.upgrading import upgrade  # Alembic is slow to import

        with translated(self.url):
            upgrade(self._writing)

    def require_current(self) -> None:
        """Raise ``DatabaseUnavailableError`` with the way out unless the schema is current."""
        if not self.is_current():
            raise DatabaseUnavailableError("The database needs an upgrade. Run: couture db upgrade")

    def close(self) -> None:
        """Close all connections. The store may be used again afterwards."""
        self.engine.dispose()


@contextmanager
def translated(url: object) -> Iterator[None]:
    """Turn the database's errors into ours."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        raise translate(error) from error


def _parse(url: str) -> URL:
    """What follows ``sqlite:///`` is a path to its end: folders may have a question mark in their names."""
    scheme, _, path = url.partition(":///")
    return URL.create(scheme, database=path) if scheme == "sqlite" else make_url(url)


def _make_engine(url: URL, busy_seconds: float) -> Engine:
    options: dict[str, Any] = {"pool_size": 8, "max_overflow": 24, "hide_parameters": True}  # values may be secret
    if url.get_backend_name() in ("mysql", "mariadb"):  # which cut long lists (``dialects.Listed``) without a word
        options["connect_args"] = {"init_command": "SET SESSION group_concat_max_len = 1073741824"}
    if url.get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True, **options)
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite_files.connect(url, busy_seconds),
        poolclass=sqlite_files.POOL,
        pool_use_lifo=True,  # the connection that was used last has the most in its cache
        **options,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that turns to writing fails at once with "database is locked": say it at the start.
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine
