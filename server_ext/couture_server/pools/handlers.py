"""Routes of pools."""

from __future__ import annotations

from couture_scheduler.actions import pools
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_server.http.resources import like
from couture_server.http.routes import Routes
from couture_server.pools.bodies import Pool, PoolBody, PoolCollection, PoolPatch, PoolQuery

routes = Routes("Pool")


@routes.get("pools", "pools:read")
def get_pools(ctx: ActionContext, query: PoolQuery) -> PoolCollection:
    """List pools."""
    text = like(query.pool_name_pattern).lower()
    found = [_answer(each) for each in pools.list_pools(ctx) if text in each.pool.name.lower()]
    return PoolCollection(pools=found[query.offset : query.offset + query.limit], total_entries=len(found))


@routes.post("pools", "pools:edit", status=201)
def post_pool(ctx: ActionContext, body: PoolBody) -> Pool:
    """Create a pool."""
    return _answer(pools.create(ctx, body.name, body.slots, body.description))


@routes.get("pools/{pool_name}", "pools:read")
def get_pool(ctx: ActionContext, pool_name: str) -> Pool:
    """One pool."""
    return _answer(pools.get(ctx, pool_name))


@routes.patch("pools/{pool_name}", "pools:edit")
def patch_pool(ctx: ActionContext, pool_name: str, body: PoolPatch) -> Pool:
    """Change a pool."""
    if (body.name or body.pool or pool_name) != pool_name:
        raise InvalidInputError.at("name", "A pool cannot be renamed: tasks name it. Make another one.")
    return _answer(pools.update(ctx, pool_name, slots=body.slots, description=body.description))


@routes.delete("pools/{pool_name}", "pools:edit")
def delete_pool(ctx: ActionContext, pool_name: str) -> None:
    """Delete a pool."""
    pools.delete(ctx, pool_name)


def _answer(found: pools.PoolDetails) -> Pool:
    return Pool(
        name=found.pool.name,
        slots=found.pool.slots,
        description=found.pool.description,
        occupied_slots=found.occupied,
        running_slots=found.running,
        queued_slots=found.queued,
        scheduled_slots=found.scheduled,
        open_slots=-1 if found.open is None else found.open,
        deferred_slots=found.deferred,
    )
