"""Tokens with which one schedule, and nothing else, can be run from outside. Only their hashes are kept."""

from sqlalchemy import Column, ForeignKey, String, Table

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, Id, Moment

trigger_token = Table(
    "trigger_token",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(NAME), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_by", String(NAME), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
    **NEVER_AGAIN,
    **MARIADB,
)
