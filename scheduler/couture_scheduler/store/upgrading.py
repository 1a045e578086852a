"""Bring a database to the newest schema with Alembic. Imported only when there is something to do."""

from __future__ import annotations

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
        with engine.connect() as connection:
            try:
                with connection.begin():
                    _wait_for_others(connection)
                    command.upgrade(configuration(connection), "head")
            finally:
                _let_others_go_on(connection)
    except CommandError as error:
        raise DatabaseUnavailableError(
            f"The database belongs to another version of couture-jupyter ({error}). Install the newest version."
        ) from error


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
