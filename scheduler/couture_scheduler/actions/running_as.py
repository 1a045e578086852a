"""As whom a notebook runs: where schedules run as their owners, as who saved the schedule last (decision 12)."""

from __future__ import annotations

from couture_scheduler.errors import NotFoundError
from couture_scheduler.kernels import account_pools
from couture_scheduler.store import notebook_schedules
from couture_scheduler.store.notebook_schedules import ScheduleRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.versions import VersionRecord


def owning_schedule(tx: Transaction, version: VersionRecord) -> ScheduleRecord | None:
    """The schedule as whose owner this version runs; ``None``: it runs as the service, as all tasks of DAG files do,
    and everything where there are no pools of people."""
    if account_pools.place() is None or version.file is not None:
        return None
    found = notebook_schedules.get(tx, version.dag_id)
    if found is None:
        raise NotFoundError(f"There is no notebook schedule {version.dag_id!r}.")
    return found
