"""``couture dags favorite`` and ``unfavorite``: one's own favourite DAGs."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.session import Session


@click.command(cls=Command)
@click.argument("dag_id")
@click.pass_obj
def favorite(session: Session, dag_id: str) -> None:
    """Make a DAG one of your favourites; nobody else's."""
    from couture_scheduler.actions import favorites

    favorites.mark(session.actions, dag_id)
    session.show.text(f"{dag_id} is one of your favourites.", {"dag_id": dag_id, "is_favorite": True})


@click.command(cls=Command)
@click.argument("dag_id")
@click.pass_obj
def unfavorite(session: Session, dag_id: str) -> None:
    """Take a DAG out of your favourites."""
    from couture_scheduler.actions import favorites

    favorites.unmark(session.actions, dag_id)
    session.show.text(f"{dag_id} is none of your favourites.", {"dag_id": dag_id, "is_favorite": False})
