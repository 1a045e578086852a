"""The history of tries: what each try of a task instance did and left."""

from sqlalchemy import Column, Double, ForeignKey, Integer, String, Table

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.types import NAME, Id, JsonText, LongText, Moment, Word

task_try = Table(
    "task_try",
    metadata,
    Column(
        "task_instance_id",
        Id,
        ForeignKey(task_instance.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("try_number", Integer, primary_key=True, autoincrement=False),
    Column("launch", Integer),
    Column("state", Word(TaskInstanceState)),
    Column("queued_at", Moment),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("pid", Integer),
    Column("process_started", Double),
    Column("host", String(NAME)),
    Column("error", LongText),
    Column("error_name", String(NAME)),
    Column("outputs", JsonText),
    Column("progress", JsonText),
    Column("folder", LongText),
    Column("code", JsonText),  # which code ran: kind, path, content hash, Git commit
    Column("fingerprint", String(64), index=True),  # the same for the same failure
    Column("kernel_id", String(64)),
    **MARIADB,
)
