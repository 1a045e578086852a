"""Task instances: one task of one run, with its current try."""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, Id, JsonText, LongText, Moment, Word

task_instance = Table(
    "task_instance",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("dag_run_id", Id, ForeignKey(dag_run.c.id, ondelete="CASCADE"), nullable=False),
    Column("task_id", String(NAME), nullable=False),
    Column("map_index", Integer, nullable=False),
    Column("state", Word(TaskInstanceState)),
    Column("try_number", Integer, nullable=False),
    Column("max_tries", Integer, nullable=False),
    Column("launch", Integer, nullable=False),
    Column("retry_at", Moment),
    Column("queued_at", Moment),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("pid", Integer),
    Column("process_started", Double),
    Column("host", String(NAME)),
    Column("executor", String(64)),
    Column("operator", String(NAME), nullable=False),
    Column("pool", String(NAME), nullable=False),
    Column("pool_slots", Integer, nullable=False),
    Column("priority_weight", Integer, nullable=False),
    Column("progress", JsonText),
    Column("error", LongText),
    Column("error_name", String(NAME)),
    Column("because", LongText),  # the engine's last reason, a sentence
    Column("folder", LongText),
    Column("note", LongText),
    Column("stamp", BigInteger),  # of the last change: tells which rows of a batch it reached
    UniqueConstraint("dag_run_id", "task_id", "map_index"),
    **NEVER_AGAIN,
    **MARIADB,
)

HELD = text("state IN ('queued', 'running', 'restarting')")  # a process works on it, or will at once
Index("ix_task_instance_held", task_instance.c.state, sqlite_where=HELD, postgresql_where=HELD)
