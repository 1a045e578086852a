"""What all tables share: constraint names, and text that tells capitals and accents apart on MariaDB too."""

from typing import Any

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MARIADB: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}

NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}
"""For tables whose ids outlive their rows (in launches, folders, events): SQLite would give the id of the last row that
was deleted to the next one. The other databases never do."""
