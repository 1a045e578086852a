"""Callbacks of DAGs that are due: an outbox, so that none is lost or called twice."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import Id, JsonText, LongText, Moment

callback = Table(
    "callback",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("dag_run_id", Id, ForeignKey(dag_run.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),  # "success", "failure", "sla_miss", "deadline" or "task_died"
    Column("details", JsonText, nullable=False),
    Column("state", String(16), nullable=False),  # "due", "running", "success" or "failed"
    Column("tries", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("error", LongText),
    Index(None, "state", "id"),
    **NEVER_AGAIN,
    **MARIADB,
)
