"""Kept kernels say in whose kernel pool they are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("held_kernel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account", sa.String(length=250), nullable=True))
