"""XComs: what tasks leave for other tasks."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import Id, JsonText, Moment

xcom = Table(
    "xcom",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("key", String(512), primary_key=True),
    Column("value", JsonText),
    Column("length", Integer),  # of a list or dict that a mapped task needs
    Column("created_at", Moment, nullable=False),
    **MARIADB,
)
