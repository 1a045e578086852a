"""What each cell of each try of a notebook took: the ground of cell histories, estimates, and of "ran in which try"."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import Id, Moment

cell_run = Table(
    "cell_run",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("try_number", Integer, primary_key=True, autoincrement=False),
    Column("cell_index", Integer, primary_key=True, autoincrement=False),  # without papermill's error notes
    Column("cell_id", String(64)),
    Column("cell_key", String(64), nullable=False),  # the same for the same cell in other runs
    Column("source_hash", String(64), nullable=False),
    Column("kernel_id", String(64)),
    Column("state", String(32), nullable=False),  # success, failed; taken_over: ran in an earlier try
    Column("started_at", Moment, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("output_bytes", BigInteger, nullable=False),
    Column("memory_bytes", BigInteger),  # of the kernel after the cell
    Index(None, "cell_key", "started_at"),
    **MARIADB,
)
