"""What a person may ask about assets: look, note an update by hand, have an asset made, forget updates that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from couture_jupyter.assets import leaves
from couture_jupyter.partitions import PartitionKeyError, check_key
from couture_scheduler.actions import find, runs
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.runs import RunDetails
from couture_scheduler.engine import partitions
from couture_scheduler.engine.partitions import Progress
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import asset_events, asset_listing, asset_waits
from couture_scheduler.store.asset_events import EventFilter, EventRecord, NewEvent
from couture_scheduler.store.asset_listing import AliasRecord, AssetFilter, AssetRecord
from couture_scheduler.store.assets import OUTLET
from couture_scheduler.store.matching import Bound, TextMatch
from couture_scheduler.store.session import Transaction

MOST_PARTITIONS = 100  # that are shown


@dataclass(frozen=True, slots=True)
class QueuedEvents:
    """Updates of an asset that wait for a DAG's next run, since the first of them."""

    dag_id: str
    display_name: str
    asset_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """An asset, alias or reference in a DAG's schedule: ``kind`` is ``asset``, ``alias`` or ``asset_ref``. ``since`` is
    when the first update came that waits for the next run; ``None``: none has."""

    kind: str
    name: str
    uri: str | None
    asset_id: int | None
    since: datetime | None
    last_event: datetime | None


@dataclass(frozen=True, slots=True)
class AwaitedPartition:
    """A key for which updates wait, and how far each asset is."""

    partition_key: str
    assets: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class NextRun:
    """What the next run of a DAG waits for; ``expression`` is ``None`` for a DAG that no asset starts. Of a DAG that
    awaits partitions (``is_partitioned``) also which keys wait, the oldest first, and how many they are."""

    dag_id: str
    expression: dict[str, Any] | None
    awaited: tuple[Awaited, ...] = ()
    is_partitioned: bool = False
    partitions: tuple[AwaitedPartition, ...] = ()
    total_partitions: int = 0


@needs("assets:read")
def list_assets(
    ctx: ActionContext, wanted: AssetFilter, *, order_by: str = "name", limit: int = 100, offset: int = 0
) -> Page[AssetRecord]:
    """A page of assets."""
    with ctx.store.reading() as tx:
        return Page(
            asset_listing.page(tx, wanted, order_by, limit, offset),
            asset_listing.count(tx, wanted),
        )


@needs("assets:read")
def get(ctx: ActionContext, asset_id: int) -> AssetRecord:
    """One asset."""
    with ctx.store.reading() as tx:
        return _asset(tx, asset_id)


@needs("assets:read")
def named(ctx: ActionContext, text: str) -> AssetRecord:
    """The asset with this name, or else this uri."""
    with ctx.store.reading() as tx:
        found = asset_listing.find(tx, text)
    if found is None:
        raise NotFoundError(f"There is no asset {text!r}.")
    return found


@needs("assets:read")
def list_aliases(
    ctx: ActionContext,
    matches: Sequence[TextMatch | Bound] = (),
    *,
    order_by: str = "name",
    limit: int = 100,
    offset: int = 0,
) -> Page[AliasRecord]:
    """A page of aliases; ``matches`` are of their ``name``."""
    with ctx.store.reading() as tx:
        return Page(
            asset_listing.aliases(tx, matches, order_by, limit, offset),
            asset_listing.count_aliases(tx, matches),
        )


@needs("assets:read")
def get_alias(ctx: ActionContext, alias_id: int) -> AliasRecord:
    """One alias."""
    with ctx.store.reading() as tx:
        found = asset_listing.alias(tx, alias_id)
    if found is None:
        raise NotFoundError(f"There is no asset alias with the id {alias_id}.")
    return found


@needs("assets:read")
def alias_named(ctx: ActionContext, name: str) -> AliasRecord:
    """The alias with this name."""
    with ctx.store.reading() as tx:
        found = asset_listing.alias_named(tx, name)
    if found is None:
        raise NotFoundError(f"There is no asset alias {name!r}.")
    return found


@needs("assets:read")
def list_events(
    ctx: ActionContext, wanted: EventFilter, *, order_by: str = "-timestamp", limit: int = 100, offset: int = 0
) -> Page[EventRecord]:
    """A page of updates, the newest first."""
    with ctx.store.reading() as tx:
        found = asset_events.page(tx, wanted, order_by, limit, offset)
        return Page(found, asset_events.count(tx, wanted))


