"""Runs that were due and were not made."""

from sqlalchemy import Column, ForeignKey, String, Table

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText, Moment

missed_run = Table(
    "missed_run",
    metadata,
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Column("logical_date", Moment, primary_key=True),
    Column("run_after", Moment, nullable=False),
    Column("why", LongText, nullable=False),
    Column("noticed_at", Moment, nullable=False),
    **MARIADB,
)
