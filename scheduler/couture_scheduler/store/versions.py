"""Versions of DAGs: found, made when something changed, and read back as specs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from couture_jupyter.serialization import DagSpec, from_json, to_json
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.tables import dag, dag_version


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a DAG."""

    id: int
    dag_id: str
    number: int
    source_hash: str
    source: str
    spec: DagSpec
    file: str | None
    commit: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A version without its source and spec, for lists."""

    id: int
    dag_id: str
    number: int
    source_hash: str
    file: str | None
    commit: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A content that a file had when it was read, and which versions of which DAGs were made from it."""

    source_hash: str
    created_at: datetime
    dags: tuple[tuple[str, int], ...]


_SUMMARY = tuple(dag_version.c[name] for name in VersionSummary.__dataclass_fields__)
_SUMMARIES = select(*_SUMMARY).where(dag_version.c.id.in_(bindparam("_ids", expanding=True)))
_LATEST = select(dag_version).join(dag, dag.c.version_id == dag_version.c.id).where(dag.c.dag_id == bindparam("_dag"))
_SPECS = select(dag_version.c.id, dag_version.c.spec).where(dag_version.c.id.in_(bindparam("_ids", expanding=True)))


def get(tx: Connection, version_id: int) -> VersionRecord:
    """The version with this id; ``NotFoundError`` when there is none."""
    row = tx.execute(select(dag_version).where(dag_version.c.id == version_id)).first()
    if row is None:
        raise NotFoundError(f"There is no DAG version with the id {version_id}.")
    return _record(row)


def get_many(tx: Connection, version_ids: Sequence[int]) -> dict[int, VersionRecord]:
    """Versions by their id (at most a thousand at once)."""
    rows = tx.execute(select(dag_version).where(dag_version.c.id.in_(version_ids)))
    return {row.id: _record(row) for row in rows}


def summaries(tx: Connection, version_ids: Sequence[int]) -> dict[int, VersionSummary]:
    """Versions by their id, without source and spec."""
    rows = tx.execute(_SUMMARIES, {"_ids": list(version_ids)})
    return {row.id: VersionSummary(*row) for row in rows}


def latest(tx: Connection, dag_id: str) -> VersionRecord | None:
    """The newest version of the DAG, the one that new runs get."""
    row = tx.execute(_LATEST, {"_dag": dag_id}).first()
    return None if row is None else _record(row)


def numbered(tx: Connection, dag_id: str, number: int) -> VersionRecord | None:
    """The DAG's version with this number."""
    wanted = select(dag_version).where(dag_version.c.dag_id == dag_id, dag_version.c.number == number)
    row = tx.execute(wanted).first()
    return None if row is None else _record(row)


def listing(tx: Connection, dag_id: str) -> list[VersionSummary]:
    """All versions of the DAG, the newest first."""
    versions = select(*_SUMMARY).where(dag_version.c.dag_id == dag_id).order_by(dag_version.c.number.desc())
    return [VersionSummary(*row) for row in tx.execute(versions)]


def of_file(tx: Connection, file: str, most: int = 1000) -> list[FileVersion]:
    """The contents that DAGs of this file were made from, each once, the newest first."""
    columns = [dag_version.c[name] for name in ("source_hash", "created_at", "dag_id", "number")]
    found = select(*columns).where(dag_version.c.file == file).order_by(dag_version.c.id.desc()).limit(most)
    moments: dict[str, datetime] = {}
    made: dict[str, dict[str, int]] = {}
    for row in tx.execute(found):
        moments.setdefault(row.source_hash, row.created_at)
        made.setdefault(row.source_hash, {}).setdefault(row.dag_id, row.number)
    return [FileVersion(each, at, tuple(sorted(made[each].items()))) for each, at in moments.items()]


def changes_of_file(tx: Connection, file: str, most: int = 1000) -> list[FileVersion]:
    """Each time the content changed that DAGs of this file were made from, the newest first, with the moment at which
    it was first read. A content that came back is there once more."""
    columns = [dag_version.c[name] for name in ("source_hash", "created_at", "dag_id", "number")]
    found = select(*columns).where(dag_version.c.file == file).order_by(dag_version.c.id.desc()).limit(most)
    changes = []
    for content, rows in groupby(tx.execute(found), key=lambda row: row.source_hash):
        read = list(rows)
        newest = {row.dag_id: row.number for row in reversed(read)}
        changes.append(FileVersion(content, read[-1].created_at, tuple(sorted(newest.items()))))
    return changes


def specs(tx: Connection, version_ids: Sequence[int]) -> dict[int, DagSpec]:
    """The specs of these versions."""
    return {row.id: parse_spec(row.spec) for row in tx.execute(_SPECS, {"_ids": list(version_ids)})}


def insert(
    tx: Connection,
    dag_id: str,
    *,
    source_hash: str,
    source: str,
    spec: str,
    file: str | None,
    commit: str | None,
    now: datetime,
) -> int:
    """Add the next version of the DAG; its id. ``spec`` is the text of ``spec_text``."""
    highest = select(func.max(dag_version.c.number)).where(dag_version.c.dag_id == dag_id)
    values = {
        "dag_id": dag_id,
        "number": (tx.execute(highest).scalar() or 0) + 1,
        "source_hash": source_hash,
        "source": source,
        "spec": spec,
        "file": file,
        "commit": commit,
        "created_at": now,
    }
    key: Any = tx.execute(dag_version.insert().values(**values)).inserted_primary_key
    return int(key[0])


def spec_text(spec: DagSpec) -> str:
    """The spec as it is stored: the same spec gives the same text. Params keep the order that their author chose: forms
    show them so."""
    document = _sorted(to_json(spec))
    document["params"] = {name: _sorted(each) for name, each in spec.params.items()}
    return json.dumps(document, separators=(",", ":"))


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list | tuple) else value


@lru_cache(maxsize=2048)
def parse_spec(text: str) -> DagSpec:
    """The spec that ``spec_text`` wrote; shared, so nobody may change what is in it."""
    return from_json(json.loads(text))


def _record(row: Row[Any]) -> VersionRecord:
    values = dict(row._mapping)
    values["spec"] = parse_spec(values["spec"])
    return VersionRecord(**values)
