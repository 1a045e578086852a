"""Jobs: the long-lived processes (engines, and triggerers beside them) and their heartbeats."""

from sqlalchemy import Column, Index, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, Id, JsonText, Moment

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("kind", String(32), nullable=False),
    Column("host", String(NAME), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("detail", JsonText),
    Index(None, "kind", "heartbeat_at"),
    **NEVER_AGAIN,
    **MARIADB,
)
