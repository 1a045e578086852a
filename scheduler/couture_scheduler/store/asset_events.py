"""Updates of assets: kept, listed, and told to tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from couture_scheduler.store import asset_waits, assets
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.ordering import order
from couture_scheduler.store.tables import (
    asset,
    asset_alias,
    asset_alias_asset,
    asset_event,
    dag_run,
    dag_run_asset_event,
)

MOST_READ = 1000  # events that a task is told of


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An update to keep. ``of`` is ``{"asset": …}`` or ``{"asset_ref": …}``; without a source it was made by hand."""

    of: dict[str, Any]
    extra: dict[str, Any]
    aliases: Sequence[dict[str, str]] = ()
    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    map_index: int | None = None
    partition_key: str | None = None


@dataclass(frozen=True, slots=True)
class StartedRun:
    """A run that an update started, alone or with others."""

    dag_id: str
    run_id: str
    state: str
    logical_date: datetime
    data_interval_start: datetime
    data_interval_end: datetime
    started_at: datetime | None
    ended_at: datetime | None
    partition_key: str | None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An update as it is stored, and the runs that it started."""

    id: int
    asset_id: int
    name: str
    uri: str
    group: str
    timestamp: datetime
    extra: dict[str, Any]
    source_dag_id: str | None
    source_run_id: str | None
    source_task_id: str | None
    source_map_index: int | None
    alias: str | None = None
    partition_key: str | None = None
    started: tuple[StartedRun, ...] = ()


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which updates; ``None`` means any. ``run`` is the integer id of a run that they started."""

    asset_id: int | None = None
    name: str | None = None
    uri: str | None = None
    alias: str | None = None
    source_dag_id: str | None = None
    source_run_id: str | None = None
    source_task_id: str | None = None
    source_map_index: int | None = None
    after: datetime | None = None
    before: datetime | None = None
    run: int | None = None
    id: int | None = None
    matches: tuple[TextMatch | Bound, ...] = ()  # of name and timestamp


def add(tx: Connection, new: NewEvent, now: datetime) -> int:
    """Keep an update, and queue it for the DAGs that are on and wait for its asset; its id."""
    of = assets.asset_id(tx, new.of, now)
    for each in new.aliases:
        assets.link(tx, assets.alias_id(tx, each), of)
    values = {
        "asset_id": of,
        "alias": new.aliases[0]["name"] if new.aliases else None,
        "source_dag_id": new.dag_id,
        "source_run_id": new.run_id,
        "source_task_id": new.task_id,
        "source_map_index": new.map_index,
        "timestamp": now,
        "extra": new.extra or None,
        "partition_key": new.partition_key,
    }
    key: Any = tx.execute(insert(asset_event).values(**values)).inserted_primary_key
    event = int(key[0])
    asset_waits.queue(tx, event, of, new.partition_key, now)
    return event


def page(tx: Connection, wanted: EventFilter, order_by: str, limit: int, offset: int) -> list[EventRecord]:
    """A page of events."""
    columns = order({name: asset_event.c[name] for name in _ORDERS}, order_by, asset_event.c.id)
    rows = tx.execute(_EVENTS.where(*_conditions(wanted)).order_by(*columns).limit(limit).offset(offset)).all()
    started = _started(tx, [row.id for row in rows])
    return [_record(row, tuple(started.get(row.id, ()))) for row in rows]


def count(tx: Connection, wanted: EventFilter) -> int:
    """How many there are."""
    query = select(func.count()).select_from(asset_event.join(asset, asset.c.id == asset_event.c.asset_id))
    return int(tx.execute(query.where(*_conditions(wanted))).scalar_one())


def told(
    tx: Connection, wanted: EventFilter, *, ascending: bool = True, limit: int | None = None
) -> list[dict[str, Any]]:
    """Events as a task is told of them, see ``TaskContext.asset_events``."""
    most = min(limit or MOST_READ, MOST_READ)
    newest_first = limit is None or not ascending
    found = page(tx, wanted, "-id" if newest_first else "id", most, 0)
    runs = _sources(tx, found)
    told = [_told(each, runs.get((each.source_dag_id, each.source_run_id))) for each in found]
    return told[::-1] if newest_first and ascending else told


def _told(event: EventRecord, run: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "id": event.id,
        "asset": {"name": event.name, "uri": event.uri, "group": event.group},
        "timestamp": event.timestamp.isoformat(),
        "extra": event.extra,
        "source_dag_id": event.source_dag_id,
        "source_run_id": event.source_run_id,
        "source_task_id": event.source_task_id,
        "source_map_index": event.source_map_index,
        "partition_key": event.partition_key,
        "source_dag_run": run,
    }


def _sources(tx: Connection, events: Collection[EventRecord]) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    """The runs that made the events."""
    run_ids = {each.source_run_id for each in events if each.source_run_id}
    rows = tx.execute(select(dag_run).where(dag_run.c.run_id.in_(run_ids))) if run_ids else ()
    return {
        (row.dag_id, row.run_id): {
            "dag_id": row.dag_id,
            "run_id": row.run_id,
            "run_type": str(row.run_type),
            "state": str(row.state),
            "logical_date": row.logical_date.isoformat(),
            "data_interval_start": row.data_interval_start.isoformat(),
            "data_interval_end": row.data_interval_end.isoformat(),
            "partition_key": row.partition_key,
        }
        for row in rows
    }


def _started(tx: Connection, ids: Collection[int]) -> dict[int, list[StartedRun]]:
    columns = [dag_run.c[name] for name in StartedRun.__dataclass_fields__]
    query = select(dag_run_asset_event.c.asset_event_id, *columns).join(dag_run)
    found: dict[int, list[StartedRun]] = {}
    for event, *values in tx.execute(query.where(dag_run_asset_event.c.asset_event_id.in_(ids))):
        found.setdefault(event, []).append(StartedRun(*values))
    return found


def _record(row: Row[Any], started: tuple[StartedRun, ...]) -> EventRecord:
    values = {name: getattr(row, name) for name in EventRecord.__dataclass_fields__ if name not in ("group", "started")}
    values["extra"] = values["extra"] or {}
    return EventRecord(**values, group=row.asset_group, started=started)


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    own = ("id", "asset_id", "source_dag_id", "source_run_id", "source_task_id", "source_map_index")
    found = conditions({"name": asset.c.name, "timestamp": asset_event.c.timestamp}, wanted.matches)
    found += [asset_event.c[name] == getattr(wanted, name) for name in own if getattr(wanted, name) is not None]
    for name in ("name", "uri"):
        if getattr(wanted, name) is not None:
            found.append(asset.c[name] == getattr(wanted, name))
    if wanted.alias is not None:
        linked = select(asset_alias_asset.c.asset_id).join(asset_alias).where(asset_alias.c.name == wanted.alias)
        found.append(asset_event.c.asset_id.in_(linked))
    if wanted.after is not None:
        found.append(asset_event.c.timestamp >= wanted.after)
    if wanted.before is not None:
        found.append(asset_event.c.timestamp <= wanted.before)
    if wanted.run is not None:
        own_events = select(dag_run_asset_event.c.asset_event_id).where(dag_run_asset_event.c.dag_run_id == wanted.run)
        found.append(asset_event.c.id.in_(own_events))
    return found


_ORDERS = ("id", "timestamp", "source_dag_id", "source_task_id", "source_run_id", "source_map_index")
_EVENTS = select(asset_event, asset.c.name, asset.c.uri, asset.c.asset_group).join(
    asset, asset.c.id == asset_event.c.asset_id
)
