"""Questions that tasks ask people, and the answers."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import NAME, Id, JsonText, LongText, Moment

human_input = Table(
    "human_input",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("subject", LongText, nullable=False),
    Column("body", LongText),
    Column("options", JsonText, nullable=False),
    Column("defaults", JsonText),
    Column("is_multiple", Boolean, nullable=False),
    Column("params", JsonText, nullable=False),
    Column("assigned_users", JsonText, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("timeout_at", Moment),
    Column("responded_at", Moment),
    Column("responded_by", String(NAME)),
    Column("chosen_options", JsonText),
    Column("params_input", JsonText),
    Index(None, "responded_at", "timeout_at"),
    **MARIADB,
)
