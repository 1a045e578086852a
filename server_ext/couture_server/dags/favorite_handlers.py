"""Routes of a person's favourite DAGs."""

from __future__ import annotations

from couture_scheduler.actions import favorites
from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes

routes = Routes("DAG")


@routes.post("dags/{dag_id}/favorite", "dags:read")
def favorite_dag(ctx: ActionContext, dag_id: str) -> None:
    """Make a DAG one of your favourites; nobody else's."""
    favorites.mark(ctx, dag_id)


@routes.post("dags/{dag_id}/unfavorite", "dags:read")
def unfavorite_dag(ctx: ActionContext, dag_id: str) -> None:
    """Take a DAG out of your favourites."""
    favorites.unmark(ctx, dag_id)
