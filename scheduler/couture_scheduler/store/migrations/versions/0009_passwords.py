"""Passwords of accounts, and people who signed up and wait."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from couture_scheduler.store import types

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_waiting", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("password_hash", sa.String(length=250), nullable=True))
        batch_op.add_column(sa.Column("password_set_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False))
