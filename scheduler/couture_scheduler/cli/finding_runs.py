"""A run on the command line: by its id or, as in Airflow, by its logical date."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from couture_scheduler.cli.parameters import utc_moment
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import NotFoundError

if TYPE_CHECKING:
    from couture_scheduler.actions.runs import RunDetails


def find_run(session: Session, dag_id: str, text: str) -> RunDetails:
    """The run with this id or logical date. A date without an offset is UTC, as in run ids. ``NotFoundError``."""
    from couture_scheduler.actions import runs as actions

    try:
        return actions.get(session.actions, dag_id, text)
    except NotFoundError:
        moment = logical_date(text)
        if moment is None:
            raise
    wanted = actions.RunFilter(dag_ids=(dag_id,), logical_date_from=moment, logical_date_to=moment)
    found = actions.list_runs(session.actions, wanted, limit=1).entries
    if not found:
        raise NotFoundError(f"The DAG {dag_id!r} has no run with the id or the logical date {text!r}.")
    return found[0]


def logical_date(text: str) -> datetime | None:
    """The moment that ``text`` names, in UTC where it names no offset; ``None`` when it is none."""
    try:
        return utc_moment(text)
    except click.BadParameter:
        return None
