"""``couture connections``: how notebooks and tasks reach other systems."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.exported_files import FORMATS, SOURCE, TARGET, format_of, read_names, write_names
from couture_scheduler.cli.secret_input import from_input, read_value
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError

if TYPE_CHECKING:
    from couture_jupyter.connections import Connection

CONNECTION = click.argument("conn_id", metavar="ID")
NUMBER = click.option(
    "--number", type=click.IntRange(min=1), help="Which of several connections with this id.  [default: the first]"
)


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
    rows = [
        [each.conn_id, each.number, each.conn_type, each.host, each.port, each.login, each.schema]
        for each in page.entries
    ]
    document = {"connections": page.entries, "total_entries": page.total}
    empty = "No connections. Make one with: couture connections set ID --type http"
    session.show.table(["Connection", "Number", "Type", "Host", "Port", "Login", "Schema"], rows, document, empty=empty)


@connections.command()
@CONNECTION
@NUMBER
@click.option("--reveal", is_flag=True, help="Show its secrets too. The audit log tells that you did.")
@click.pass_obj
def get(session: Session, conn_id: str, number: int | None, reveal: bool) -> None:
    """Show the connection ID."""
    from couture_scheduler.actions import connections as actions

    found: Connection = actions.get(session.actions, conn_id, number)
    if reveal:
        found = next(each for each in actions.reveal(session.actions, [conn_id]) if each.number == found.number)
    session.show.record({name.capitalize(): value for name, value in asdict(found).items()}, found)


@connections.command("set")
@CONNECTION
@NUMBER
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
    session: Session,
    /,
    conn_id: str,
    number: int | None,
    extra_file: IO[str] | None,
    ask: bool,
    ask_uri: bool,
    **fields: Any,
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
        changes = {**{name: value for name, value in given.items() if name not in ("conn_id", "number")}, **changes}
    try:
        found = actions.update(ctx, conn_id, changes, number)
    except NotFoundError:
        if number is not None:
            raise
        found = actions.create(ctx, replace(Connection(conn_id), **changes))
    session.show.text(f"The connection {conn_id} is set.", found)


@connections.command()
@CONNECTION
@click.option("--conn-type", help="Such as http, postgres, smtp, slack.")
@click.option("--conn-host")
@click.option("--conn-port", type=click.IntRange(0, 65535))
@click.option("--conn-login")
@click.option("--conn-schema", help="The name of a database, or http/https.")
@click.option("--conn-description", help="What it is for.")
@click.option("--conn-password", callback=from_input, metavar="-", help="Ask for it, or read it from standard input.")
@click.option("--conn-extra", callback=from_input, metavar="-", help="The same: a JSON object of further values.")
@click.option("--conn-uri", callback=from_input, metavar="-", help="The same: everything as a URI.")
@click.option("--conn-json", callback=from_input, metavar="-", help="The same: everything as a JSON object.")
@click.option("--another", is_flag=True, help="One more with this id: tasks get one of them at random.")
@click.pass_obj
def add(
    session: Session, /, conn_id: str, conn_uri: str | None, conn_json: str | None, another: bool, **given: Any
) -> None:
    """Make the connection ID, with Airflow's options; without --another it must not be there yet.

    Arguments can be seen in the list of processes: what holds secrets takes only - (ask, or read standard input).
    """
    from couture_scheduler.actions import connections as actions
    from couture_scheduler.actions.connection_files import connection_of

    fields = {name.removeprefix("conn_"): value for name, value in given.items() if value is not None}
    fields |= {"conn_type": fields.pop("type")} if "type" in fields else {}
    text = conn_uri if conn_uri is not None else conn_json
    if text is None and "conn_type" not in fields:
        raise click.UsageError("Give --conn-type, --conn-uri or --conn-json.")
    made = connection_of(conn_id, text if text is not None else fields)
    if text is not None and fields:
        raise click.UsageError("With --conn-uri or --conn-json nothing else is given: all is in there.")
    found = actions.create(session.actions_anywhere, made, another=another)
    which = "" if found.number == 1 else f" with the number {found.number}"
    session.show.text(f"The connection {conn_id} was made{which}.", found)


@connections.command()
@CONNECTION
@click.option("--number", type=click.IntRange(min=1), help="Which of several connections with this id.")
@click.option("--all", "every", is_flag=True, help="All connections with this id.")
@click.pass_obj
def delete(session: Session, conn_id: str, number: int | None, every: bool) -> None:
    """Delete the connection ID."""
    from couture_scheduler.actions import connections as actions

    actions.delete(session.actions, conn_id, number, every=every)
    session.show.text(f"The connection {conn_id} was deleted.", {"deleted": conn_id})


@connections.command()
@CONNECTION
@NUMBER
@click.pass_obj
def test(session: Session, conn_id: str, number: int | None) -> None:
    """Try the connection ID out: its hook asks the other system. The setting test_connection has to allow it."""
    from couture_scheduler.actions import connections as actions
    from couture_scheduler.errors import UnavailableError

    found = actions.try_out(session.actions, actions.get(session.actions, conn_id, number))
    if not found.works:
        raise UnavailableError(f"The connection {conn_id} does not work: {found.message}")
    session.show.text(f"The connection {conn_id} works. {found.message}", found)


@connections.command("import")
@SOURCE
@click.option("--overwrite", is_flag=True, help="Replace connections that are there; without it they stay as they are.")
@click.pass_obj
def import_(session: Session, file: IO[str], overwrite: bool) -> None:
    """Make the connections of FILE, which Airflow or `export` wrote: JSON, YAML or .env by the end of its name.

    For each id it has the fields or the URI, or a list of several.
    """
    from couture_scheduler.actions import connections as actions
    from couture_scheduler.actions.connection_files import connections_in

    found = connections_in(read_names(file, several=True))
    for each in found:
        actions.check(each)
    ctx = session.actions_anywhere
    known = {each.conn_id for each in actions.list_connections(ctx, limit=10**9).entries}
    kept = [] if overwrite else sorted({each.conn_id for each in found} & known)
    wanted = [each for each in found if each.conn_id not in kept]
    actions.put_all(ctx, wanted)
    said = f"{len(wanted)} connections were set."
    said += f" These were there and are as before (--overwrite replaces them): {', '.join(kept)}." if kept else ""
    session.show.text(said, {"connections": sorted(each.conn_id for each in wanted), "skipped": kept})


@connections.command()
@TARGET
@click.option("--file-format", type=click.Choice(FORMATS), help="[default: by the end of the file's name, else json]")
@click.option(
    "--serialization-format",
    "serialization",
    type=click.Choice(["json", "uri"]),
    help="Each connection as its fields or as a URI.  [default: json; uri in an .env file]",
)
@click.pass_obj
def export(session: Session, file: Path, file_format: str | None, serialization: str | None) -> None:
    """Write all connections with their secrets into FILE, which only you can read; - prints them.

    Airflow's `connections import` reads it; several with one id stand in a list, which Airflow 1.10 read. The audit log
    tells that you did.
    """
    from couture_scheduler.actions import connections as actions
    from couture_scheduler.actions.connection_files import together

    found, kind = actions.reveal(session.actions), file_format or format_of(file.name)
    how = serialization or ("uri" if kind == "env" else "json")
    document = together(found, how)
    write_names(file, document, kind, several=True)
    if str(file) != "-":
        session.show.text(f"{len(found)} connections were written to {file}.", {"connections": sorted(document)})


def _from_uri(conn_id: str, uri: str) -> Connection:
    from couture_jupyter.connections import Connection

    try:
        return Connection.from_uri(conn_id, uri)
    except ValueError as error:
        raise InvalidInputError.at("uri", str(error)) from None
