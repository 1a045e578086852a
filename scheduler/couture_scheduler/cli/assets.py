"""``couture assets``: what DAGs make and wait for, and its updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from couture_jupyter.assets import shown
from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.parameters import json_object
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from couture_scheduler.engine.partitions import Progress
    from couture_scheduler.store.asset_events import EventRecord
    from couture_scheduler.store.asset_listing import AssetRecord, Use

ASSET = click.argument("asset")
LIMIT = click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most."
)
EVENT_COLUMNS = ("Event", "When", "Asset", "Partition", "Made by", "Extra", "Started")


@click.group(cls=Group)
def assets() -> None:
    """Assets: what DAGs make and wait for, and its updates. ASSET is a name or a uri."""


@assets.command("list")
@click.option("--alias", "is_alias", is_flag=True, help="List aliases instead.")
@click.option("--all", "is_all", is_flag=True, help="Also assets that no DAG names any more.")
@LIMIT
@click.pass_obj
def list_(session: Session, is_alias: bool, is_all: bool, limit: int) -> None:
    """List assets by name, with who makes and awaits them."""
    from couture_scheduler.actions import assets as actions
    from couture_scheduler.store.asset_listing import AssetFilter

    if is_alias:
        found = actions.list_aliases(session.actions, limit=limit)
        rows = [[each.name, each.group, ", ".join(name for _, name in each.assets)] for each in found.entries]
        document = {"asset_aliases": found.entries, "total_entries": found.total}
        session.show.table(("Alias", "Group", "Assets"), rows, document, empty="No aliases.")
        return
    page = actions.list_assets(session.actions, AssetFilter(only_active=not is_all), limit=limit)
    columns = ("Asset", "Uri", "Group", "Last update", "Made by", "Awaited by")
    document = {"assets": page.entries, "total_entries": page.total}
    session.show.table(columns, map(_row, page.entries), document, empty="No assets.")


def _row(asset: AssetRecord) -> list[object]:
    last = asset.last_event[1] if asset.last_event else None
    return [asset.name, asset.uri, asset.group, last, _where(asset, "outlet"), _where(asset, "schedule")]


def _where(asset: AssetRecord, role: str) -> str:
    return ", ".join(_use(each) for each in asset.uses if each.role == role)


def _use(use: Use) -> str:
    return f"{use.dag_id}.{use.task_id}" if use.task_id else use.dag_id


@assets.command()
@ASSET
@click.option("--alias", "is_alias", is_flag=True, help="ASSET is the name of an alias.")
@click.pass_obj
def details(session: Session, asset: str, is_alias: bool) -> None:
    """Show all about an asset or an alias."""
    from couture_scheduler.actions import assets as actions

    if is_alias:
        alias = actions.alias_named(session.actions, asset)
        fields: dict[str, object] = {
            "Alias": alias.name,
            "Group": alias.group,
            "Assets": ", ".join(name for _, name in alias.assets),
            "Named by": ", ".join(map(_use, alias.uses)),
        }
        session.show.record(fields, alias)
        return
    found = actions.named(session.actions, asset)
    row = _row(found)
    fields = {
        "Asset": found.name,
        "Uri": found.uri,
        "Group": found.group,
        "Extra": _facts(found.extra),
        "Last update": row[3],
        "Made by": row[4],
        "Read by": _where(found, "inlet"),
        "Awaited by": row[5],
        "Aliases": ", ".join(name for _, name in found.aliases),
    }
    session.show.record(fields, found)


@assets.command()
@ASSET
@click.option("--conf", type=json_object, metavar="JSON", default="{}", help="What the tasks find as dag_run.conf.")
@click.option("--note", help="A remark that stays with the run.")
@click.option("--partition-key", metavar="KEY", help="Which partition is made, if the DAG has partitions.")
@click.pass_obj
def materialize(
    session: Session, asset: str, conf: dict[str, Any], note: str | None, partition_key: str | None
) -> None:
    """Start the DAG that makes an asset."""
    from couture_scheduler.actions import assets as actions

    found = actions.named(session.actions, asset)
    made = actions.materialize(session.actions, found.id, conf=conf, note=note, partition_key=partition_key)
    session.show.text(f"The run {made.run.run_id} of {made.run.dag_id} was started.", made)
    session.hint_engine()


@assets.command()
@click.argument("asset", required=False)
@LIMIT
@click.pass_obj
def events(session: Session, asset: str | None, limit: int) -> None:
    """List the newest updates, of one asset or of all."""
    from couture_scheduler.actions import assets as actions
    from couture_scheduler.store.asset_events import EventFilter

    which = EventFilter(asset_id=actions.named(session.actions, asset).id) if asset else EventFilter()
    page = actions.list_events(session.actions, which, limit=limit)
    document = {"asset_events": page.entries, "total_entries": page.total}
    session.show.table(EVENT_COLUMNS, map(_event, page.entries), document, empty="No updates.")


def _event(event: EventRecord) -> list[object]:
    source = f"{event.source_dag_id}.{event.source_task_id}" if event.source_dag_id else "by hand"
    started = ", ".join(f"{run.dag_id} {run.run_id}" for run in event.started)
    return [event.id, event.timestamp, event.name, event.partition_key, source, _facts(event.extra), started]


def _facts(extra: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in extra.items())


@assets.command()
@ASSET
@click.option("--extra", type=json_object, metavar="JSON", default="{}", help="Facts about the update.")
@click.option("--partition-key", metavar="KEY", help="Of which partition it is.")
@click.pass_obj
def update(session: Session, asset: str, extra: dict[str, Any], partition_key: str | None) -> None:
    """Note an update of an asset by hand: it starts what waits for the asset."""
    from couture_scheduler.actions import assets as actions

    found = actions.named(session.actions, asset)
    made = actions.create_event(session.actions, found.id, extra, partition_key=partition_key)
    session.show.text(f"The update {made.id} of {found.name} was noted.", made)
    session.hint_engine()


def _progress(found: Iterable[Progress]) -> str:
    return ", ".join(f"{each.asset} {each.received} of {each.required}" for each in found)


@assets.command()
@click.argument("dag_id")
@click.option("--forget", "is_forgetting", is_flag=True, help="Forget the updates that wait for its next run.")
@click.pass_obj
def queued(session: Session, dag_id: str, is_forgetting: bool) -> None:
    """Show which assets the next run of a DAG waits for, and which of them have come."""
    from couture_scheduler.actions import assets as actions

    if is_forgetting:
        number = actions.forget_queued(session.actions, dag_id=dag_id)
        session.show.text(f"{number} updates were forgotten.", {"forgotten": number})
        return
    found = actions.next_run(session.actions, dag_id)
    rows = [[each.name, each.kind, "has come" if each.since else "is awaited", each.since] for each in found.awaited]
    empty = f"No asset starts {dag_id}."
    session.show.table(("Asset", "Kind", "State", "Since"), rows, found, empty=empty)
    if found.total_partitions and not session.show.is_json:
        session.show.note(f"{found.total_partitions} partitions wait; those that came first:")
        waiting = [[each.partition_key, _progress(each.assets)] for each in found.partitions]
        session.show.table(("Partition", "Has come"), waiting, None)
    if found.expression is not None and not session.show.is_json:
        session.show.note(f"It runs when {shown(found.expression)} came.")
