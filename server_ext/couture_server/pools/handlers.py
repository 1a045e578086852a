"""Routes of pools."""

from __future__ import annotations

from couture_scheduler.actions import pools
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_server.http.bulk import BulkAnswer, BulkBody, BulkDoor, carry_out
from couture_server.http.filters import fits
from couture_server.http.routes import Routes
from couture_server.pools.bodies import Pool, PoolBody, PoolCollection, PoolPatch, PoolQuery

routes = Routes("Pool")

_WORDS = {"name": "name", "pool": "name", "id": "name", "slots": "slots"}


@routes.get("pools", "pools:read")
def get_pools(ctx: ActionContext, query: PoolQuery) -> PoolCollection:
    """List pools."""
    found = [_answer(each) for each in pools.list_pools(ctx) if fits(query, "pool_name", each.pool.name)]
    if query.order_by:
        word = query.order_by.removeprefix("-")
        if word not in _WORDS:
            raise InvalidInputError.at("order_by", f"Pools can be ordered by {', '.join(_WORDS)}, or downwards.")
        found.sort(key=lambda pool: (getattr(pool, _WORDS[word]), pool.name), reverse=query.order_by.startswith("-"))
    return PoolCollection(pools=found[query.offset : query.offset + query.limit], total_entries=len(found))


@routes.post("pools", "pools:edit", status=201)
def post_pool(ctx: ActionContext, body: PoolBody) -> Pool:
    """Create a pool."""
    return _answer(pools.create(ctx, body.name, body.slots, body.description, include_deferred=body.include_deferred))


@routes.get("pools/{pool_name}", "pools:read")
def get_pool(ctx: ActionContext, pool_name: str) -> Pool:
    """One pool."""
    return _answer(pools.get(ctx, pool_name))


@routes.patch("pools/{pool_name}", "pools:edit")
def patch_pool(ctx: ActionContext, pool_name: str, body: PoolPatch) -> Pool:
    """Change a pool."""
    if (body.name or body.pool or pool_name) != pool_name:
        raise InvalidInputError.at("name", "A pool cannot be renamed: tasks name it. Make another one.")
    changed = pools.update(
        ctx, pool_name, slots=body.slots, description=body.description, include_deferred=body.include_deferred
    )
    return _answer(changed)


@routes.delete("pools/{pool_name}", "pools:edit")
def delete_pool(ctx: ActionContext, pool_name: str) -> None:
    """Delete a pool."""
    pools.delete(ctx, pool_name)


@routes.patch("pools", "pools:edit")
def bulk_pools(ctx: ActionContext, body: BulkBody[PoolBody]) -> BulkAnswer:
    """Make, change or delete many pools."""
    door: BulkDoor[PoolBody] = BulkDoor(
        things="pools",
        key=lambda entity: entity if isinstance(entity, str) else entity.name,
        exists=lambda name: pools.exists(ctx, name),
        create=lambda entity: post_pool(ctx, entity),
        replace=lambda entity: _change(ctx, entity, frozenset(PoolBody.model_fields)),
        update=lambda entity, fields: _change(ctx, entity, fields),
        delete=lambda name: pools.delete(ctx, name),
    )
    return carry_out(body, door)


def _change(ctx: ActionContext, entity: PoolBody, fields: frozenset[str]) -> None:
    given = entity.model_dump(include=set(fields) - {"name"})
    if "description" in given and given["description"] is None:
        given["description"] = ""
    pools.update(ctx, entity.name, **given)


def _answer(found: pools.PoolDetails) -> Pool:
    return Pool(
        name=found.pool.name,
        slots=found.pool.slots,
        description=found.pool.description,
        include_deferred=found.pool.include_deferred,
        occupied_slots=found.occupied,
        running_slots=found.running,
        queued_slots=found.queued,
        scheduled_slots=found.scheduled,
        open_slots=-1 if found.open is None else found.open,
        deferred_slots=found.deferred,
    )
