"""The audit log: who did what, and when."""

from sqlalchemy import Column, Index, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, Id, JsonText, Moment

event_log = Table(
    "event_log",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(NAME), nullable=False),
    Column("source", String(NAME), nullable=False),  # network address, "cli" or "engine"
    Column("event", String(100), nullable=False),
    Column("dag_id", String(NAME)),  # no foreign keys: the log outlives what it tells of
    Column("run_id", String(NAME)),
    Column("task_id", String(NAME)),
    Column("map_index", Integer),
    Column("details", JsonText),
    Index(None, "at"),
    Index(None, "dag_id", "at"),
    **NEVER_AGAIN,
    **MARIADB,
)
