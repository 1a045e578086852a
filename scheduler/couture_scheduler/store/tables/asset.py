"""Assets, their events, and which DAGs wait for them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, PATH, Id, JsonText, Moment

asset = Table(
    "asset",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("name", String(NAME), nullable=False, unique=True),
    Column("uri", String(PATH), nullable=False),
    Column("asset_group", String(NAME), nullable=False),
    Column("extra", JsonText),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    **NEVER_AGAIN,
    **MARIADB,
)

asset_alias = Table(
    "asset_alias",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("name", String(NAME), nullable=False, unique=True),
    Column("alias_group", String(NAME), nullable=False),
    **MARIADB,
)

asset_alias_asset = Table(  # which assets were ever updated under an alias
    "asset_alias_asset",
    metadata,
    Column("alias_id", Id, ForeignKey(asset_alias.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("asset_id", Id, ForeignKey(asset.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Index(None, "asset_id"),
    **MARIADB,
)

asset_use = Table(
    "asset_use",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("asset_id", Id, ForeignKey(asset.c.id, ondelete="CASCADE")),  # either an asset
    Column("alias_id", Id, ForeignKey(asset_alias.c.id, ondelete="CASCADE")),  # or an alias
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), nullable=False),
    Column("task_id", String(NAME), nullable=False),  # "" for the schedule of the DAG itself
    Column("role", String(16), nullable=False),  # "schedule", "inlet" or "outlet"
    UniqueConstraint("asset_id", "dag_id", "task_id", "role"),
    UniqueConstraint("alias_id", "dag_id", "task_id", "role"),
    Index(None, "dag_id"),
    **MARIADB,
)

asset_event = Table(
    "asset_event",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("asset_id", Id, ForeignKey(asset.c.id, ondelete="CASCADE"), nullable=False),
    Column("alias", String(NAME)),
    Column("source_dag_id", String(NAME)),
    Column("source_run_id", String(NAME)),
    Column("source_task_id", String(NAME)),
    Column("source_map_index", Integer),
    Column("timestamp", Moment, nullable=False),
    Column("extra", JsonText),
    Column("partition_key", String(NAME)),
    Index(None, "asset_id", "timestamp"),
    Index(None, "timestamp"),
    **NEVER_AGAIN,
    **MARIADB,
)

asset_wait = Table(  # which events a DAG has seen that no run has taken yet
    "asset_wait",
    metadata,
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Column(
        "asset_event_id", Id, ForeignKey(asset_event.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("partition_key", String(NAME), primary_key=True),  # of the run that it waits for; "": one without partition
    Index(None, "asset_event_id"),
    **MARIADB,
)

dag_run_asset_event = Table(  # what started an asset-triggered run
    "dag_run_asset_event",
    metadata,
    Column("dag_run_id", Id, ForeignKey(dag_run.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "asset_event_id", Id, ForeignKey(asset_event.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Index(None, "asset_event_id"),
    **MARIADB,
)
