"""State that tasks keep: a task instance's own, and that of assets."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from couture_scheduler.store.tables.asset import asset
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import NAME, Id, JsonText, Moment

task_state_store = Table(
    "task_state_store",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("key", String(512), primary_key=True),
    Column("value", JsonText, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("expires_at", Moment, index=True),  # NULL: with the run
    **MARIADB,
)

asset_state_store = Table(
    "asset_state_store",
    metadata,
    Column("asset_id", Id, ForeignKey(asset.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("key", String(512), primary_key=True),
    Column("value", JsonText, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column(
        "writer_kind", String(16), nullable=False
    ),  # "task", "api" or "watcher"; names, since runs go before assets do
    Column("writer_dag_id", String(NAME)),
    Column("writer_run_id", String(NAME)),
    Column("writer_task_id", String(NAME)),
    Column("writer_map_index", Integer),
    **MARIADB,
)
