"""Connections: how to reach other systems; several may have one id. Password and extra are encrypted."""

from sqlalchemy import Column, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText, Moment

connection = Table(
    "connection",
    metadata,
    Column("conn_id", String(NAME), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False, server_default="1"),  # among those of the id
    Column("conn_type", String(NAME), nullable=False),
    Column("description", LongText),
    Column("host", LongText),
    Column("schema_name", LongText),
    Column("login", LongText),
    Column("password", LongText),  # encrypted
    Column("port", Integer),
    Column("extra", LongText),  # JSON, encrypted
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(NAME), nullable=False),
    **MARIADB,
)
