"""The seals of the audit log: a chain of hashes that shows what was changed, removed or inserted behind our back.

    seal of an entry = SHA-256(seal of the entry before, the entry as JSON)

Entries are written without a seal, so that nobody waits for the one before; the engine seals them some seconds later,
in the order of their ids. Old entries may be cut off: the last of them leaves its seal, and an entry tells of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, update

from couture_scheduler.store.event_logs import EventRecord
from couture_scheduler.store.tables import audit_seal, event_log

CUT = "cut_audit_log"  # the entry that tells of a cut
MOST_FINDINGS = 200  # that are named
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
    """How many entries were looked at, the newest seal, how many entries have none yet, and what is wrong: how many
    faults, and the first of them."""

    entries: int = 0
    head: str = ""
    unsealed: int = 0
    faults: int = 0
    findings: list[Finding] = field(default_factory=list)
    is_noted_there: bool | None = None  # None: no seal was given to look for
    is_over: bool = False  # all of the log was looked at

    def add(self, event_log_id: int, fault: Fault) -> None:
        """Write down that an entry is not as it was sealed."""
        self.faults += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(event_log_id, fault))


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


class Verification:
    """One walk through the log and its seals, a part at a time: each in a transaction of its own, so that nothing waits
    for it and it can be given up. ``noted`` is a seal that somebody wrote down: it must be in the chain."""

    def __init__(self, noted: str | None = None) -> None:
        self.verdict = Verdict(is_noted_there=None if noted is None else False)
        self._noted = noted
        self._last = _BELOW_ALL  # the entry up to which all was looked at

    def advance(self, tx: Connection) -> Verdict:
        """Look at the next entries: what is known now."""
        above = select(audit_seal).where(audit_seal.c.event_log_id > self._last)
        seals = [_Seal(**row._mapping) for row in tx.execute(above.order_by(audit_seal.c.event_log_id).limit(_BATCH))]
        if not seals:
            self.verdict.unsealed = _number_above(tx, self._last)
            self.verdict.is_over = True
            return self.verdict
        sealed = {each.event_log_id: each for each in seals}
        entries = _between(tx, self._last, seals[-1].event_log_id)
        for event_log_id in sorted(sealed | entries):
            if event_log_id in sealed:
                self._compare(tx, sealed[event_log_id], entries.get(event_log_id))
            else:
                self.verdict.add(event_log_id, Fault.INSERTED)
        return self.verdict

    def _compare(self, tx: Connection, mark: _Seal, entry: EventRecord | None) -> None:
        """An entry beside its seal. Where the log was cut off, which may happen while this goes on, there is none."""
        if mark.is_cut and _is_lowest(tx, mark):
            if not _is_told(tx, mark):
                self.verdict.add(mark.event_log_id, Fault.REMOVED)
            if entry is not None:
                self.verdict.add(mark.event_log_id, Fault.INSERTED)
        elif entry is None:
            self.verdict.add(mark.event_log_id, Fault.REMOVED)
        else:
            self.verdict.entries += 1
            if digest(self.verdict.head, entry) != mark.hash:
                self.verdict.add(entry.id, Fault.CHANGED)
        self.verdict.head, self._last = mark.hash, mark.event_log_id
        if mark.hash == self._noted:
            self.verdict.is_noted_there = True


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


def _is_lowest(tx: Connection, mark: _Seal) -> bool:
    """A cut leaves no seal below its own."""
    lowest: int = tx.execute(select(func.min(audit_seal.c.event_log_id))).scalar_one()
    return lowest == mark.event_log_id


def _between(tx: Connection, above: int, up_to: int) -> dict[int, EventRecord]:
    """The entries of this part of the log, by their ids and in their order."""
    wanted = select(event_log).where(event_log.c.id > above, event_log.c.id <= up_to).order_by(event_log.c.id)
    return {row.id: EventRecord(**row._mapping) for row in tx.execute(wanted)}


def _number_above(tx: Connection, event_log_id: int) -> int:
    wanted = select(func.count()).select_from(event_log).where(event_log.c.id > event_log_id)
    return int(tx.execute(wanted).scalar_one())
