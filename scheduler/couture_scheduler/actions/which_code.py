"""Which code a run gets that runs again: what the person says, else the DAG's author, else what is usual there."""

from __future__ import annotations

from couture_scheduler.actions import find
from couture_scheduler.store.session import Transaction


def is_newest(tx: Transaction, dag_id: str, asked: bool | None, *, usual: bool) -> bool:
    """Whether it is the DAG's newest version; ``asked`` is ``None`` where the person left it open."""
    if asked is not None:
        return asked
    of_author = find.version(tx, dag_id).spec.rerun_with_latest_version
    return usual if of_author is None else of_author
