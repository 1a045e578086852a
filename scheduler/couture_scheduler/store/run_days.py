"""How many runs of a DAG were due when: counted by the quarter of an hour, the finest that time zones differ by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from couture_jupyter.states import DagRunState
from couture_scheduler.store.dialects import QuarterHours
from couture_scheduler.store.tables import dag_run

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class RunCount:
    """``number`` runs in this state were due in the quarter of an hour that begins at ``since``."""

    since: datetime
    state: DagRunState
    number: int


def counts(tx: Connection, dag_id: str, first: datetime, last: datetime) -> list[RunCount]:
    """The runs of a DAG that were due from ``first``, before ``last``."""
    quarter = QuarterHours(dag_run.c.run_after).label("quarter")
    found = (
        select(quarter, dag_run.c.state, func.count())
        .where(dag_run.c.dag_id == dag_id, dag_run.c.run_after >= first, dag_run.c.run_after < last)
        .group_by(quarter, dag_run.c.state)
        .order_by(quarter)
    )
    return [RunCount(_EPOCH + int(number) * _QUARTER, state, count) for number, state, count in tx.execute(found)]
