"""What people are to be told, and whether they have been: an outbox. One row for an event of a run and a rule."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import Id, JsonText, LongText, Moment

notification = Table(
    "notification",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("dag_run_id", Id, ForeignKey(dag_run.c.id, ondelete="CASCADE"), nullable=False),
    Column("event", String(32), nullable=False),  # of notebook_options.EVENTS
    Column("event_key", String(64), nullable=False),  # tells events of one kind apart, e.g. the try of a retry
    Column("rule_key", String(64), nullable=False),  # hash of the rule and the recipient
    Column("channel", String(32), nullable=False),
    Column("recipient", LongText, nullable=False),
    Column("state", String(32), nullable=False),  # waiting, sent, failed
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment),
    Column("error", LongText),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("details", JsonText),
    UniqueConstraint("dag_run_id", "event", "event_key", "rule_key"),
    Index(None, "state", "next_at"),
    **NEVER_AGAIN,
    **MARIADB,
)
