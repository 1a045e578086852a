"""How people sign in: one row, once an Admin has said it."""

from sqlalchemy import Column, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText, Moment

login_settings = Table(
    "login_settings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("settings", LongText, nullable=False),  # JSON; what is secret in it is encrypted
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(NAME), nullable=False),
    **MARIADB,
)
