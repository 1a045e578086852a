"""Updates of assets that wait for the next runs of the DAGs that await them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, false, func, insert, or_, select

from couture_jupyter.partitions import PartitionKeyError
from couture_jupyter.serialization import DagSpec
from couture_scheduler.access import Actor
from couture_scheduler.engine import partitions
from couture_scheduler.engine.assets import Came, WaitingEvent
from couture_scheduler.engine.partitions import CamePartitions
from couture_scheduler.store import event_logs, versions
from couture_scheduler.store.assets import SCHEDULE
from couture_scheduler.store.tables import (
    asset,
    asset_alias,
    asset_alias_asset,
    asset_event,
    asset_use,
    asset_wait,
    dag,
    dag_run,
    dag_run_asset_event,
    dag_version,
)

NO_PARTITION = ""  # what waits for a run without a partition
_ENGINE = Actor("engine", source="engine")


@dataclass(frozen=True, slots=True)
class WaitingDag:
    """A DAG that is on, has seen events, and may be due: the assets that were updated or, of one that awaits
    partitions, which of them have come for which key, the oldest key first."""

    dag_id: str
    version_id: int
    spec: DagSpec
    came: tuple[Came, ...] = ()
    partitions: dict[str, list[CamePartitions]] = field(default_factory=dict)


def queue(tx: Connection, event: int, of: int, key: str | None, now: datetime) -> None:
    """Have an update of an asset wait for the DAGs that are on and await it: for the runs of its partition where they
    await partitions. One of a partition is none of the whole asset: it starts no others."""
    waits = []
    for dag_id, spec in _awaiting(tx, of):
        if partitions.awaits_partitions(spec):
            waits += [(dag_id, each) for each in _keys(tx, spec, of, key, now)]
        elif key is None:
            waits.append((dag_id, NO_PARTITION))
    rows = [{"dag_id": dag_id, "asset_event_id": event, "partition_key": each} for dag_id, each in waits]
    if rows:
        tx.execute(insert(asset_wait), rows)


def _keys(tx: Connection, spec: DagSpec, of: int, key: str | None, now: datetime) -> list[str]:
    """The runs for which an update waits; that it is of no use for the DAG stands in the audit log."""
    name, uri = tx.execute(select(asset.c.name, asset.c.uri).where(asset.c.id == of)).one()
    try:
        return partitions.keys_for(spec, Came(name, uri), key)
    except PartitionKeyError as error:
        details = {"asset": name, "partition_key": key, "because": str(error)}
        event_logs.write(tx, _ENGINE, "ignore_asset_event", spec.dag_id, None, None, details, now)
        return []


def _awaiting(tx: Connection, of: int) -> list[tuple[str, DagSpec]]:
    """The DAGs that are on and whose schedule names the asset, or an alias of it."""
    linked = select(asset_alias_asset.c.alias_id).where(asset_alias_asset.c.asset_id == of)
    named = or_(asset_use.c.asset_id == of, asset_use.c.alias_id.in_(linked))
    ids = select(asset_use.c.dag_id).where(asset_use.c.role == SCHEDULE, named)
    rows = tx.execute(_NEWEST.where(dag.c.dag_id.in_(ids), *_ON))
    return [(row.dag_id, versions.parse_spec(row.spec)) for row in rows]


def dags(tx: Connection) -> list[WaitingDag]:
    """The DAGs that are on and have events waiting, with the assets that were updated."""
    rows = tx.execute(_WAITING.where(*_ON)).all()
    if not rows:
        return []
    by_dag: dict[str, list[Any]] = {}
    for row in rows:
        by_dag.setdefault(row.dag_id, []).append(row)
    linked = _aliases(tx, {row.asset_id for row in rows})
    dags = tx.execute(_NEWEST.where(dag.c.dag_id.in_(by_dag)))
    return [_waiting(row, _came(by_dag[row.dag_id], linked)) for row in dags]


def partitions_of(tx: Connection, dag_id: str) -> dict[str, list[CamePartitions]]:
    """Which partitions of assets have come for which key of a DAG, on or off, the oldest key first."""
    rows = tx.execute(_WAITING.where(asset_wait.c.dag_id == dag_id)).all()
    found = _came(rows, _aliases(tx, {row.asset_id for row in rows}))
    return {key: came for key, came in found.items() if key != NO_PARTITION}


def _came(rows: Iterable[Any], linked: dict[int, list[str]]) -> dict[str, list[CamePartitions]]:
    """By the key of the run that they wait for."""
    found: dict[str, dict[Came, set[str]]] = {}
    for row in rows:
        updated = Came(row.name, row.uri, frozenset(linked.get(row.asset_id, ())))
        found.setdefault(row.partition_key, {}).setdefault(updated, set()).add(row.source_key or "")
    return {
        key: [CamePartitions(updated, frozenset(keys)) for updated, keys in came.items()] for key, came in found.items()
    }


def _waiting(row: Any, came: dict[str, list[CamePartitions]]) -> WaitingDag:
    whole = tuple(each.asset for each in came.pop(NO_PARTITION, ()))
    return WaitingDag(row.dag_id, row.version_id, versions.parse_spec(row.spec), whole, came)


def events(tx: Connection, dag_id: str, key: str = "") -> list[WaitingEvent]:
    """The events that wait for the next run of the DAG, or for that of a partition."""
    source = (dag_run.c.dag_id == asset_event.c.source_dag_id) & (dag_run.c.run_id == asset_event.c.source_run_id)
    is_same = dag_run.c.partition_key == asset_event.c.partition_key
    date = case((is_same, dag_run.c.partition_date)).label("partition_date")
    spans = (dag_run.c.data_interval_start, dag_run.c.data_interval_end)
    query = (
        select(asset_event.c.id, asset_event.c.timestamp, *spans, asset.c.name, asset.c.uri, date)
        .join(asset_wait, asset_wait.c.asset_event_id == asset_event.c.id)
        .join(asset, asset.c.id == asset_event.c.asset_id)
        .outerjoin(dag_run, source)
        .where(asset_wait.c.dag_id == dag_id, asset_wait.c.partition_key == key)
        .order_by(asset_event.c.id)
    )
    return [
        WaitingEvent(number, timestamp, None if start is None else (start, end), name, uri, moment)
        for number, timestamp, start, end, name, uri, moment in tx.execute(query)
    ]


def consume(tx: Connection, dag_id: str, run: int, events: Iterable[int], key: str = "") -> None:
    """These events have started the run, that of a partition for instance, and wait for it no longer."""
    ids = list(events)
    tx.execute(insert(dag_run_asset_event), [{"dag_run_id": run, "asset_event_id": each} for each in ids])
    own = (asset_wait.c.dag_id == dag_id, asset_wait.c.partition_key == key)
    tx.execute(delete(asset_wait).where(*own, asset_wait.c.asset_event_id.in_(ids)))


def forget(
    tx: Connection, *, dag_id: str | None = None, asset_id: int | None = None, before: datetime | None = None
) -> int:
    """Forget events that wait for a DAG, of an asset, or both, from before a moment; how many."""
    found: list[ColumnElement[bool]] = [] if dag_id is None else [asset_wait.c.dag_id == dag_id]
    of = [] if asset_id is None else [asset_event.c.asset_id == asset_id]
    since = [] if before is None else [asset_event.c.timestamp < before]
    if of or since:
        found.append(asset_wait.c.asset_event_id.in_(select(asset_event.c.id).where(*of, *since)))
    return tx.execute(delete(asset_wait).where(*found)).rowcount


def queued(
    tx: Connection, *, dag_id: str | None = None, asset_id: int | None = None, before: datetime | None = None
) -> list[Row[Any]]:
    """For each DAG and asset with events waiting: ``dag_id``, ``display_name``, ``asset_id``, ``name``, and
    ``since`` (of the first)."""
    first = func.min(asset_event.c.timestamp).label("since")
    group = (asset_wait.c.dag_id, dag.c.display_name, asset_event.c.asset_id, asset.c.name)
    query = (
        select(*group, first)
        .join(asset_event, asset_event.c.id == asset_wait.c.asset_event_id)
        .join(asset, asset.c.id == asset_event.c.asset_id)
        .join(dag, dag.c.dag_id == asset_wait.c.dag_id)
        .group_by(*group)
        .order_by(asset_wait.c.dag_id, asset.c.name)
    )
    if dag_id is not None:
        query = query.where(asset_wait.c.dag_id == dag_id)
    if asset_id is not None:
        query = query.where(asset_event.c.asset_id == asset_id)
    if before is not None:
        query = query.where(asset_event.c.timestamp < before)
    return list(tx.execute(query))


def _aliases(tx: Connection, ids: Collection[int]) -> dict[int, list[str]]:
    query = select(asset_alias_asset.c.asset_id, asset_alias.c.name).join(asset_alias)
    found: dict[int, list[str]] = {}
    for owner, name in tx.execute(query.where(asset_alias_asset.c.asset_id.in_(ids))):
        found.setdefault(owner, []).append(name)
    return found


_ON = (dag.c.is_paused == false(), dag.c.is_stale == false())
_NEWEST = (
    select(dag.c.dag_id, dag.c.version_id, dag_version.c.spec)
    .join(dag_version, dag_version.c.id == dag.c.version_id)
    .order_by(dag.c.dag_id)
)
_CAME = (
    asset_wait.c.dag_id,
    asset_wait.c.partition_key,
    asset_event.c.asset_id,
    asset.c.name,
    asset.c.uri,
    asset_event.c.partition_key.label("source_key"),
)
_WAITING = (
    select(*_CAME)
    .join(asset_event, asset_event.c.id == asset_wait.c.asset_event_id)
    .join(asset, asset.c.id == asset_event.c.asset_id)
    .join(dag, dag.c.dag_id == asset_wait.c.dag_id)
    .group_by(*_CAME)
    .order_by(func.min(asset_wait.c.asset_event_id))
)


def watchers(tx: Connection) -> list[dict[str, Any]]:
    """The watchers of all assets that DAGs which are on wait for, as in ``DagSpec.asset_watchers``."""
    awaiting = select(asset_use.c.dag_id).where(asset_use.c.role == SCHEDULE)
    query = select(dag_version.c.spec).join(dag, dag.c.version_id == dag_version.c.id)
    rows = tx.execute(query.where(dag.c.dag_id.in_(awaiting), *_ON).order_by(dag.c.dag_id)).scalars()
    return [each for text in rows for each in versions.parse_spec(text).asset_watchers]
