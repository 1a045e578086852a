"""Code bricks that people write, with their versions."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from couture_scheduler.store import types

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"


def upgrade() -> None:
    """Go to this revision."""
    options: dict[str, Any] = {
        "mariadb_charset": "utf8mb4",
        "mariadb_collate": "utf8mb4_bin",
        "mariadb_engine": "InnoDB",
        "mysql_charset": "utf8mb4",
        "mysql_collate": "utf8mb4_bin",
        "mysql_engine": "InnoDB",
    }
    op.create_table(
        "code_brick",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(length=250), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", types.JsonText(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.String(length=250), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_brick")),
        sqlite_autoincrement=True,
        **options,
    )
    with op.batch_alter_table("code_brick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_brick_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_brick_is_shared"), ["is_shared"], unique=False)
    op.create_table(
        "code_brick_version",
        sa.Column(
            "brick_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", types.JsonText(), nullable=False),
        sa.Column("edited_at", types.Moment(), nullable=False),
        sa.Column("edited_by", sa.String(length=250), nullable=False),
        sa.ForeignKeyConstraint(
            ["brick_id"], ["code_brick.id"], name=op.f("fk_code_brick_version_brick_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brick_id", "version", name=op.f("pk_code_brick_version")),
        **options,
    )