@needs("assets:read")
def upstream_events(ctx: ActionContext, dag_id: str, run_id: str) -> list[EventRecord]:
    """The updates that started a run, the first first."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        return asset_events.page(tx, EventFilter(run=run.id), "id", asset_events.MOST_READ, 0)


@needs("assets:edit")
def create_event(
    ctx: ActionContext, asset_id: int, extra: dict[str, Any] | None = None, *, partition_key: str | None = None
) -> EventRecord:
    """Note an update by hand, of a partition where there is a key: it starts what waits for the asset, as if a task had
    made it."""
    try:
        key = None if partition_key is None else check_key(partition_key)
    except PartitionKeyError as error:
        raise InvalidInputError.at("partition_key", str(error)) from error
    asset = get(ctx, asset_id)
    with ctx.store.whole.transaction() as tx:  # it may start DAGs that this person does not see
        told = {**(extra or {}), "from_rest_api": True}
        number = asset_events.add(
            tx, NewEvent({"asset_ref": {"name": asset.name}}, told, partition_key=key), ctx.clock()
        )
        details = {"asset": asset.name} | ({"partition_key": key} if key else {})
        ctx.audit(tx, "create_asset_event", details=details)
        (made,) = asset_events.page(tx, EventFilter(id=number), "id", 1, 0)
    ctx.tell(Change("asset", user=ctx.actor.name, detail={"asset": asset.name}))
    return made


@needs("runs:trigger")
def materialize(ctx: ActionContext, /, asset_id: int, **given: Any) -> RunDetails:
    """Start the DAG that makes the asset; ``given`` as for ``runs.trigger``.

    Raises ``NotFoundError`` when none makes it, ``ConflictError`` when several do.
    """
    asset = get(ctx, asset_id)
    makers = sorted({use.dag_id for use in asset.uses if use.role == OUTLET})
    if not makers:
        raise NotFoundError(f"No DAG makes the asset {asset.name!r}: no task has it as its outlet.")
    if len(makers) > 1:
        raise ConflictError(f"Several DAGs make the asset {asset.name!r}: {', '.join(makers)}. Start one of them.")
    return runs.trigger(ctx, makers[0], **given)


@needs("assets:read")
def queued(
    ctx: ActionContext, *, dag_id: str | None = None, asset_id: int | None = None, before: datetime | None = None
) -> list[QueuedEvents]:
    """The updates that wait for a DAG, or of an asset."""
    with ctx.store.reading() as tx:
        _check(tx, dag_id, asset_id)
        rows = asset_waits.queued(tx, dag_id=dag_id, asset_id=asset_id, before=before)
    return [QueuedEvents(row.dag_id, row.display_name, row.asset_id, row.name, row.since) for row in rows]


@needs("assets:edit")
def forget_queued(
    ctx: ActionContext, *, dag_id: str | None = None, asset_id: int | None = None, before: datetime | None = None
) -> int:
    """Forget the updates that wait for a DAG, or of an asset; how many. ``NotFoundError`` when none waits."""
    with ctx.store.transaction() as tx:
        _check(tx, dag_id, asset_id)
        number = asset_waits.forget(tx, dag_id=dag_id, asset_id=asset_id, before=before)
        if not number:
            raise NotFoundError("No update of an asset waits there.")
        details = {"number": number} if asset_id is None else {"number": number, "asset_id": asset_id}
        ctx.audit(tx, "delete_asset_queued_events", dag_id=dag_id, details=details)
    ctx.tell(Change("asset", dag_id=dag_id, user=ctx.actor.name))
    return number


@needs("assets:read")
def next_run(ctx: ActionContext, dag_id: str) -> NextRun:
    """What the next run of a DAG waits for, and what of it has come."""
    with ctx.store.reading() as tx:
        spec = find.version(tx, dag_id).spec
        timetable = spec.timetable
        if "assets" not in timetable:
            return NextRun(dag_id, None)
        since = {row.asset_id: row.since for row in asset_waits.queued(tx, dag_id=dag_id)}
        awaited = {repr(leaf): _awaited(tx, leaf, since) for leaf in leaves(timetable["assets"])}
        is_partitioned = partitions.awaits_partitions(spec)
        came = asset_waits.partitions_of(tx, dag_id) if is_partitioned else {}
    waiting = [
        AwaitedPartition(key, tuple(partitions.progress(partitions.awaited(spec), key, found)))
        for key, found in islice(came.items(), MOST_PARTITIONS)
    ]
    return NextRun(dag_id, timetable["assets"], tuple(awaited.values()), is_partitioned, tuple(waiting), len(came))


def _awaited(tx: Transaction, leaf: dict[str, Any], since: dict[int, datetime]) -> Awaited:
    ((kind, facts),) = leaf.items()
    if kind == "alias":
        alias = asset_listing.alias_named(tx, facts["name"])
        came = [since[each] for each, _ in (alias.assets if alias else ()) if each in since]
        return Awaited(kind, facts["name"], None, None, min(came, default=None), None)
    name = str(facts.get("name") or facts["uri"])
    asset = asset_listing.find(tx, name)
    if asset is None:
        return Awaited(kind, name, facts.get("uri"), None, None, None)
    last = asset.last_event[1] if asset.last_event else None
    return Awaited(kind, asset.name, asset.uri, asset.id, since.get(asset.id), last)


def _asset(tx: Transaction, asset_id: int) -> AssetRecord:
    found = asset_listing.get(tx, asset_id)
    if found is None:
        raise NotFoundError(f"There is no asset with the id {asset_id}.")
    return found


def _check(tx: Transaction, dag_id: str | None, asset_id: int | None) -> None:
    if dag_id is not None:
        find.dag(tx, dag_id)
    if asset_id is not None:
        _asset(tx, asset_id)
