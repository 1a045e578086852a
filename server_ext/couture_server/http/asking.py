"""Who asks, and whether they may: Jupyter's authorizer first, then our own permissions.

Which DAGs they may do it with is decided by the actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from couture_scheduler.access import Actor
from couture_scheduler.actions.source_address import Proxies, source_of
from couture_scheduler.errors import ForbiddenError
from couture_scheduler.store.session import Store
from jupyter_core.utils import ensure_async
from jupyter_server.auth import User
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from couture_server.access.roles import RoleProvider

# What Jupyter's own authorizer is asked for; the rest is ``write``.
_ACTIONS = {"read": "read", "trigger": "execute", "schedule": "execute", "control": "execute"}


@dataclass(frozen=True, slots=True)
class Asker:
    """A person whom Jupyter knows, and where the request came from."""

    user: User
    source: str


class Doorkeeper(Protocol):
    """What it takes to know what somebody may do."""

    roles: RoleProvider

    def store(self) -> Store:
        """The database; ``DatabaseUnavailableError`` while it is not there."""


async def who_asks(handler: JupyterHandler, proxies: Proxies, permission: str) -> Asker:
    """The person who asks, if they are signed in and Jupyter's authorizer has no objection; else turned away."""
    user = handler.current_user
    if not user:
        raise web.HTTPError(403, "You are not signed in.")
    noun, verb = permission.split(":")
    action = _ACTIONS.get(verb, "write")
    if not await ensure_async(handler.authorizer.is_authorized(handler, user, action, f"couture:{noun}")):
        raise ForbiddenError(f"This Jupyter server does not let you ({user.username}) {action} couture:{noun}.")
    return Asker(user, source_of(handler.request, proxies))


def admitted(asker: Asker, door: Doorkeeper, permission: str) -> Actor:
    """Who that is to us, if they have the permission for anything at all. Called in a thread: it may ask the store."""
    actor = door.roles.actor_of(asker.user, asker.source, door.store)
    if not actor.rights.may_somewhere(permission):
        raise ForbiddenError(f"You ({actor.name}, {actor.role}) lack the permission {permission}.")
    return actor
