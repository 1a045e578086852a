"""The DAGs that a person marked as favourites."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from couture_scheduler.store.tables import dag_favorite


def of_person(tx: Connection, person: str, dag_ids: Sequence[str]) -> set[str]:
    """Which of these DAGs are favourites of the person (at most a thousand at once)."""
    wanted = select(dag_favorite.c.dag_id).where(dag_favorite.c.person == person, dag_favorite.c.dag_id.in_(dag_ids))
    return set(tx.execute(wanted).scalars())


def add(tx: Connection, person: str, dag_id: str) -> bool:
    """Make it one; false when it is one already."""
    if of_person(tx, person, [dag_id]):
        return False
    tx.execute(dag_favorite.insert().values(person=person, dag_id=dag_id))
    return True


def remove(tx: Connection, person: str, dag_id: str) -> bool:
    """Make it none any more; false when it was none."""
    gone = delete(dag_favorite).where(dag_favorite.c.person == person, dag_favorite.c.dag_id == dag_id)
    return tx.execute(gone).rowcount > 0
