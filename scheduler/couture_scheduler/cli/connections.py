"""``couture connections``: how notebooks and tasks reach other systems."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.secret_input import read_value, write_private
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError

if TYPE_CHECKING:
    from couture_jupyter.connections import Connection

CONNECTION = click.argument("conn_id", metavar="ID")


@click.group(cls=Group)
def connections() -> None:
    """How notebooks and tasks reach other systems. Passwords, and what is secret of the extras, are not shown."""


@connections.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(session: Session, limit: int) -> None:
    """List connections."""
    from couture_scheduler.actions import connections as actions

    page = actions.list_connections(session.actions, limit=limit)
    rows = [[each.conn_id, each.conn_type, each.host, each.port, each.login, each.schema] for each in page.entries]
    document = {"connections": page.entries, "total_entries": page.total}
    empty = "No connections. Make one with: couture connections set ID --type http"
    session.show.table(["Connection", "Type", "Host", "Port", "Login", "Schema"], rows, document, empty=empty)


@connections.command()
@CONNECTION
@click.option("--reveal", is_flag=True, help="Show its secrets too. The audit log tells that you did.")
@click.pass_obj
def get(session: Session, conn_id: str, reveal: bool) -> None:
    """Show the connection ID."""
    from couture_scheduler.actions import connections as actions

    found = actions.reveal(session.actions, [conn_id])[0] if reveal else actions.get(session.actions, conn_id)
    session.show.record({name.capitalize(): value for name, value in asdict(found).items()}, found)


@connections.command("set")
@CONNECTION
@click.option("--type", "conn_type", help="Such as http, postgres, smtp, slack.")
@click.option("--host")
@click.option("--port", type=click.IntRange(0, 65535))
@click.option("--login")
@click.option("--schema", help="The name of a database, or http/https.")
@click.option("--description", help="What it is for.")
@click.option("--extra-file", type=click.File(encoding="utf-8"), help="A file with a JSON object of further values.")
@click.option("--password", "ask", is_flag=True, help="Ask for the password, or read it from standard input.")
@click.option("--uri", "ask_uri", is_flag=True, help="Ask for everything as a URI, or read it from standard input.")
@click.pass_obj
def set_(
    session: Session, /, conn_id: str, extra_file: IO[str] | None, ask: bool, ask_uri: bool, **fields: Any
) -> None:
    """Make or change the connection ID; what is not given stays. Secrets are never arguments: those can be seen in the
    list of processes."""
    from couture_jupyter.connections import Connection
    from couture_scheduler.actions import connections as actions
    from couture_scheduler.errors import NotFoundError

    ctx = session.actions_anywhere
    changes = {name: value for name, value in fields.items() if value is not None}
    if extra_file is not None:
        changes["extra"] = extra_file.read()
    if ask:
        changes["password"] = read_value(f"Password of {conn_id}")
    if ask_uri:
        given = asdict(_from_uri(conn_id, read_value(f"URI of {conn_id}")))
        changes = {**{name: value for name, value in given.items() if name != "conn_id"}, **changes}
    try:
        found = actions.update(ctx, conn_id, changes)
    except NotFoundError:
        found = actions.create(ctx, replace(Connection(conn_id), **changes))
    session.show.text(f"The connection {conn_id} is set.", found)


@connections.command()
@CONNECTION
@click.pass_obj
def delete(session: Session, conn_id: str) -> None:
    """Delete the connection ID."""
    from couture_scheduler.actions import connections as actions

    actions.delete(session.actions, conn_id)
    session.show.text(f"The connection {conn_id} was deleted.", {"deleted": conn_id})


@connections.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.pass_obj
def import_(session: Session, file: IO[str]) -> None:
    """Make or change the connections of a JSON FILE: for each id its fields, or its URI. As Airflow exports them."""
    from couture_scheduler.actions import connections as actions

    try:
        document = json.load(file)
        found = [_of(conn_id, given) for conn_id, given in document.items()]
    except (ValueError, AttributeError, TypeError):
        sentence = f'{file.name} is not a JSON object such as {{"id": {{"conn_type": "http", "host": "example.org"}}}}.'
        raise InvalidInputError.at("file", sentence) from None
    for each in found:
        actions.check(each)
    for each in found:
        actions.put(session.actions_anywhere, each)
    session.show.text(f"{len(found)} connections were set.", {"connections": sorted(document)})


@connections.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export(session: Session, file: Path) -> None:
    """Write all connections with their secrets into FILE, which only you can read. The audit log tells that you did."""
    from couture_scheduler.actions import connections as actions

    found = actions.reveal(session.actions)
    document = {each.conn_id: {k: v for k, v in asdict(each).items() if k != "conn_id"} for each in found}
    write_private(file, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    session.show.text(f"{len(found)} connections were written to {file}.", {"connections": sorted(document)})


def _of(conn_id: str, given: Any) -> Connection:
    from couture_jupyter.connections import Connection

    if isinstance(given, str):
        return Connection.from_uri(conn_id, given)
    extra = given.get("extra")
    return Connection(conn_id, **{**given, "extra": json.dumps(extra) if isinstance(extra, dict) else extra})


def _from_uri(conn_id: str, uri: str) -> Connection:
    from couture_jupyter.connections import Connection

    try:
        return Connection.from_uri(conn_id, uri)
    except ValueError as error:
        raise InvalidInputError.at("uri", str(error)) from None
