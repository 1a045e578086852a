"""Variables: named values for tasks; encrypted."""

from sqlalchemy import Column, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText, Moment

variable = Table(
    "variable",
    metadata,
    Column("key", String(NAME), primary_key=True),
    Column("value", LongText, nullable=False),  # encrypted
    Column("description", LongText),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(NAME), nullable=False),
    **MARIADB,
)
