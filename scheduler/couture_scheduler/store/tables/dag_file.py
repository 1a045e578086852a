"""DAG files as they were last read, and what was wrong with them."""

from sqlalchemy import BigInteger, Column, Double, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import PATH, JsonText, LongText, Moment

dag_file = Table(
    "dag_file",
    metadata,
    Column("file", String(PATH), primary_key=True),
    Column("mtime", Double, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("source_hash", String(64), nullable=False),
    Column("parse_seconds", Double, nullable=False),
    Column("parsed_at", Moment, nullable=False),
    Column("dag_ids", JsonText, nullable=False),
    **MARIADB,
)

import_error = Table(
    "import_error",
    metadata,
    Column("file", String(PATH), primary_key=True),
    Column("message", LongText, nullable=False),
    Column("line", Integer),
    Column("traceback", LongText),
    Column("at", Moment, nullable=False),
    **MARIADB,
)
