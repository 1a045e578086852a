"""Backfills: a person asks for all runs of a DAG between two dates."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, Id, JsonText, LongText, Moment

backfill = Table(
    "backfill",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), nullable=False, index=True),
    Column("from_date", Moment, nullable=False),
    Column("to_date", Moment, nullable=False),
    Column("conf", JsonText),
    Column("is_reversed", Boolean, nullable=False),
    Column("reprocess_behavior", String(16), nullable=False),  # "none", "failed" or "completed"
    Column("on_latest_version", Boolean, nullable=False),  # runs that exist get the newest code before they run again
    Column("max_active_runs", Integer, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    Column("created_by", String(NAME), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("completed_at", Moment, index=True),
    **NEVER_AGAIN,
    **MARIADB,
)

backfill_day = Table(  # one for each logical date, in the order in which they are to run
    "backfill_day",
    metadata,
    Column("backfill_id", Id, ForeignKey(backfill.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("logical_date", Moment, primary_key=True),
    Column("data_interval_start", Moment, nullable=False),
    Column("data_interval_end", Moment, nullable=False),
    Column("run_after", Moment, nullable=False),
    Column("sort_ordinal", Integer, nullable=False),
    Column("dag_run_id", Id),  # the run once it is made; no foreign key: it may be deleted
    Column("problem", LongText),  # why there will be no run: a word of engine.backfills.DayProblem
    **MARIADB,
)
