"""Which DAGs name a variable or a connection: a first, rough look that the database takes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from couture_jupyter.serialization import DagSpec
from couture_scheduler.store.tables import dag, dag_version
from couture_scheduler.store.versions import parse_spec


@dataclass(frozen=True, slots=True)
class Mention:
    """The newest version of a DAG whose source or tasks contain the name."""

    dag_id: str
    display_name: str
    kind: str
    file: str | None
    source: str
    spec: DagSpec


def containing(tx: Connection, name: str) -> list[Mention]:
    """DAGs of today whose source or tasks contain ``name`` anywhere, by id."""
    columns = (dag.c.dag_id, dag.c.display_name, dag.c.kind, dag.c.file, dag_version.c.source, dag_version.c.spec)
    texts = (dag_version.c.source, dag_version.c.spec)
    found = (
        select(*columns)
        .join(dag_version, dag_version.c.id == dag.c.version_id)
        .where(dag.c.is_stale.is_(False), or_(*(each.contains(name, autoescape=True) for each in texts)))
        .order_by(dag.c.dag_id)
    )
    return [Mention(*row[:-1], spec=parse_spec(row.spec)) for row in tx.execute(found)]
