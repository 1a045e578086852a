"""What may go: finished runs of a DAG, old updates of assets, and files that no row speaks of any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, or_, select

from couture_jupyter.states import FINISHED_RUN_STATES, DagRunState
from couture_scheduler.store import dag_runs
from couture_scheduler.store.tables import (
    asset_event,
    asset_wait,
    dag,
    dag_run,
    dag_run_asset_event,
    dag_version,
    held_kernel,
    task_instance,
)

_FINISHED = sorted(FINISHED_RUN_STATES)
_MAY_GO = (dag_run.c.state.in_(_FINISHED), dag_run.c.kept_at.is_(None))
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run that has ended."""

    id: int
    run_id: str
    state: DagRunState
    ended_at: datetime


def finished(tx: Connection, dag_id: str) -> list[FinishedRun]:
    """The finished runs of the DAG, the newest first."""
    columns = (dag_run.c.id, dag_run.c.run_id, dag_run.c.state, func.coalesce(dag_run.c.ended_at, dag_run.c.sort_at))
    found = select(*columns).where(dag_run.c.dag_id == dag_id, dag_run.c.state.in_(_FINISHED))
    return [FinishedRun(*row) for row in tx.execute(found.order_by(dag_run.c.sort_at.desc(), dag_run.c.id.desc()))]


def protected(tx: Connection, dag_id: str) -> set[int]:
    """Runs that stay whatever the limits are: the newest, the last good one, those that a person keeps, those whose
    kernel is kept or whose processes are still being ended."""
    newest = select(dag_run.c.id).where(dag_run.c.dag_id == dag_id)
    newest = newest.order_by(dag_run.c.sort_at.desc(), dag_run.c.id.desc()).limit(1)
    good = newest.where(dag_run.c.state == DagRunState.SUCCESS)
    kept = select(dag_run.c.id).where(dag_run.c.dag_id == dag_id, dag_run.c.kept_at.is_not(None))
    held = (
        select(task_instance.c.dag_run_id)
        .join(held_kernel, held_kernel.c.task_instance_id == task_instance.c.id)
        .where(held_kernel.c.ended_at.is_(None))
    )
    return {row[0] for wanted in (newest, good, kept, held) for row in tx.execute(wanted)} | dag_runs.unfinished_ids(tx)


def remove_finished(tx: Connection, id: int) -> bool:  # noqa: A002
    """Delete the run with its rows, unless it has become active again, or a person keeps it meanwhile."""
    return tx.execute(delete(dag_run).where(dag_run.c.id == id, *_MAY_GO)).rowcount == 1


def remove_asset_events(tx: Connection, before: datetime) -> int:
    """Delete updates of assets from before then; how many, 500 at the most. The newest of an asset stays, and so do
    those that wait for a run, or started one that is still there."""
    event, newer = asset_event.c, asset_event.alias()
    old = (
        select(event.id)
        .where(event.timestamp < before)
        .where(exists().where(newer.c.asset_id == event.asset_id, newer.c.timestamp > event.timestamp))
        .where(~exists().where(asset_wait.c.asset_event_id == event.id))
        .where(~exists().where(dag_run_asset_event.c.asset_event_id == event.id))
    )
    ids = list(tx.execute(old.order_by(event.timestamp).limit(_CHUNK)).scalars())
    return tx.execute(delete(asset_event).where(event.id.in_(ids))).rowcount if ids else 0


def dag_ids(tx: Connection) -> list[str]:
    """All DAGs."""
    return list(tx.execute(select(dag.c.dag_id)).scalars())


def run_ids(tx: Connection, dag_id: str) -> list[str]:
    """The names of all runs of the DAG."""
    return list(tx.execute(select(dag_run.c.run_id).where(dag_run.c.dag_id == dag_id)).scalars())


def known_sources(tx: Connection, hashes: Collection[str]) -> set[str]:
    """Which of these sources are those of a version."""
    return {
        row[0]
        for part in _chunks(sorted(hashes))
        for row in tx.execute(select(dag_version.c.source_hash).where(dag_version.c.source_hash.in_(part)).distinct())
    }


def known_snapshots(tx: Connection, names: Collection[str]) -> set[str]:
    """Which of these snapshots some version of a DAG runs."""
    return {name for name in names if _is_named(tx, name)}


def _is_named(tx: Connection, name: str) -> bool:
    places = or_(dag_version.c.spec.contains(name), dag_version.c.source.contains(name))
    return tx.execute(select(dag_version.c.id).where(places).limit(1)).first() is not None


def _chunks(names: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(names), _CHUNK):
        yield names[first : first + _CHUNK]
