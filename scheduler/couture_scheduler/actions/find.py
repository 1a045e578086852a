"""Find what an action is about, or say that it is not there."""

from __future__ import annotations

from couture_scheduler.errors import NotFoundError
from couture_scheduler.store import dag_listing, dag_runs, task_instances, versions
from couture_scheduler.store.dag_listing import DagRecord
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.versions import VersionRecord


def dag(tx: Transaction, dag_id: str) -> DagRecord:
    """The DAG; ``NotFoundError`` when there is none."""
    found = dag_listing.get(tx, dag_id)
    if found is None:
        raise NotFoundError(f"There is no DAG {dag_id!r}.")
    return found


def version(tx: Transaction, dag_id: str, number: int | None = None) -> VersionRecord:
    """The DAG's version with this number, or its newest; ``NotFoundError`` when there is none."""
    found = versions.latest(tx, dag_id) if number is None else versions.numbered(tx, dag_id, number)
    if found is None:
        raise NotFoundError(
            f"There is no DAG {dag_id!r}." if number is None else f"The DAG {dag_id!r} has no version {number}."
        )
    return found


def run(tx: Transaction, dag_id: str, run_id: str) -> DagRunRecord:
    """The run; ``NotFoundError`` when there is none."""
    found = dag_runs.get(tx, dag_id, run_id)
    if found is None:
        raise NotFoundError(f"The DAG {dag_id!r} has no run {run_id!r}.")
    return found


def task(tx: Transaction, of: DagRunRecord, task_id: str, map_index: int = -1) -> TaskInstanceRecord:
    """The task instance; ``NotFoundError`` when there is none."""
    found = task_instances.get(tx, of.id, task_id, map_index)
    if found is None:
        mapped = f" with the map index {map_index}" if map_index >= 0 else ""
        raise NotFoundError(f"The run {of.run_id!r} of {of.dag_id!r} has no task {task_id!r}{mapped}.")
    return found
