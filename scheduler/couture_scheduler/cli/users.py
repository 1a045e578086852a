"""``couture users``: who may do what. Whoever can run this command has the database, and is an Admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.secret_input import read_value
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.store.accounts import AccountRecord

NAME = click.argument("username")
ROLE = click.option("--role", "-r", "roles", multiple=True, help="A role, such as Viewer; may be given several times.")
FIRST_NAME = click.option("--first-name", "-f", help="Their first name.")
LAST_NAME = click.option("--last-name", "-l", help="Their last name.")
EMAIL = click.option("--email", "-e", help="Their e-mail address.")
COLUMNS = ("User", "Name", "E-mail", "Roles", "Active")


@click.group(cls=Group)
def users() -> None:
    """Users, and the roles that they have."""


@users.command("list")
@click.option("--role", help="Only users with this role.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="At most so many.")
@click.pass_obj
def list_(session: Session, role: str | None, limit: int) -> None:
    """List users."""
    from couture_scheduler.actions import users as actions
    from couture_scheduler.store.accounts import AccountFilter

    found = actions.list_users(session.actions, AccountFilter(role=role), limit=limit)
    session.show.table(COLUMNS, map(_row, found.entries), {"users": found.entries, "total_entries": found.total})


@users.command()
@NAME
@FIRST_NAME
@LAST_NAME
@EMAIL
@ROLE
@click.pass_obj
def create(
    session: Session,
    username: str,
    first_name: str | None,
    last_name: str | None,
    email: str | None,
    roles: tuple[str, ...],
) -> None:
    """Create the user USERNAME, as the login of the Jupyter server names them."""
    from couture_scheduler.actions import users as actions

    form = actions.UserForm(first_name, last_name, email, roles)
    _show(session, actions.create(session.actions_anywhere, username, form))


@users.command()
@NAME
@FIRST_NAME
@LAST_NAME
@EMAIL
@click.option("--active/--inactive", "is_active", default=None, help="Who is not active may do nothing.")
@click.pass_obj
def update(
    session: Session,
    username: str,
    first_name: str | None,
    last_name: str | None,
    email: str | None,
    is_active: bool | None,
) -> None:
    """Change the user USERNAME."""
    from couture_scheduler.actions import users as actions

    form = actions.UserForm(first_name, last_name, email, is_active=is_active)
    _show(session, actions.update(session.actions, username, form))


@users.command("add-role")
@NAME
@click.argument("role")
@click.pass_obj
def add_role(session: Session, username: str, role: str) -> None:
    """Give the user USERNAME a ROLE more."""
    _set_roles(session, username, add={role}, take=set())


@users.command("remove-role")
@NAME
@click.argument("role")
@click.pass_obj
def remove_role(session: Session, username: str, role: str) -> None:
    """Take a ROLE from the user USERNAME."""
    _set_roles(session, username, add=set(), take={role})


@users.command("set-password")
@NAME
@click.pass_obj
def set_password(session: Session, username: str) -> None:
    """Give the user USERNAME a first password, read from standard input. It must be changed at the first sign-in."""
    from couture_scheduler.actions import passwords

    passwords.set_first(session.actions, username, read_value("Password"))
    session.show.text(f"{username} has a new password, to be changed at the first sign-in.", {"user": username})


@users.command("remove-password")
@NAME
@click.pass_obj
def remove_password(session: Session, username: str) -> None:
    """Take the password of the user USERNAME away: only a directory lets them in then."""
    from couture_scheduler.actions import passwords

    passwords.remove(session.actions, username)
    session.show.text(f"{username} has no password here any more.", {"user": username})


@users.command()
@NAME
@click.pass_obj
def delete(session: Session, username: str) -> None:
    """Delete the user USERNAME; what they did stays in the audit log."""
    from couture_scheduler.actions import users as actions

    actions.delete(session.actions, username)
    session.show.text(f"The user {username} was deleted.", {"deleted": username})


def _set_roles(session: Session, username: str, *, add: set[str], take: set[str]) -> None:
    from couture_scheduler.actions import users as actions

    ctx = session.actions
    held = set(actions.get(ctx, username).roles)
    _show(session, actions.update(ctx, username, actions.UserForm(roles=tuple(sorted((held | add) - take)))))


def _row(record: AccountRecord) -> list[object]:
    name = f"{record.first_name} {record.last_name}".strip()
    return [record.username, name, record.email, ", ".join(record.roles), _active(record)]


def _active(record: AccountRecord) -> str:
    return "waits" if record.is_waiting else "yes" if record.is_active else "no"


def _show(session: Session, record: AccountRecord) -> None:
    session.show.record(dict(zip(COLUMNS, _row(record), strict=True)), record)
