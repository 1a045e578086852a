"""Versions of DAGs: each change of the source or of what it means makes one; they never change."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, PATH, Id, LongText, Moment

dag_version = Table(
    "dag_version",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("source_hash", String(64), nullable=False),
    Column("source", LongText, nullable=False),
    Column("spec", LongText, nullable=False),  # JSON; text, so that one parsed spec can be shared
    Column("file", String(PATH)),
    Column("commit", String(64)),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("dag_id", "number"),
    **NEVER_AGAIN,
    **MARIADB,
)
