"""For the tests' Jupyter server: one token a role, so that every route can be called as everyone."""

from __future__ import annotations

from typing import Any

from couture_scheduler.access import Role
from couture_server.access.roles import RoleProvider
from jupyter_server.auth import IdentityProvider, User

PREFIX = "token-of-"


class RoleTokens(IdentityProvider):  # type: ignore[misc]
    """``token-of-viewer`` signs in as the user ``viewer``, and so on; everything else is left to Jupyter."""

    async def get_user_token(self, handler: Any) -> User | None:
        """The person behind a role's token."""
        token = self.get_token(handler) or ""
        name = token.removeprefix(PREFIX)
        if token.startswith(PREFIX) and name.capitalize() in set(Role):
            return User(name)
        user: User | None = await super().get_user_token(handler)
        return user


class RoleByName(RoleProvider):  # type: ignore[misc]
    """The user ``viewer`` is a Viewer; who is not named after a role is Admin."""

    def role_of(self, user: User) -> Role:
        """The role that the user is named after."""
        name = user.username.capitalize()
        return Role(name) if name in set(Role) else Role.ADMIN
