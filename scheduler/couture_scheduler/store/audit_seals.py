"""The seals of the audit log: a chain of hashes that shows what was changed, removed or inserted behind our back.

    seal of an entry = SHA-256(seal of the entry before, the entry as JSON)

Entries are written without a seal, so that nobody waits for the one before; the engine seals them some seconds later,
in the order of their ids. Old entries may be cut off: the last of them leaves its seal, and an entry tells of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Connection, Row, delete, func, insert, select, update

from couture_scheduler.store.event_logs import EventRecord
from couture_scheduler.store.tables import audit_seal, event_log

CUT = "cut_audit_log"  # the entry that tells of a cut
_BATCH = 1000
_BELOW_ALL = -(2**63)  # no id of ours; somebody else may have used it


class Fault(StrEnum):
    """What can have become of an entry."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry that is not as it was sealed."""

    event_log_id: int
    fault: Fault


@dataclass(slots=True)
class Verdict:
    """How many entries were looked at, the newest seal, how many entries have none yet, and what is wrong."""

    entries: int = 0
    head: str = ""
    unsealed: int = 0
    findings: list[Finding] = field(default_factory=list)
    is_noted_there: bool | None = None  # None: no seal was given to look for


@dataclass(frozen=True, slots=True)
class _Seal:
    event_log_id: int
    hash: str
    is_cut: bool


def seal(tx: Connection, before: datetime) -> list[tuple[EventRecord, str]]:
    """Seal the next entries, up to the first one that is not older than ``before``; with their seals. What is younger
    may have neighbours with smaller ids whose transactions have not ended."""
    last = _last(tx)
    newer = select(event_log).where(event_log.c.id > (last.event_log_id if last else 0))
    sealed: list[tuple[EventRecord, str]] = []
    above = last.hash if last else ""
    for row in tx.execute(newer.order_by(event_log.c.id).limit(_BATCH)):
        entry = EventRecord(**row._mapping)
        if entry.at >= before:
            break
        above = digest(above, entry)
        sealed.append((entry, above))
    if sealed:
        rows = [{"event_log_id": entry.id, "hash": made, "is_cut": False} for entry, made in sealed]
        tx.execute(insert(audit_seal), rows)
    return sealed


def is_due(tx: Connection, before: datetime) -> bool:
    """Whether there is anything to seal."""
    last = _last(tx)
    oldest = select(func.min(event_log.c.at)).where(event_log.c.id > (last.event_log_id if last else 0))
    found: datetime | None = tx.execute(oldest).scalar()
    return found is not None and found < before


def verify(tx: Connection, noted: str | None = None) -> Verdict:
    """Go through the whole log and its seals. ``noted`` is a seal that somebody wrote down: it must be in the chain."""
    verdict = Verdict(is_noted_there=None if noted is None else False)
    entries, seals, last = _entries(tx), _seals(tx), 0
    entry, mark = next(entries, None), next(seals, None)
    if mark is not None and mark.is_cut:
        if not _is_told(tx, mark):
            verdict.findings.append(Finding(mark.event_log_id, Fault.REMOVED))
        verdict.head, verdict.is_noted_there = mark.hash, None if noted is None else mark.hash == noted
        last = mark.event_log_id
        mark = next(seals, None)
    while mark is not None:
        while entry is not None and entry.id < mark.event_log_id:
            verdict.findings.append(Finding(entry.id, Fault.INSERTED))
            entry = next(entries, None)
        if entry is None or entry.id != mark.event_log_id:
            verdict.findings.append(Finding(mark.event_log_id, Fault.REMOVED))
        else:
            verdict.entries += 1
            if digest(verdict.head, entry) != mark.hash:
                verdict.findings.append(Finding(entry.id, Fault.CHANGED))
            entry = next(entries, None)
        verdict.head = mark.hash
        verdict.is_noted_there = verdict.is_noted_there or (None if noted is None else mark.hash == noted)
        last = mark.event_log_id
        mark = next(seals, None)
    while entry is not None:
        if entry.id <= last:
            verdict.findings.append(Finding(entry.id, Fault.INSERTED))
        else:
            verdict.unsealed += 1
        entry = next(entries, None)
    return verdict


def cut(tx: Connection, before: datetime) -> tuple[int, int, str] | None:
    """Delete the sealed entries at the beginning of the log that are older than ``before``: how many, the id and the
    seal of the last of them; ``None`` when there are none."""
    youngest_kept = select(func.min(event_log.c.id)).where(event_log.c.at >= before)
    kept: int | None = tx.execute(youngest_kept).scalar()
    old = select(audit_seal).where(audit_seal.c.is_cut.is_(False))
    row = tx.execute(
        (old if kept is None else old.where(audit_seal.c.event_log_id < kept))
        .order_by(audit_seal.c.event_log_id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    number = tx.execute(delete(event_log).where(event_log.c.id <= row.event_log_id)).rowcount
    tx.execute(delete(audit_seal).where(audit_seal.c.event_log_id < row.event_log_id))
    tx.execute(update(audit_seal).where(audit_seal.c.event_log_id == row.event_log_id).values(is_cut=True))
    return int(number), int(row.event_log_id), str(row.hash)


def digest(above: str, entry: EventRecord) -> str:
    """The seal of an entry below the seal ``above``."""
    return hashlib.sha256(f"{above}\n{as_json(entry)}".encode()).hexdigest()


def as_json(entry: EventRecord) -> str:
    """An entry as one line of JSON, always the same for the same entry."""
    values = {name: getattr(entry, name) for name in EventRecord.__dataclass_fields__}
    return json.dumps({**values, "at": entry.at.isoformat()}, sort_keys=True, separators=(",", ":"))


def _last(tx: Connection) -> _Seal | None:
    row = tx.execute(select(audit_seal).order_by(audit_seal.c.event_log_id.desc()).limit(1)).first()
    return None if row is None else _Seal(**row._mapping)


def _is_told(tx: Connection, mark: _Seal) -> bool:
    """Whether an entry says that the log was cut there."""
    told = select(event_log.c.details).where(event_log.c.event == CUT, event_log.c.id > mark.event_log_id)
    return any((details or {}).get("seal") == mark.hash for details in tx.execute(told).scalars())


def _entries(tx: Connection) -> Iterator[EventRecord]:
    return (EventRecord(**row._mapping) for row in _in_order(tx, event_log.c.id))


def _seals(tx: Connection) -> Iterator[_Seal]:
    return (_Seal(**row._mapping) for row in _in_order(tx, audit_seal.c.event_log_id))


def _in_order(tx: Connection, key: Column[int]) -> Iterator[Row[Any]]:
    """All rows of the table of ``key``, by it, a batch at a time."""
    last = _BELOW_ALL
    while rows := tx.execute(select(key.table).where(key > last).order_by(key).limit(_BATCH)).all():
        yield from rows
        last = rows[-1]._mapping[key]
