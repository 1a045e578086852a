"""Deadlines of runs."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, Id, Moment

deadline = Table(
    "deadline",
    metadata,
    Column("dag_run_id", Id, ForeignKey(dag_run.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),  # in DagSpec.deadlines
    Column("name", String(NAME), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("missed_at", Moment),
    Index(None, "missed_at", "due_at"),
    **MARIADB,
)
