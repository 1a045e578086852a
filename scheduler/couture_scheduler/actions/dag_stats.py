"""What a person may ask about DAGs as a whole: how many of their runs are where, and what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from couture_jupyter.states import DagRunState
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.store import dag_listing, pools, run_listing, versions
from couture_scheduler.store.dag_listing import DagFilter

MOST_DAGS = 10_000
NO_POOL = "non-existent pool"


@dataclass(frozen=True, slots=True)
class DagStats:
    """How many runs of a DAG are in each state; states without one have 0."""

    dag_id: str
    display_name: str
    counts: dict[DagRunState, int]


@dataclass(frozen=True, slots=True)
class DagWarning:
    """Something about a DAG that will keep it from running as it is written."""

    dag_id: str
    display_name: str
    kind: str
    message: str
    at: datetime


@needs("runs:read")
def list_stats(
    ctx: ActionContext, dag_ids: Sequence[str] = (), *, limit: int = 1000, offset: int = 0
) -> Page[DagStats]:
    """For each of these DAGs (for all where none is named), by id."""
    wanted = DagFilter(dag_ids=tuple(dag_ids) or None)
    with ctx.store.reading() as tx:
        found = dag_listing.page(tx, wanted, "dag_id", limit, offset)
        counts = run_listing.state_counts_per_dag(tx, [each.dag_id for each in found])
        total = dag_listing.count(tx, wanted)
    nothing = dict.fromkeys(DagRunState, 0)
    return Page(
        [DagStats(each.dag_id, each.display_name, nothing | counts.get(each.dag_id, {})) for each in found], total
    )


@needs("dags:read")
def list_warnings(
    ctx: ActionContext, dag_id: str | None = None, *, limit: int = 100, offset: int = 0
) -> Page[DagWarning]:
    """Tasks that name a pool that is not there: they would wait for ever."""
    wanted = DagFilter(dag_ids=None if dag_id is None else (dag_id,))
    with ctx.store.reading() as tx:
        known = {each.name for each in pools.listing(tx)}
        records = dag_listing.page(tx, wanted, "dag_id", MOST_DAGS, 0)
        found = []
        for first in range(0, len(records), 500):
            part = records[first : first + 500]
            specs = versions.specs(tx, [each.version_id for each in part])
            for record in part:
                missing = sorted({task.pool for task in specs[record.version_id].tasks} - known)
                if missing:
                    told = f"Its tasks name pools that are not there: {', '.join(missing)}. Make them, or name others."
                    found.append(DagWarning(record.dag_id, record.display_name, NO_POOL, told, record.parsed_at))
    return Page(found[offset : offset + limit], len(found))
