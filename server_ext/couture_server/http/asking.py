"""Who asks, and whether they may: Jupyter's authorizer first, then our own permissions."""

from __future__ import annotations

from couture_scheduler.access import Actor
from couture_scheduler.errors import ForbiddenError
from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from couture_server.backend import Backend

# What Jupyter's own authorizer is asked for; the rest is ``write``.
_ACTIONS = {"read": "read", "trigger": "execute", "schedule": "execute", "control": "execute"}


async def who_asks(handler: JupyterHandler, backend: Backend, permission: str) -> Actor:
    """The person who asks, if they may ask for this; signed in already or turned away."""
    user = handler.current_user
    if not user:
        raise web.HTTPError(403, "You are not signed in.")
    noun, verb = permission.split(":")
    action = _ACTIONS.get(verb, "write")
    actor = Actor(backend.roles.name_of(user), backend.roles.role_of(user), handler.request.remote_ip or "")
    allowed = await ensure_async(handler.authorizer.is_authorized(handler, user, action, f"couture:{noun}"))
    if not allowed or not actor.may(permission):
        raise ForbiddenError(f"You ({actor.name}, {actor.role}) lack the permission {permission}.")
    return actor
