"""The audit log: who did what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, case, cast, func, select

from couture_scheduler.access import Actor
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.tables import event_log


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One thing that somebody did."""

    id: int
    at: datetime
    actor: str
    source: str
    event: str
    dag_id: str | None
    run_id: str | None
    task_id: str | None
    map_index: int | None
    details: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which entries; ``None`` and empty mean any. ``after`` and ``before`` are both exclusive."""

    actor: str | None = None
    event: str | None = None
    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    after: datetime | None = None
    before: datetime | None = None
    events: tuple[str, ...] = ()  # only these
    not_events: tuple[str, ...] = ()  # none of these
    map_index: int | None = None
    matches: tuple[TextMatch | Bound, ...] = ()  # of dag_id, task_id, run_id, owner, event, source, extra


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """What somebody did in some time: how often they signed in and were refused, how many runs they started, how much
    else they changed, and when they did something last."""

    actor: str
    sign_ins: int
    refused: int
    runs: int
    changes: int
    last_at: datetime


_COUNTED = {"sign_ins": "sign_in", "refused": "sign_in_refused", "runs": "trigger_dag_run"}
_NO_CHANGES = (*_COUNTED.values(), "must_change_password")


def write(
    tx: Connection,
    actor: Actor,
    event: str,
    dag_id: str | None,
    run_id: str | None,
    task_id: str | None,
    details: dict[str, Any] | None,
    now: datetime,
    *,
    map_index: int | None = None,
) -> None:
    """Write one entry. ``details`` is small JSON without secrets."""
    values = {
        "at": now,
        "actor": actor.name,
        "source": actor.source,
        "event": event,
        "dag_id": dag_id,
        "run_id": run_id,
        "task_id": task_id,
        "map_index": map_index,
        "details": details,
    }
    tx.execute(event_log.insert().values(**values))


def listing(
    tx: Connection, wanted: EventFilter, limit: int = 100, offset: int = 0, *, oldest_first: bool = False
) -> list[EventRecord]:
    """The entries, newest first."""
    order = (event_log.c.at, event_log.c.id) if oldest_first else (event_log.c.at.desc(), event_log.c.id.desc())
    found = select(event_log).where(*_conditions(wanted)).order_by(*order).limit(limit).offset(offset)
    return [EventRecord(**row._mapping) for row in tx.execute(found)]


def newest(tx: Connection, events: Sequence[str], most: int = 5000) -> list[EventRecord]:
    """The newest entries of these kinds, the newest first."""
    return listing(tx, EventFilter(events=tuple(events)), most)


def ids(tx: Connection, wanted: EventFilter) -> list[int]:
    """The ids of all these entries, the newest first."""
    found = select(event_log.c.id).where(*_conditions(wanted)).order_by(event_log.c.at.desc(), event_log.c.id.desc())
    return list(tx.execute(found).scalars())


def activity(tx: Connection, after: datetime, limit: int, offset: int) -> list[ActivityRecord]:
    """What each did after this moment, who did something last first."""
    counts = [func.sum(case((event_log.c.event == event, 1), else_=0)).label(name) for name, event in _COUNTED.items()]
    others = func.sum(case((event_log.c.event.in_(_NO_CHANGES), 0), else_=1)).label("changes")
    last = func.max(event_log.c.at).label("last_at")
    found = (
        select(event_log.c.actor, *counts, others, last)
        .where(event_log.c.at > after)
        .group_by(event_log.c.actor)
        .order_by(last.desc(), event_log.c.actor)
    )
    rows = tx.execute(found.limit(limit).offset(offset))
    return [
        ActivityRecord(row.actor, int(row.sign_ins), int(row.refused), int(row.runs), int(row.changes), row.last_at)
        for row in rows
    ]


def count_actors(tx: Connection, after: datetime) -> int:
    """How many did something after this moment."""
    wanted = select(func.count(event_log.c.actor.distinct())).where(event_log.c.at > after)
    return int(tx.execute(wanted).scalar_one())


def names(tx: Connection) -> list[str]:
    """The events that there are."""
    return list(tx.execute(select(event_log.c.event).distinct().order_by(event_log.c.event)).scalars())


def get_many(tx: Connection, wanted: Sequence[int]) -> dict[int, EventRecord]:
    """Entries by their id."""
    found = tx.execute(select(event_log).where(event_log.c.id.in_(wanted)))
    return {row.id: EventRecord(**row._mapping) for row in found}


def get(tx: Connection, id: int) -> EventRecord | None:  # noqa: A002
    """One entry."""
    row = tx.execute(select(event_log).where(event_log.c.id == id)).first()
    return None if row is None else EventRecord(**row._mapping)


def count(tx: Connection, wanted: EventFilter) -> int:
    """How many entries there are."""
    return int(tx.execute(select(func.count()).select_from(event_log).where(*_conditions(wanted))).scalar_one())


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    found = conditions(_MATCHED, wanted.matches)
    for name in ("actor", "event", "dag_id", "run_id", "task_id", "map_index"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(event_log.c[name] == value)
    if wanted.events:
        found.append(event_log.c.event.in_(wanted.events))
    if wanted.not_events:
        found.append(event_log.c.event.not_in(wanted.not_events))
    if wanted.after is not None:
        found.append(event_log.c.at > wanted.after)
    if wanted.before is not None:
        found.append(event_log.c.at < wanted.before)
    return found


_MATCHED = {
    **{name: event_log.c[name] for name in ("dag_id", "task_id", "run_id", "event")},
    "owner": event_log.c.actor,
    "source": event_log.c.source,
    "extra": cast(event_log.c.details, Text),
}
