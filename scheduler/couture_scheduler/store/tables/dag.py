"""DAGs as people see them: on or off, their newest version, and when they are due next."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, PATH, Id, LongText, Moment

dag = Table(
    "dag",
    metadata,
    Column("dag_id", String(NAME), primary_key=True),
    Column("kind", String(32), nullable=False),  # "file" or "notebook_schedule"
    Column("file", String(PATH)),
    Column("line", Integer),
    Column("version_id", Id),  # the newest version; no foreign key, since versions point here
    Column("is_paused", Boolean, nullable=False),
    Column("is_stale", Boolean, nullable=False),  # its file does not define it any more
    Column("owner", String(NAME), nullable=False),
    Column("display_name", String(NAME), nullable=False),  # its id when the author gave no other name
    Column("description", LongText),
    Column("schedule_summary", LongText, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("is_scheduled", Boolean, nullable=False),  # has a timetable that makes runs by itself
    Column("plan_hash", String(64), nullable=False),  # timetable, start and end: when these change, it is planned anew
    Column("last_logical_date", Moment),  # of the newest run that the timetable made or missed
    Column("next_logical_date", Moment),
    Column("next_interval_start", Moment),
    Column("next_interval_end", Moment),
    Column("next_run_after", Moment),
    Column("is_planned", Boolean, nullable=False),  # the timetable was asked what comes next
    Column("paused_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("parsed_at", Moment, nullable=False),
    Index(None, "next_run_after"),
    **MARIADB,
)

dag_favorite = Table(
    "dag_favorite",
    metadata,
    Column("person", String(NAME), primary_key=True),
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Index(None, "dag_id"),
    **MARIADB,
)

dag_tag = Table(
    "dag_tag",
    metadata,
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Column("name", String(100), primary_key=True),
    **MARIADB,
)
