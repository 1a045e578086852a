"""Routes of pools."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.pools.bodies import Pool, PoolBody, PoolCollection, PoolPatch, PoolQuery

routes = Routes("Pool")


@routes.get("pools", "pools:read")
def get_pools(ctx: ActionContext, query: PoolQuery) -> PoolCollection:
    """List pools."""


@routes.post("pools", "pools:edit", status=201)
def post_pool(ctx: ActionContext, body: PoolBody) -> Pool:
    """Create a pool."""


@routes.get("pools/{pool_name}", "pools:read")
def get_pool(ctx: ActionContext, pool_name: str) -> Pool:
    """One pool."""


@routes.patch("pools/{pool_name}", "pools:edit")
def patch_pool(ctx: ActionContext, pool_name: str, body: PoolPatch) -> Pool:
    """Change a pool."""


@routes.delete("pools/{pool_name}", "pools:edit")
def delete_pool(ctx: ActionContext, pool_name: str) -> None:
    """Delete a pool."""
