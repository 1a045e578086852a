"""What has started runs by itself: files that came, successes of other DAGs. Each starts a run once."""

from sqlalchemy import Column, ForeignKey, String, Table

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText, Moment

arrival = Table(
    "arrival",
    metadata,
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Column("arrival_key", String(64), primary_key=True),  # hash of the file's path, or of the other DAG's success
    Column("identity", String(64), nullable=False),  # of a file: its size and time; another one is another arrival
    Column("what", LongText, nullable=False),
    Column("noted_at", Moment, nullable=False),
    **MARIADB,
)
