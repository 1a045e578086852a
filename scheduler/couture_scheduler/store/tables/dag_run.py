"""Runs of DAGs."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from couture_jupyter.states import DagRunState, DagRunType
from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, Id, JsonText, LongText, Moment, Word

dag_run = Table(
    "dag_run",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), nullable=False),
    Column("run_id", String(NAME), nullable=False),
    Column("version_id", Id, nullable=False),
    Column("run_type", Word(DagRunType), nullable=False),
    Column("state", Word(DagRunState), nullable=False),
    Column("logical_date", Moment, nullable=False),
    Column("data_interval_start", Moment, nullable=False),
    Column("data_interval_end", Moment, nullable=False),
    Column("run_after", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("sort_at", Moment, nullable=False),  # started, else queued: what lists are ordered by
    Column("conf", JsonText),
    Column("note", LongText),
    Column("triggered_by", String(32), nullable=False),  # "timetable", "rest_api", "cli" …
    Column("triggering_user", String(NAME)),
    Column("because", LongText),
    Column("sweep_id", String(NAME), index=True),  # the same for all runs of one parameter sweep
    Column("kept_at", Moment),  # when a person said that it stays, whatever the limits for keeping runs are
    Column("sweep_limit", Integer),  # how many runs of the sweep may be running at once
    Column("backfill_id", Id, index=True),
    Column("partition_key", String(NAME)),
    Column("partition_date", Moment),  # the moment that the key names, if it names one
    UniqueConstraint("dag_id", "run_id"),
    UniqueConstraint("dag_id", "logical_date"),
    Index(None, "state", "sort_at", "id"),
    Index(None, "dag_id", "sort_at", "id"),
    Index(None, "dag_id", "run_after", "id"),
    Index(None, "dag_id", "state"),  # how many runs of a DAG are in which state
    Index(None, "sort_at", "id"),
    **NEVER_AGAIN,
    **MARIADB,
)
