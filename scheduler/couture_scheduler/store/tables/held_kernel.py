"""Kernels that are kept after their notebook failed, until a moment or until a person lets them go."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, String, Table, UniqueConstraint

from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import NAME, Id, LongText, Moment

held_kernel = Table(
    "held_kernel",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("task_instance_id", Id, ForeignKey(task_instance.c.id, ondelete="CASCADE"), nullable=False),
    Column("try_number", Integer, nullable=False),
    Column("kernel_id", String(64), nullable=False),  # the name of its connection file
    Column("kernel_name", String(NAME), nullable=False),
    Column("host", String(NAME), nullable=False),
    Column("account", String(NAME)),  # in whose kernel pool it is; null: in that of this home
    Column("pid", Integer, nullable=False),
    Column("process_started", Double, nullable=False),
    Column("connection_file", LongText, nullable=False),
    Column("held_at", Moment, nullable=False),
    Column("held_until", Moment, nullable=False),
    Column("memory_bytes", BigInteger),
    Column("used_by", String(NAME)),  # who resumes the run with it just now
    Column("ended_at", Moment),
    Column("because", LongText),  # why it ended, a sentence
    UniqueConstraint("task_instance_id", "try_number"),
    **NEVER_AGAIN,
    **MARIADB,
)
