"""DAG files as they were last read, so that unchanged ones need not be read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import dag_file


@dataclass(frozen=True, slots=True)
class DagFileRecord:
    """One file: ``mtime`` in seconds since the epoch, ``size`` in bytes, and the DAGs it gave."""

    file: str
    mtime: float
    size: int
    source_hash: str
    parse_seconds: float
    parsed_at: datetime
    dag_ids: tuple[str, ...] = ()


def put(tx: Connection, record: DagFileRecord) -> None:
    """Remember how the file was found and read."""
    values = {name: getattr(record, name) for name in DagFileRecord.__dataclass_fields__}
    upsert(tx, dag_file, [values])


def get(tx: Connection, file: str) -> DagFileRecord | None:
    """What is known of the file."""
    row = tx.execute(select(dag_file).where(dag_file.c.file == file)).first()
    return None if row is None else _record(dict(row._mapping))


def listing(tx: Connection) -> dict[str, DagFileRecord]:
    """All known files by their path."""
    return {row.file: _record(dict(row._mapping)) for row in tx.execute(select(dag_file))}


def forget(tx: Connection, file: str) -> None:
    """The file is gone."""
    tx.execute(delete(dag_file).where(dag_file.c.file == file))


def _record(values: dict[str, object]) -> DagFileRecord:
    return DagFileRecord(**{**values, "dag_ids": tuple(values["dag_ids"])})  # type: ignore[arg-type]
