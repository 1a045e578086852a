"""``couture pools``: how many tasks of a kind may run at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.exported_files import SOURCE, TARGET, format_of, read_names, write_names
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from couture_scheduler.actions.pools import PoolDetails
    from couture_scheduler.store.pools import PoolRecord

NAME = click.argument("name")
COLUMNS = ("Pool", "Slots", "Running", "Queued", "Scheduled", "Deferred", "Open", "Description")


@click.group(cls=Group)
def pools() -> None:
    """Pools: how many tasks of a kind may run at once."""


@pools.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List pools with what their slots do."""
    from couture_scheduler.actions import pools as actions

    found = actions.list_pools(session.actions)
    session.show.table(COLUMNS, map(_row, found), {"pools": found, "total_entries": len(found)})


def _row(entry: PoolDetails) -> list[object]:
    pool, free = entry.pool, "no limit" if entry.open is None else entry.open
    work = [entry.running, entry.queued, entry.scheduled, entry.deferred]
    return [pool.name, pool.slots, *work, free, pool.description]


@pools.command()
@NAME
@click.pass_obj
def get(session: Session, name: str) -> None:
    """Show the pool NAME."""
    from couture_scheduler.actions import pools as actions

    found = actions.get(session.actions, name)
    session.show.record(dict(zip(COLUMNS, _row(found), strict=True)), found)


@pools.command("set", context_settings={"ignore_unknown_options": True})
@NAME
@click.argument("slots", type=click.IntRange(-1))
@click.argument("description", required=False)
@click.option(
    "--include-deferred/--no-include-deferred",
    default=None,
    help="Whether tasks keep their slots while they are deferred.  [default: as it was; no for a new one]",
)
@click.pass_obj
def set_(session: Session, name: str, slots: int, description: str | None, include_deferred: bool | None) -> None:
    """Make or change the pool NAME; SLOTS -1 means no limit."""
    session.show.text(f"The pool {name} is set.", _put(session, name, slots, description, include_deferred))


@pools.command()
@NAME
@click.pass_obj
def delete(session: Session, name: str) -> None:
    """Delete the pool NAME. Tasks that name it wait until it is made again."""
    from couture_scheduler.actions import pools as actions

    actions.delete(session.actions, name)
    session.show.text(f"The pool {name} was deleted.", {"deleted": name})


@pools.command("import")
@SOURCE
@click.pass_obj
def import_(session: Session, file: IO[str]) -> None:
    """Make or change the pools of FILE, which Airflow or `export` wrote: {"name": {"slots": 5, "description": "…"}}.

    Pools that are there and not in the file stay as they are.
    """
    found = {name: _given(name, given) for name, given in read_names(file).items()}
    for name, values in found.items():
        _put(session, name, *values)
    session.show.text(f"{len(found)} pools were set.", {"pools": sorted(found)})


@pools.command()
@TARGET
@click.pass_obj
def export(session: Session, file: Path) -> None:
    """Write all pools into FILE, JSON or YAML by the end of its name; - prints them."""
    from couture_scheduler.actions import pools as actions

    found = [each.pool for each in actions.list_pools(session.actions)]
    document = {each.name: _written(each) for each in found}
    write_names(file, document, format_of(file.name))
    if str(file) != "-":
        session.show.text(f"{len(found)} pools were written to {file}.", {"pools": sorted(document)})


def _written(pool: PoolRecord) -> dict[str, Any]:
    values = {"slots": pool.slots, "description": pool.description or ""}
    return {**values, "include_deferred": pool.include_deferred}


def _put(
    session: Session, name: str, slots: int, description: str | None, include_deferred: bool | None
) -> PoolDetails:
    from couture_scheduler.actions import pools as actions

    ctx = session.actions_anywhere
    try:
        return actions.update(ctx, name, slots=slots, description=description, include_deferred=include_deferred)
    except NotFoundError:
        return actions.create(ctx, name, slots, description, include_deferred=bool(include_deferred))


def _given(name: str, given: Any) -> tuple[int, str | None, bool | None]:
    """Slots, description, and whether deferred tasks count: what older files do not say stays as it is."""
    try:
        fields = given if isinstance(given, Mapping) else {"slots": given}
        return int(fields["slots"]), fields.get("description"), fields.get("include_deferred")
    except (KeyError, TypeError, ValueError):
        told = f'The pool {name} is no object such as {{"slots": 5, "description": "…"}}.'
        raise InvalidInputError.at("file", told) from None
