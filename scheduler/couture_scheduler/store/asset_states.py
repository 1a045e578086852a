"""What tasks keep with assets over runs, by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import asset, asset_alias, asset_alias_asset, asset_state_store, asset_use

TASK, API, WATCHER = "task", "api", "watcher"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a value: a task instance (``task``), a person (``api``), or the trigger of a ``watcher``."""

    kind: str
    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    map_index: int | None = None


@dataclass(frozen=True, slots=True)
class AssetStateRecord:
    """One value (JSON), and who wrote it last."""

    key: str
    value: Any
    updated_at: datetime
    writer: Writer


def put(tx: Connection, asset_id: int, record: AssetStateRecord) -> None:
    """Keep a value in place of the one that is there."""
    writer = {f"writer_{name}": getattr(record.writer, name) for name in Writer.__dataclass_fields__}
    values = {"key": record.key, "value": record.value, "updated_at": record.updated_at}
    upsert(tx, asset_state_store, [{"asset_id": asset_id, **values, **writer}])


def get(tx: Connection, asset_id: int, key: str) -> AssetStateRecord | None:
    """One value."""
    row = tx.execute(_COLUMNS.where(_C.asset_id == asset_id, _C.key == key)).first()
    return None if row is None else _record(*row)


def page(tx: Connection, asset_id: int, limit: int, offset: int) -> list[AssetStateRecord]:
    """The values of an asset, by key."""
    query = _COLUMNS.where(_C.asset_id == asset_id).order_by(_C.key).limit(limit).offset(offset)
    return [_record(*row) for row in tx.execute(query)]


def count(tx: Connection, asset_id: int) -> int:
    """How many there are."""
    query = select(func.count()).select_from(asset_state_store).where(_C.asset_id == asset_id)
    return int(tx.execute(query).scalar_one())


def remove(tx: Connection, asset_id: int, key: str | None) -> None:
    """Forget one value, if it is there; all with ``None``."""
    gone = delete(asset_state_store).where(_C.asset_id == asset_id)
    tx.execute(gone if key is None else gone.where(_C.key == key))


def asset_id(tx: Connection, reference: dict[str, str]) -> int | None:
    """The asset with this ``name`` or ``uri``."""
    ((kind, text),) = reference.items()
    found = tx.execute(select(asset.c.id).where(asset.c[kind] == text).order_by(asset.c.id)).scalar()
    return None if found is None else int(found)


def aliased(tx: Connection, alias: str) -> list[str]:
    """The names of the assets that were ever updated under an alias."""
    linked = select(asset_alias_asset.c.asset_id).join(asset_alias).where(asset_alias.c.name == alias)
    return list(tx.execute(select(asset.c.name).where(asset.c.id.in_(linked)).order_by(asset.c.id)).scalars())


def remove_unused(tx: Connection) -> int:
    """Forget the state of assets that no DAG names, nor one of their aliases; how many values. A DAG whose file is away
    for a while still names its assets."""
    used = select(asset_use.c.asset_id).where(asset_use.c.asset_id.is_not(None))
    by_alias = select(asset_alias_asset.c.asset_id).join(
        asset_use, asset_use.c.alias_id == asset_alias_asset.c.alias_id
    )
    return tx.execute(delete(asset_state_store).where(_C.asset_id.not_in(used), _C.asset_id.not_in(by_alias))).rowcount


def _record(key: str, value: Any, updated_at: datetime, *writer: Any) -> AssetStateRecord:
    return AssetStateRecord(key, value, updated_at, Writer(*writer))


_C = asset_state_store.c
_COLUMNS = select(_C.key, _C.value, _C.updated_at, *(_C[f"writer_{name}"] for name in Writer.__dataclass_fields__))
