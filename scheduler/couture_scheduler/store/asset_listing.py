"""Assets and aliases as people look at them: with who makes and who awaits them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, exists, false, func, or_, select

from couture_scheduler.store import versions
from couture_scheduler.store.assets import SCHEDULE
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.ordering import order
from couture_scheduler.store.tables import (
    asset,
    asset_alias,
    asset_alias_asset,
    asset_event,
    asset_use,
    dag,
    dag_version,
)


class Use(NamedTuple):
    """Where a DAG names an asset or an alias: ``task_id`` is empty for its schedule."""

    dag_id: str
    task_id: str
    role: str


@dataclass(frozen=True, slots=True)
class AssetRecord:
    """An asset, and where DAGs that are there name it."""

    id: int
    name: str
    uri: str
    group: str
    extra: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    uses: tuple[Use, ...] = ()
    aliases: tuple[tuple[int, str], ...] = ()
    last_event: tuple[int, datetime] | None = None
    watchers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasRecord:
    """An alias, where DAGs name it, and the assets that were updated under it."""

    id: int
    name: str
    group: str
    uses: tuple[Use, ...] = ()
    assets: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which assets; ``matches`` are of ``name`` and ``uri``. ``only_active``: a DAG that is there names it."""

    matches: tuple[TextMatch | Bound, ...] = ()
    dag_ids: Sequence[str] = field(default=())
    only_active: bool = True


def get(tx: Connection, id: int) -> AssetRecord | None:  # noqa: A002
    """The asset with this id."""
    found = _records(tx, tx.execute(select(asset).where(asset.c.id == id)).all())
    return found[0] if found else None


def find(tx: Connection, text: str) -> AssetRecord | None:
    """The asset with this name, or else this uri."""
    by_name = select(asset).where(or_(asset.c.name == text, asset.c.uri == text))
    rows = sorted(tx.execute(by_name.order_by(asset.c.id)).all(), key=lambda row: row.name != text)
    return _records(tx, rows[:1])[0] if rows else None


def page(tx: Connection, wanted: AssetFilter, order_by: str, limit: int, offset: int) -> list[AssetRecord]:
    """A page of assets."""
    columns = order(_ORDERS, order_by, asset.c.id)
    query = select(asset).where(*_conditions(wanted)).order_by(*columns).limit(limit).offset(offset)
    return _records(tx, tx.execute(query).all())


def count(tx: Connection, wanted: AssetFilter) -> int:
    """How many there are."""
    return int(tx.execute(select(func.count()).select_from(asset).where(*_conditions(wanted))).scalar_one())


def aliases(
    tx: Connection, matches: Sequence[TextMatch | Bound], order_by: str, limit: int, offset: int
) -> list[AliasRecord]:
    """A page of aliases; ``matches`` are of their ``name``."""
    query = select(asset_alias).order_by(
        *order({"id": asset_alias.c.id, "name": asset_alias.c.name}, order_by, asset_alias.c.id)
    )
    return _alias_records(tx, tx.execute(query.where(*conditions(_ALIAS, matches)).limit(limit).offset(offset)).all())


def count_aliases(tx: Connection, matches: Sequence[TextMatch | Bound]) -> int:
    """How many there are."""
    wanted = select(func.count()).select_from(asset_alias).where(*conditions(_ALIAS, matches))
    return int(tx.execute(wanted).scalar_one())


def alias(tx: Connection, id: int) -> AliasRecord | None:  # noqa: A002
    """The alias with this id."""
    found = _alias_records(tx, tx.execute(select(asset_alias).where(asset_alias.c.id == id)).all())
    return found[0] if found else None


def alias_named(tx: Connection, name: str) -> AliasRecord | None:
    """The alias with this name."""
    found = _alias_records(tx, tx.execute(select(asset_alias).where(asset_alias.c.name == name)).all())
    return found[0] if found else None


_ORDERS = {
    "id": asset.c.id,
    "name": asset.c.name,
    "uri": asset.c.uri,
    "created_at": asset.c.created_at,
    "updated_at": asset.c.updated_at,
}
_ALIAS = {"name": asset_alias.c.name}
_THERE = (asset_use.c.dag_id == dag.c.dag_id, dag.c.is_stale == false())


