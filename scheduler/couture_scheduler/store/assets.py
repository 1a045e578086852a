"""Assets and aliases, entered as DAGs name them and as running tasks update them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from couture_jupyter.assets import leaves
from couture_jupyter.serialization import DagSpec
from couture_scheduler.store.tables import (
    asset,
    asset_alias,
    asset_alias_asset,
    asset_event,
    asset_use,
    asset_wait,
)

SCHEDULE, INLET, OUTLET = "schedule", "inlet", "outlet"


def enter(tx: Connection, spec: DagSpec, now: datetime, *, is_new: bool) -> None:
    """Note what the DAG waits for, reads and makes. Events that it waits for no longer are forgotten."""
    wanted = {(*_ids(tx, use, now), task_id, role) for task_id, role, use in _uses(spec)}
    if is_new and not wanted:
        return
    columns = (asset_use.c.asset_id, asset_use.c.alias_id, asset_use.c.task_id, asset_use.c.role)
    rows = tx.execute(select(asset_use.c.id, *columns).where(asset_use.c.dag_id == spec.dag_id))
    known = {tuple(row[1:]): row.id for row in rows}
    gone = [known[each] for each in known.keys() - wanted]
    if gone:
        tx.execute(delete(asset_use).where(asset_use.c.id.in_(gone)))
        _forget_waits(tx, spec.dag_id)
    names = [column.name for column in columns]
    fresh = [dict(zip(names, each, strict=True)) for each in sorted(wanted - known.keys(), key=repr)]
    if fresh:
        tx.execute(insert(asset_use), [{**each, "dag_id": spec.dag_id} for each in fresh])


def _uses(spec: DagSpec) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if "assets" in spec.timetable:
        for use in leaves(spec.timetable["assets"]):
            yield "", SCHEDULE, use
    for task in spec.tasks:
        for role, uses in ((INLET, task.inlets), (OUTLET, task.outlets)):
            for use in uses:
                yield task.task_id, role, use


def _ids(tx: Connection, use: dict[str, Any], now: datetime) -> tuple[int | None, int | None]:
    if "alias" in use:
        return None, alias_id(tx, use["alias"])
    return asset_id(tx, use, now), None


def _forget_waits(tx: Connection, dag_id: str) -> None:
    """Events of assets that the DAG's schedule does not name, nor one of its aliases."""
    kept = select(asset_event.c.id).where(asset_event.c.asset_id.in_(scheduling(dag_id)))
    tx.execute(delete(asset_wait).where(asset_wait.c.dag_id == dag_id, asset_wait.c.asset_event_id.not_in(kept)))


def scheduling(dag_id: str) -> Any:
    """A query for the ids of the assets that a DAG waits for, those of its aliases included."""
    own = (asset_use.c.dag_id == dag_id, asset_use.c.role == SCHEDULE)
    by_alias = select(asset_alias_asset.c.asset_id).join(
        asset_use, asset_use.c.alias_id == asset_alias_asset.c.alias_id
    )
    direct = select(asset_use.c.asset_id).where(*own, asset_use.c.asset_id.is_not(None))
    return direct.union(by_alias.where(*own))


def asset_id(tx: Connection, use: dict[str, Any], now: datetime) -> int:
    """The id of an asset (``{"asset": …}``), entered or corrected, or of a reference (``{"asset_ref": …}``), which
    stands for an asset with nothing but a name while nobody has defined it."""
    if "asset_ref" in use:
        ((kind, text),) = use["asset_ref"].items()
        found = tx.execute(select(asset.c.id).where(asset.c[kind] == text).order_by(asset.c.id)).scalar()
        facts = {"name": text, "uri": text, "group": "asset", "extra": {}}
        return int(found) if found is not None else _insert(tx, facts, now)
    facts = use["asset"]
    row = tx.execute(select(asset).where(asset.c.name == facts["name"])).first()
    if row is None:
        return _insert(tx, facts, now)
    values = {"uri": facts["uri"], "asset_group": facts.get("group", "asset"), "extra": facts.get("extra") or None}
    if any(getattr(row, name) != value for name, value in values.items()):
        tx.execute(update(asset).where(asset.c.id == row.id).values(**values, updated_at=now))
    return int(row.id)


def _insert(tx: Connection, facts: dict[str, Any], now: datetime) -> int:
    values = {"name": facts["name"], "uri": facts["uri"], "asset_group": facts.get("group", "asset")}
    times = {"created_at": now, "updated_at": now}
    key: Any = tx.execute(insert(asset).values(**values, extra=facts.get("extra") or None, **times))
    return int(key.inserted_primary_key[0])


def alias_id(tx: Connection, facts: dict[str, str]) -> int:
    """The id of an alias, entered if it is new."""
    found = tx.execute(select(asset_alias.c.id).where(asset_alias.c.name == facts["name"])).scalar()
    if found is not None:
        return int(found)
    values = {"name": facts["name"], "alias_group": facts.get("group", "asset")}
    key: Any = tx.execute(insert(asset_alias).values(**values)).inserted_primary_key
    return int(key[0])


def link(tx: Connection, alias: int, to: int) -> None:
    """An asset was updated under an alias."""
    pair = (asset_alias_asset.c.alias_id == alias, asset_alias_asset.c.asset_id == to)
    if tx.execute(select(asset_alias_asset.c.asset_id).where(*pair)).first() is None:
        tx.execute(insert(asset_alias_asset).values(alias_id=alias, asset_id=to))


def named(tx: Connection, name: str) -> dict[str, Any] | None:
    """The name, uri, group and extra of an asset."""
    row = tx.execute(select(asset).where(asset.c.name == name)).first()
    return (
        None if row is None else {"name": row.name, "uri": row.uri, "group": row.asset_group, "extra": row.extra or {}}
    )
