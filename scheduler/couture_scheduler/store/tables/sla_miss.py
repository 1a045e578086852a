"""SLAs that were missed."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText, Moment

sla_miss = Table(
    "sla_miss",
    metadata,
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Column("task_id", String(NAME), primary_key=True),
    Column("logical_date", Moment, primary_key=True),
    Column("run_id", String(NAME)),
    Column("missed_at", Moment, nullable=False),
    Column("notified_at", Moment),  # when the callback was called or the e-mail put into the outbox
    Column("description", LongText),
    Index(None, "missed_at"),
    **MARIADB,
)
