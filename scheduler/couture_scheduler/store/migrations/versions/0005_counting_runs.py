"""An index by which the runs of a DAG are counted by their state."""

from collections.abc import Sequence

from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("dag_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dag_run_dag_id_state"), ["dag_id", "state"], unique=False)
