"""Runs of a DAG by when they were due: what its grid and its calendar ask for."""

from collections.abc import Sequence

from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("dag_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dag_run_dag_id_run_after_id"), ["dag_id", "run_after", "id"], unique=False)
