"""A person's favourite DAGs. They are nobody else's, so it takes no more than seeing the DAG."""

from __future__ import annotations

from collections.abc import Sequence

from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import ConflictError
from couture_scheduler.events import Change
from couture_scheduler.store import favorites


@needs("dags:read")
def mark(ctx: ActionContext, dag_id: str) -> None:
    """Make the DAG a favourite of the person who asks. ``ConflictError`` when it is one."""
    with ctx.store.transaction() as tx:
        find.dag(tx, dag_id)
        if not favorites.add(tx, ctx.actor.name, dag_id):
            raise ConflictError(f"The DAG {dag_id!r} is one of your favourites already.")
        ctx.audit(tx, "favorite_dag", dag_id=dag_id)
    ctx.tell(Change("dag", dag_id=dag_id, user=ctx.actor.name))


@needs("dags:read")
def unmark(ctx: ActionContext, dag_id: str) -> None:
    """Take the DAG out of the favourites of the person who asks. ``ConflictError`` when it is none of them."""
    with ctx.store.transaction() as tx:
        find.dag(tx, dag_id)
        if not favorites.remove(tx, ctx.actor.name, dag_id):
            raise ConflictError(f"The DAG {dag_id!r} is none of your favourites.")
        ctx.audit(tx, "unfavorite_dag", dag_id=dag_id)
    ctx.tell(Change("dag", dag_id=dag_id, user=ctx.actor.name))


@needs("dags:read")
def among(ctx: ActionContext, dag_ids: Sequence[str]) -> set[str]:
    """Which of these DAGs are favourites of the person who asks."""
    with ctx.store.reading() as tx:
        return favorites.of_person(tx, ctx.actor.name, dag_ids)
