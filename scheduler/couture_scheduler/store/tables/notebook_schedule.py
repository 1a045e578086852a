"""Notebook schedules: the fields of the form, from which the DAG's Python source is rendered."""

from sqlalchemy import Column, ForeignKey, String, Table

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, JsonText, LongText, Moment

notebook_schedule = Table(
    "notebook_schedule",
    metadata,
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Column("notebook", LongText, nullable=False),
    Column("form", JsonText, nullable=False),
    Column("created_by", String(NAME), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_by", String(NAME), nullable=False),
    Column("updated_at", Moment, nullable=False),
    **MARIADB,
)