def _conditions(wanted: AssetFilter) -> list[ColumnElement[bool]]:
    found = conditions({"name": asset.c.name, "uri": asset.c.uri}, wanted.matches)
    if wanted.dag_ids:
        found.append(exists().where(asset_use.c.asset_id == asset.c.id, asset_use.c.dag_id.in_(wanted.dag_ids)))
    if wanted.only_active:
        in_use = exists().where(asset_use.c.asset_id == asset.c.id, *_THERE)
        by_alias = exists().where(
            asset_alias_asset.c.asset_id == asset.c.id, asset_use.c.alias_id == asset_alias_asset.c.alias_id, *_THERE
        )
        found.append(or_(in_use, by_alias))
    return found


def _records(tx: Connection, rows: Sequence[Any]) -> list[AssetRecord]:
    ids = [row.id for row in rows]
    uses, linked, last = _uses_by(tx, asset_use.c.asset_id, ids), _links(tx, ids), _last_events(tx, ids)
    watched = _watchers(tx, [use for found in uses.values() for use in found])
    return [
        AssetRecord(
            row.id,
            row.name,
            row.uri,
            row.asset_group,
            row.extra or {},
            row.created_at,
            row.updated_at,
            tuple(uses.get(row.id, ())),
            tuple(linked.get(row.id, ())),
            last.get(row.id),
            tuple(sorted(watched.get(row.name, ()))),
        )
        for row in rows
    ]


def _alias_records(tx: Connection, rows: Sequence[Any]) -> list[AliasRecord]:
    ids = [row.id for row in rows]
    uses = _uses_by(tx, asset_use.c.alias_id, ids)
    pairs = (
        select(asset_alias_asset.c.alias_id, asset.c.id, asset.c.name)
        .join(asset)
        .where(asset_alias_asset.c.alias_id.in_(ids))
    )
    assets = _grouped((owner, (number, name)) for owner, number, name in tx.execute(pairs.order_by(asset.c.name)))
    return [
        AliasRecord(row.id, row.name, row.alias_group, tuple(uses.get(row.id, ())), tuple(assets.get(row.id, ())))
        for row in rows
    ]


def _uses_by(tx: Connection, column: Any, ids: Collection[int]) -> dict[int, list[Use]]:
    query = select(column, asset_use.c.dag_id, asset_use.c.task_id, asset_use.c.role).where(column.in_(ids), *_THERE)
    rows = tx.execute(query.order_by(asset_use.c.dag_id, asset_use.c.task_id))
    return _grouped((row[0], Use(*row[1:])) for row in rows)


def _watchers(tx: Connection, uses: Iterable[Use]) -> dict[str, set[str]]:
    """The names of the watchers of each asset, as the DAGs that wait for it say."""
    ids = {use.dag_id for use in uses if use.role == SCHEDULE}
    query = select(dag_version.c.spec).join(dag, dag.c.version_id == dag_version.c.id).where(dag.c.dag_id.in_(ids))
    found: dict[str, set[str]] = {}
    for text in tx.execute(query).scalars() if ids else ():
        for each in versions.parse_spec(text).asset_watchers:
            found.setdefault(each["asset"], set()).add(each["name"])
    return found


def _links(tx: Connection, ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    query = select(asset_alias_asset.c.asset_id, asset_alias.c.id, asset_alias.c.name).join(asset_alias)
    rows = tx.execute(query.where(asset_alias_asset.c.asset_id.in_(ids)).order_by(asset_alias.c.name))
    return _grouped((owner, (number, name)) for owner, number, name in rows)


def _last_events(tx: Connection, ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    newest = select(func.max(asset_event.c.id)).where(asset_event.c.asset_id.in_(ids)).group_by(asset_event.c.asset_id)
    rows = tx.execute(
        select(asset_event.c.asset_id, asset_event.c.id, asset_event.c.timestamp).where(asset_event.c.id.in_(newest))
    )
    return {owner: (number, timestamp) for owner, number, timestamp in rows}


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for owner, value in pairs:
        found.setdefault(owner, []).append(value)
    return found
