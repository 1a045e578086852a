"""``couture state-store``: what tasks keep over their tries, and with assets over runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.finding_runs import find_run
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.store.asset_states import Writer

NO_INDEX = -1


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose state is meant: a task instance's, or an asset's."""

    task: tuple[str, str, str, int] | None
    asset: int | None


def _owner(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say whose state is meant; it gets the ``Owner``."""

    def with_owner(
        session: Session,
        dag_id: str | None,
        run: str | None,
        task_id: str | None,
        map_index: int,
        asset: str | None,
        **given: Any,
    ) -> None:
        command(session, _found(session, dag_id, run, task_id, map_index, asset), **given)

    with_owner.__name__, with_owner.__doc__ = command.__name__, command.__doc__
    made: Callable[..., None] = click.pass_obj(with_owner)
    for option in reversed(_OPTIONS):
        made = option(made)
    return made


_OPTIONS = (
    click.option("--dag", "dag_id", help="The state of a task of this DAG …"),
    click.option("--run", metavar="RUN_ID|LOGICAL_DATE", help="… in this run …"),
    click.option("--task", "task_id", help="… of this name."),
    click.option("--map-index", type=int, default=NO_INDEX, help="Which instance, of a mapped task."),
    click.option("--asset", help="The state of an asset instead: its name or uri."),
)


def _found(
    session: Session, dag_id: str | None, run: str | None, task_id: str | None, map_index: int, asset: str | None
) -> Owner:
    from couture_scheduler.actions import assets

    if asset and not (dag_id or run or task_id):
        return Owner(None, assets.named(session.actions, asset).id)
    if dag_id and run and task_id and not asset:
        return Owner((dag_id, find_run(session, dag_id, run).run.run_id, task_id, map_index), None)
    raise click.UsageError("Give --dag, --run and --task, or --asset.")


@click.group("state-store", cls=Group)
def state_store() -> None:
    """What tasks keep over their tries, and with assets over runs."""


@state_store.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most.")
@_owner
def list_(session: Session, owner: Owner, limit: int) -> None:
    """List what is kept, by key."""
    from couture_scheduler.actions import asset_states, task_states

    if owner.task is not None:
        page = task_states.page(session.actions, owner.task, limit=limit)
        rows = [[each.key, _shown(each.value), each.updated_at, each.expires_at] for each in page.entries]
        document = {"task_state_store": page.entries, "total_entries": page.total}
        session.show.table(["Key", "Value", "Changed", "Expires"], rows, document, empty="Nothing is kept.")
        return
    assert owner.asset is not None
    found = asset_states.page(session.actions, owner.asset, limit=limit)
    rows = [[each.key, _shown(each.value), each.updated_at, _writer(each.writer)] for each in found.entries]
    listed = {"asset_state_store": found.entries, "total_entries": found.total}
    session.show.table(["Key", "Value", "Changed", "By"], rows, listed, empty="Nothing is kept.")


@state_store.command("set")
@click.argument("key")
@click.argument("value", metavar="JSON")
@click.option("--never-expire", is_flag=True, help="Keep it as long as its run is there; for the state of a task.")
@_owner
def set_(session: Session, owner: Owner, key: str, value: str, never_expire: bool) -> None:
    """Keep a value: JSON, or else text."""
    from couture_scheduler.actions import asset_states, task_states
    from couture_scheduler.cli.parameters import typed

    found = typed([(key, value)])[key]
    if owner.task is not None:
        task_states.put(session.actions, owner.task, key, found, None if never_expire else "default")
    else:
        assert owner.asset is not None
        asset_states.put(session.actions, owner.asset, key, found)
    session.show.text(f"{key} is kept.", {"key": key, "value": found})


@state_store.command()
@click.argument("key", required=False)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@_owner
def delete(session: Session, owner: Owner, key: str | None, yes: bool) -> None:
    """Forget a value; all without KEY."""
    from couture_scheduler.actions import asset_states, task_states

    if key is None and not yes:
        click.confirm("Forget all that is kept there?", abort=True, err=True)
    if owner.asset is not None:
        asset_states.delete(session.actions, owner.asset, key)
    elif owner.task is not None and key is not None:
        task_states.delete(session.actions, owner.task, key)
    elif owner.task is not None:
        task_states.clear(session.actions, owner.task)
    session.show.text("It is forgotten.", {"key": key})


@state_store.command()
@click.option("-n", "--dry-run", "is_dry", is_flag=True, help="Only list what would be deleted.")
@click.pass_obj
def clean(session: Session, is_dry: bool) -> None:
    """Delete state of tasks that has expired. The engine does so every hour."""
    from couture_scheduler.actions import task_states

    if is_dry:
        found = task_states.expired(session.actions)
        rows = [[each.dag_id, each.run_id, each.task_id, each.map_index, each.key] for each in found]
        columns = ["DAG", "Run", "Task", "Map index", "Key"]
        session.show.table(columns, rows, {"expired": found}, empty="Nothing has expired.")
        return
    number = task_states.clean(session.actions)
    session.show.text(f"{number} values were deleted.", {"deleted": number})


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:199] + "…"


def _writer(writer: Writer) -> str:
    if writer.kind == "watcher":
        return "a watcher"
    return f"{writer.dag_id}.{writer.task_id}" if writer.dag_id else "by hand"
