"""Bring a database to the newest schema with Alembic. Imported only when there is something to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, text

from couture_scheduler.errors import DatabaseUnavailableError

_LOCK = 0x0C07  # any number, the same for all who upgrade
_LOCK_NAME = "CONCAT('couture_upgrade_', DATABASE())"


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, on ``connection``."""
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run what is missing, in one transaction where the database can."""
    try:
        with engine.connect() as connection, _tables_may_be_replaced(connection):
            try:
                with connection.begin():
                    _wait_for_others(connection)
                    command.upgrade(configuration(connection), "head")
                    _require_whole(connection)
            finally:
                _let_others_go_on(connection)
    except CommandError as error:
        raise DatabaseUnavailableError(
            f"The database belongs to another version of couture-jupyter ({error}). Install the newest version."
        ) from error


@contextmanager
def _tables_may_be_replaced(connection: Connection) -> Iterator[None]:
    """SQLite cannot alter most things: a table is made anew, filled, and the old one dropped. With foreign keys at work
    that would delete what refers to its rows; they can be switched outside of transactions only
    (https://sqlite.org/lang_altertable.html#otheralter)."""
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _require_whole(connection: Connection) -> None:
    """Before the commit: no row may refer to one that is not there."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise DatabaseUnavailableError(
                f"The database was not upgraded: a row of {broken[0]} refers to one of {broken[2]} that is not there."
            )


def _wait_for_others(connection: Connection) -> None:
    """SQLite needs nothing here: the transaction has begun as the only writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    elif connection.dialect.name in ("mysql", "mariadb"):
        connection.execute(text(f"SELECT GET_LOCK({_LOCK_NAME}, 600)"))


def _let_others_go_on(connection: Connection) -> None:
    """After the commit. MariaDB's lock belongs to the connection, which lives on in the pool; the others end with the
    transaction."""
    if connection.dialect.name in ("mysql", "mariadb"):
        connection.execute(text(f"SELECT RELEASE_LOCK({_LOCK_NAME})"))
