"""Pools: named slots that task instances compete for."""

from sqlalchemy import Boolean, Column, Integer, String, Table, false

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText

pool = Table(
    "pool",
    metadata,
    Column("name", String(NAME), primary_key=True),
    Column("slots", Integer, nullable=False),  # -1: no limit
    Column("description", LongText),
    Column("include_deferred", Boolean, nullable=False, server_default=false()),  # deferred tasks keep their slots
    **MARIADB,
)
