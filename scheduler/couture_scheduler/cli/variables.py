"""``couture variables``: named values for notebooks and tasks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.exported_files import SOURCE, TARGET, format_of, read_names, write_names
from couture_scheduler.cli.secret_input import read_value
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from couture_scheduler.actions.variables import VariableDetails

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
@click.option("-d", "--default", help="What to print when there is no such variable.")
@click.option("-j", "--json", "as_json", is_flag=True, help="The value is JSON: print it anew, on several lines.")
@click.pass_obj
def get(session: Session, key: str, reveal: bool, default: str | None, as_json: bool) -> None:
    """Print the value of KEY."""
    from couture_scheduler.actions import variables as actions

    try:
        found = actions.reveal(session.actions, [key])[0] if reveal else actions.get(session.actions, key)
    except NotFoundError:
        if default is None:
            raise
        session.show.text(default, {"key": key, "value": default})
        return
    session.show.text(json.dumps(_parsed(key, found.value), indent=2) if as_json else found.value, found)


def _parsed(key: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise InvalidInputError.at("json", f"The value of {key} is not JSON.") from None


@variables.command("set")
@KEY
@click.argument("value", required=False)
@click.option("--description", help="What it is for.")
@click.option("-j", "--json", "as_json", is_flag=True, help="The value must be JSON.")
@click.pass_obj
def set_(session: Session, key: str, value: str | None, description: str | None, as_json: bool) -> None:
    """Make or change the variable KEY.

    Without a VALUE it is read from standard input, or asked for: arguments can be seen in the list of processes, so do
    not give secrets as one.
    """
    from couture_scheduler.actions import variables as actions

    given = read_value(f"Value of {key}") if value is None else value
    if as_json:
        _parsed(key, given)
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
@SOURCE
@click.option(
    "-a",
    "--action-on-existing-key",
    "existing",
    type=click.Choice(["overwrite", "fail", "skip"]),
    default="overwrite",
    show_default=True,
    help="What happens to variables that are there; with fail nothing at all is changed.",
)
@click.pass_obj
def import_(session: Session, file: IO[str], existing: str) -> None:
    """Make or change the variables of FILE, which Airflow or `export` wrote: JSON, YAML or .env by the end of its name.

    JSON is {"key": value} or {"key": {"value": ..., "description": ...}}; values that are no text become JSON.
    """
    from couture_scheduler.actions.variable_imports import Existing, import_all

    outcome = import_all(session.actions_anywhere, read_names(file), Existing(existing))
    known = sorted(outcome.skipped)
    said = f"{len(outcome.done)} variables were set."
    said += f" These were there and are as before: {', '.join(known)}." if known else ""
    session.show.text(said, {"variables": sorted(outcome.done), "skipped": known})


@variables.command()
@TARGET
@click.pass_obj
def export(session: Session, file: Path) -> None:
    """Write all variables with their values, secret ones too, into FILE, which only you can read; - prints them. JSON,
    YAML or .env by the end of its name. The audit log tells that you did."""
    from couture_scheduler.actions import variables as actions

    found, kind = actions.reveal(session.actions), format_of(file.name)
    document = {each.key: _written(each, kind) for each in found}
    write_names(file, document, kind)
    if str(file) != "-":
        session.show.text(f"{len(found)} variables were written to {file}.", {"variables": sorted(document)})


def _written(variable: VariableDetails, kind: str) -> object:
    if kind == "env" or not variable.description:
        return variable.value
    return {"value": variable.value, "description": variable.description}


def _short(value: str) -> str:
    line = value.partition("\n")[0]
    return value if value == line and len(value) <= 60 else f"{line[:60]} …"
