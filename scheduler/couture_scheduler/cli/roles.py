"""``couture roles``: sets of permissions. The six default ones stay as they are; others are made here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.access import DagRight
    from couture_scheduler.actions.roles import RoleDetails

NAME = click.argument("name")
PERMISSION = click.option("--permission", "-p", "permissions", multiple=True, help="A permission, such as pools:read.")
READ = click.option("--read", "read", multiple=True, metavar="DAG_ID", help="A DAG that the role may read.")
EDIT = click.option(
    "--edit", "edit", multiple=True, metavar="DAG_ID", help="A DAG that it may run, clear and pause too."
)
DESCRIPTION = click.option("--description", "-d", help="What the role is for.")
COLUMNS = ("Role", "Users", "Permissions", "Single DAGs", "Description")


@click.group(cls=Group)
def roles() -> None:
    """Roles: sets of permissions, for everything and for single DAGs."""


@roles.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List roles with what they may do."""
    from couture_scheduler.actions import roles as actions

    found = actions.list_roles(session.actions)
    session.show.table(COLUMNS, map(_row, found), {"roles": found, "total_entries": len(found)})


@roles.command()
@NAME
@PERMISSION
@READ
@EDIT
@DESCRIPTION
@click.pass_obj
def create(
    session: Session,
    name: str,
    permissions: tuple[str, ...],
    read: tuple[str, ...],
    edit: tuple[str, ...],
    description: str | None,
) -> None:
    """Create the role NAME."""
    from couture_scheduler.actions import roles as actions

    made = actions.create(session.actions_anywhere, name, permissions, _dags(read, edit), description or "")
    _show(session, made)


@roles.command()
@NAME
@PERMISSION
@READ
@EDIT
@DESCRIPTION
@click.pass_obj
def update(
    session: Session,
    name: str,
    permissions: tuple[str, ...],
    read: tuple[str, ...],
    edit: tuple[str, ...],
    description: str | None,
) -> None:
    """Change the role NAME: give it exactly these permissions, and exactly these DAGs; what is not named stays."""
    from couture_scheduler.actions import roles as actions

    dags = _dags(read, edit) if read or edit else None
    changed = actions.update(session.actions, name, permissions=permissions or None, dags=dags, description=description)
    _show(session, changed)


@roles.command()
@NAME
@click.pass_obj
def delete(session: Session, name: str) -> None:
    """Delete the role NAME, which nobody has."""
    from couture_scheduler.actions import roles as actions

    actions.delete(session.actions, name)
    session.show.text(f"The role {name} was deleted.", {"deleted": name})


@roles.command()
@click.pass_obj
def permissions(session: Session) -> None:
    """List what there is to be allowed."""
    from couture_scheduler.access import PERMISSIONS

    rows = [[name, each.first.value, each.of_dag or "", each.sentence] for name, each in PERMISSIONS.items()]
    columns = ("Permission", "First role", "Right on a DAG", "Allows")
    session.show.table(columns, rows, {"permissions": [dict(zip(columns, row, strict=True)) for row in rows]})


def _dags(read: Iterable[str], edit: Iterable[str]) -> dict[str, DagRight]:
    from couture_scheduler.access import DagRight

    return dict.fromkeys(read, DagRight.READ) | dict.fromkeys(edit, DagRight.EDIT)


def _row(found: RoleDetails) -> list[object]:
    held = {**found.granted_by_authors, **found.dags}
    dags = ", ".join(f"{dag_id} ({right})" for dag_id, right in held.items())
    return [found.name, found.users, ", ".join(found.permissions), dags, found.description]


def _show(session: Session, found: RoleDetails) -> None:
    session.show.record(dict(zip(COLUMNS, _row(found), strict=True)), found)
