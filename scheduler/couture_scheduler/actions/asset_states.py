"""What a person may ask about the state that tasks keep with assets: look, write, forget."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions import assets
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.task_states import check
from couture_scheduler.errors import NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import asset_states
from couture_scheduler.store.asset_states import API, AssetStateRecord, Writer


@needs("assets:read")
def page(ctx: ActionContext, asset_id: int, *, limit: int = 100, offset: int = 0) -> Page[AssetStateRecord]:
    """The values that are kept with an asset, by key."""
    assets.get(ctx, asset_id)
    with ctx.store.reading() as tx:
        return Page(asset_states.page(tx, asset_id, limit, offset), asset_states.count(tx, asset_id))


@needs("assets:read")
def get(ctx: ActionContext, asset_id: int, key: str) -> AssetStateRecord:
    """One value."""
    asset = assets.get(ctx, asset_id)
    with ctx.store.reading() as tx:
        found = asset_states.get(tx, asset_id, key)
    if found is None:
        raise NotFoundError(f"Nothing is kept with the asset {asset.name!r} under {key!r}.")
    return found


@needs("assets:edit")
def put(ctx: ActionContext, asset_id: int, key: str, value: Any) -> None:
    """Keep a value, as a task would."""
    check(key, value)
    asset = assets.get(ctx, asset_id)
    with ctx.store.transaction() as tx:
        asset_states.put(tx, asset_id, AssetStateRecord(key, value, ctx.clock(), Writer(API)))
        ctx.audit(tx, "set_asset_state", details={"asset": asset.name, "key": key})  # never the value
    ctx.tell(Change("asset", user=ctx.actor.name, detail={"asset": asset.name}))


@needs("assets:edit")
def delete(ctx: ActionContext, asset_id: int, key: str | None = None) -> None:
    """Forget a value, if it is there; all without a key."""
    asset = assets.get(ctx, asset_id)
    with ctx.store.transaction() as tx:
        asset_states.remove(tx, asset_id, key)
        event = "clear_asset_state" if key is None else "delete_asset_state"
        ctx.audit(tx, event, details={"asset": asset.name} if key is None else {"asset": asset.name, "key": key})
    ctx.tell(Change("asset", user=ctx.actor.name, detail={"asset": asset.name}))
