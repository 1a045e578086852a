"""The first tables, and the default pool."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from couture_scheduler.store import types

revision: str = "0001"
down_revision: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "dag",
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("file", sa.String(length=700), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(length=250), nullable=False),
        sa.Column("display_name", sa.String(length=250), nullable=False),
        sa.Column("description", types.LongText(), nullable=True),
        sa.Column("schedule_summary", types.LongText(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("is_scheduled", sa.Boolean(), nullable=False),
        sa.Column("plan_hash", sa.String(length=64), nullable=False),
        sa.Column("last_logical_date", types.Moment(), nullable=True),
        sa.Column("next_logical_date", types.Moment(), nullable=True),
        sa.Column("next_interval_start", types.Moment(), nullable=True),
        sa.Column("next_interval_end", types.Moment(), nullable=True),
        sa.Column("next_run_after", types.Moment(), nullable=True),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.Column("paused_at", types.Moment(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("parsed_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("dag_id", name=op.f("pk_dag")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("dag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dag_next_run_after"), ["next_run_after"], unique=False)

    op.create_table(
        "dag_file",
        sa.Column("file", sa.String(length=700), nullable=False),
        sa.Column("mtime", sa.Double(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("parse_seconds", sa.Double(), nullable=False),
        sa.Column("parsed_at", types.Moment(), nullable=False),
        sa.Column("dag_ids", types.JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_dag_file")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "event_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=250), nullable=False),
        sa.Column("source", sa.String(length=250), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("dag_id", sa.String(length=250), nullable=True),
        sa.Column("run_id", sa.String(length=250), nullable=True),
        sa.Column("task_id", sa.String(length=250), nullable=True),
        sa.Column("map_index", sa.Integer(), nullable=True),
        sa.Column("details", types.JsonText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_log")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("event_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_log_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_log_dag_id_at"), ["dag_id", "at"], unique=False)

    op.create_table(
        "import_error",
        sa.Column("file", sa.String(length=700), nullable=False),
        sa.Column("message", types.LongText(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("traceback", types.LongText(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_import_error")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("host", sa.String(length=250), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("heartbeat_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("detail", types.JsonText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_kind_heartbeat_at"), ["kind", "heartbeat_at"], unique=False)

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=250), nullable=True),
        sa.Column("host", sa.String(length=250), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("process_started", sa.Double(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("acquired_at", types.Moment(), nullable=False),
        sa.Column("renewed_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "pool",
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("description", types.LongText(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pool")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "dag_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("run_id", sa.String(length=250), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_type", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("logical_date", types.Moment(), nullable=False),
        sa.Column("data_interval_start", types.Moment(), nullable=False),
        sa.Column("data_interval_end", types.Moment(), nullable=False),
        sa.Column("run_after", types.Moment(), nullable=False),
        sa.Column("queued_at", types.Moment(), nullable=False),
        sa.Column("started_at", types.Moment(), nullable=True),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("sort_at", types.Moment(), nullable=False),
        sa.Column("conf", types.JsonText(), nullable=True),
        sa.Column("note", types.LongText(), nullable=True),
        sa.Column("triggered_by", sa.String(length=32), nullable=False),
        sa.Column("triggering_user", sa.String(length=250), nullable=True),
        sa.Column("because", types.LongText(), nullable=True),
        sa.ForeignKeyConstraint(["dag_id"], ["dag.dag_id"], name=op.f("fk_dag_run_dag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dag_run")),
        sa.UniqueConstraint("dag_id", "logical_date", name=op.f("uq_dag_run_dag_id_logical_date")),
        sa.UniqueConstraint("dag_id", "run_id", name=op.f("uq_dag_run_dag_id_run_id")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dag_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dag_run_dag_id_sort_at_id"), ["dag_id", "sort_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dag_run_sort_at_id"), ["sort_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dag_run_state_sort_at_id"), ["state", "sort_at", "id"], unique=False)

    op.create_table(
        "dag_tag",
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["dag_id"], ["dag.dag_id"], name=op.f("fk_dag_tag_dag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dag_id", "name", name=op.f("pk_dag_tag")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "dag_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("source", types.LongText(), nullable=False),
        sa.Column("spec", types.LongText(), nullable=False),
        sa.Column("file", sa.String(length=700), nullable=True),
        sa.Column("commit", sa.String(length=64), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["dag_id"], ["dag.dag_id"], name=op.f("fk_dag_version_dag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dag_version")),
        sa.UniqueConstraint("dag_id", "number", name=op.f("uq_dag_version_dag_id_number")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "missed_run",
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("logical_date", types.Moment(), nullable=False),
        sa.Column("run_after", types.Moment(), nullable=False),
        sa.Column("why", types.LongText(), nullable=False),
        sa.Column("noticed_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["dag_id"], ["dag.dag_id"], name=op.f("fk_missed_run_dag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dag_id", "logical_date", name=op.f("pk_missed_run")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "notebook_schedule",
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("notebook", types.LongText(), nullable=False),
        sa.Column("form", types.JsonText(), nullable=False),
        sa.Column("created_by", sa.String(length=250), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.String(length=250), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dag_id"], ["dag.dag_id"], name=op.f("fk_notebook_schedule_dag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dag_id", name=op.f("pk_notebook_schedule")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "task_instance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("dag_run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.String(length=250), nullable=False),
        sa.Column("map_index", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("try_number", sa.Integer(), nullable=False),
        sa.Column("max_tries", sa.Integer(), nullable=False),
        sa.Column("launch", sa.Integer(), nullable=False),
        sa.Column("retry_at", types.Moment(), nullable=True),
        sa.Column("queued_at", types.Moment(), nullable=True),
        sa.Column("started_at", types.Moment(), nullable=True),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("process_started", sa.Double(), nullable=True),
        sa.Column("host", sa.String(length=250), nullable=True),
        sa.Column("executor", sa.String(length=64), nullable=True),
        sa.Column("operator", sa.String(length=250), nullable=False),
        sa.Column("pool", sa.String(length=250), nullable=False),
        sa.Column("pool_slots", sa.Integer(), nullable=False),
        sa.Column("priority_weight", sa.Integer(), nullable=False),
        sa.Column("progress", types.JsonText(), nullable=True),
        sa.Column("error", types.LongText(), nullable=True),
        sa.Column("error_name", sa.String(length=250), nullable=True),
        sa.Column("because", types.LongText(), nullable=True),
        sa.Column("folder", types.LongText(), nullable=True),
        sa.Column("note", types.LongText(), nullable=True),
        sa.Column("stamp", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dag_run_id"], ["dag_run.id"], name=op.f("fk_task_instance_dag_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_instance")),
        sa.UniqueConstraint(
            "dag_run_id", "task_id", "map_index", name=op.f("uq_task_instance_dag_run_id_task_id_map_index")
        ),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("task_instance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_task_instance_held",
            ["state"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'running', 'restarting')"),
            postgresql_where=sa.text("state IN ('queued', 'running', 'restarting')"),
        )

    op.create_table(
        "task_try",
        sa.Column(
            "task_instance_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("try_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("launch", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("queued_at", types.Moment(), nullable=True),
        sa.Column("started_at", types.Moment(), nullable=True),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("process_started", sa.Double(), nullable=True),
        sa.Column("host", sa.String(length=250), nullable=True),
        sa.Column("error", types.LongText(), nullable=True),
        sa.Column("error_name", sa.String(length=250), nullable=True),
        sa.Column("outputs", types.JsonText(), nullable=True),
        sa.Column("progress", types.JsonText(), nullable=True),
        sa.Column("folder", types.LongText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["task_instance_id"], ["task_instance.id"], name=op.f("fk_task_try_task_instance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_instance_id", "try_number", name=op.f("pk_task_try")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "xcom",
        sa.Column(
            "task_instance_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("value", types.JsonText(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_instance_id"], ["task_instance.id"], name=op.f("fk_xcom_task_instance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_instance_id", "key", name=op.f("pk_xcom")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_bin",
        mariadb_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    pool = sa.table("pool", sa.column("name"), sa.column("slots"), sa.column("description"))
    row = {"name": "default_pool", "slots": 128, "description": "The pool of tasks that name none."}
    op.bulk_insert(pool, [row])
