"""``couture variables``: named values for notebooks and tasks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.secret_input import read_value, write_private
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError

KEY = click.argument("key")


@click.group(cls=Group)
def variables() -> None:
    """Named values for notebooks and tasks. Values under a name that tells of a secret are not shown."""


@variables.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(session: Session, limit: int) -> None:
    """List variables."""
    from couture_scheduler.actions import variables as actions

    page = actions.list_variables(session.actions, limit=limit)
    rows = [[each.key, _short(each.value), each.description] for each in page.entries]
    document = {"variables": page.entries, "total_entries": page.total}
    empty = "No variables. Make one with: couture variables set KEY"
    session.show.table(["Key", "Value", "Description"], rows, document, empty=empty)


@variables.command()
@KEY
@click.option("--reveal", is_flag=True, help="Show it even if it is secret. The audit log tells that you did.")
@click.pass_obj
def get(session: Session, key: str, reveal: bool) -> None:
    """Print the value of KEY."""
    from couture_scheduler.actions import variables as actions

    found = actions.reveal(session.actions, [key])[0] if reveal else actions.get(session.actions, key)
    session.show.text(found.value, found)


@variables.command("set")
@KEY
@click.argument("value", required=False)
@click.option("--description", help="What it is for.")
@click.pass_obj
def set_(session: Session, key: str, value: str | None, description: str | None) -> None:
    """Make or change the variable KEY.

    Without a VALUE it is read from standard input, or asked for: arguments can be seen in the list of processes, so do
    not give secrets as one.
    """
    from couture_scheduler.actions import variables as actions

    given = read_value(f"Value of {key}") if value is None else value
    found = actions.put(session.actions_anywhere, key, given, description)
    session.show.text(f"The variable {key} is set.", found)


@variables.command()
@KEY
@click.pass_obj
def delete(session: Session, key: str) -> None:
    """Delete the variable KEY."""
    from couture_scheduler.actions import variables as actions

    actions.delete(session.actions, key)
    session.show.text(f"The variable {key} was deleted.", {"deleted": key})


@variables.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.pass_obj
def import_(session: Session, file: IO[str]) -> None:
    """Make or change the variables of a JSON FILE: {"key": value} or {"key": {"value": ..., "description": ...}}."""
    from couture_scheduler.actions import variables as actions

    found = _document(file)
    for key, given in found.items():
        value, description = given, None
        if isinstance(given, dict) and set(given) <= {"value", "description"} and "value" in given:
            value, description = given["value"], given.get("description")
        actions.put(session.actions_anywhere, key, value if isinstance(value, str) else json.dumps(value), description)
    session.show.text(f"{len(found)} variables were set.", {"variables": sorted(found)})


@variables.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export(session: Session, file: Path) -> None:
    """Write all variables with their values, secret ones too, into FILE, which only you can read. The audit log tells
    that you did."""
    from couture_scheduler.actions import variables as actions

    found = actions.reveal(session.actions)
    document = {each.key: {"value": each.value, "description": each.description} for each in found}
    write_private(file, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    session.show.text(f"{len(found)} variables were written to {file}.", {"variables": sorted(document)})


def _document(file: IO[str]) -> dict[str, object]:
    try:
        found = json.load(file)
    except ValueError as error:
        raise InvalidInputError.at("file", f"{file.name} is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise InvalidInputError.at("file", f'{file.name} is not a JSON object such as {{"key": "value"}}.')
    return found


def _short(value: str) -> str:
    line = value.partition("\n")[0]
    return value if value == line and len(value) <= 60 else f"{line[:60]} …"
