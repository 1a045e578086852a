"""Rendered template fields of each task instance's newest try, masked, for people to look at."""

from sqlalchemy import Column, ForeignKey, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import Id, JsonText

rendered_fields = Table(
    "rendered_fields",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("fields", JsonText, nullable=False),
    **MARIADB,
)
