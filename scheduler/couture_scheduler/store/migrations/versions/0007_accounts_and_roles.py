"""People, the roles that an Admin makes, and rights on single DAGs."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from couture_scheduler.store import types

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"

_OPTIONS: dict[str, Any] = {
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
    "mariadb_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
}


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "account",
        sa.Column("username", sa.String(length=250), nullable=False),
        sa.Column("first_name", sa.String(length=250), nullable=False),
        sa.Column("last_name", sa.String(length=250), nullable=False),
        sa.Column("email", sa.String(length=250), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=250), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_account")),
        **_OPTIONS,
    )
    op.create_table(
        "account_role",
        sa.Column("username", sa.String(length=250), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["username"], ["account.username"], name=op.f("fk_account_role_username"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("username", "role", name=op.f("pk_account_role")),
        **_OPTIONS,
    )
    with op.batch_alter_table("account_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_role_role"), ["role"], unique=False)
    _create_roles()
    op.create_table(
        "dag_access",
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["dag_id"], ["dag.dag_id"], name=op.f("fk_dag_access_dag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dag_id", "role", name=op.f("pk_dag_access")),
        **_OPTIONS,
    )


def _create_roles() -> None:
    op.create_table(
        "role",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("description", types.LongText(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=250), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_role")),
        **_OPTIONS,
    )
    op.create_table(
        "role_permission",
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("permission", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["role"], ["role.name"], name=op.f("fk_role_permission_role"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("role", "permission", name=op.f("pk_role_permission")),
        **_OPTIONS,
    )
    op.create_table(
        "role_dag",
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("dag_id", sa.String(length=250), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["role"], ["role.name"], name=op.f("fk_role_dag_role"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("role", "dag_id", name=op.f("pk_role_dag")),
        **_OPTIONS,
    )
