"""Triggers that deferred task instances wait for."""

from sqlalchemy import Column, ForeignKey, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import Id, LongText, Moment

trigger = Table(
    "trigger",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("class_path", String(512), nullable=False),
    Column("kwargs", LongText, nullable=False),  # JSON, encrypted: a connection's password may be among them
    Column("created_at", Moment, nullable=False),
    Column("timeout_at", Moment),
    **MARIADB,
)
