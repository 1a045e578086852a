"""Values that notebooks recorded with ``couture_jupyter.record``: results to compare over runs and sweeps."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import NAME, Id, JsonText

recorded_value = Table(
    "recorded_value",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("try_number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(NAME), primary_key=True),
    Column("value", JsonText, nullable=False),
    **MARIADB,
)
