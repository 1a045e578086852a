"""Leases: who may write as the engine. ``token`` grows with each new holder, so an old one is recognised."""

from sqlalchemy import BigInteger, Column, Double, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, Moment

lease = Table(
    "lease",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(NAME)),  # empty: released
    Column("host", String(NAME), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("process_started", Double, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("acquired_at", Moment, nullable=False),
    Column("renewed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    **MARIADB,
)
