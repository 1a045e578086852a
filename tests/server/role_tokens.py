"""For the tests' Jupyter server: one token a person, so that every route can be called as everyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from couture_scheduler.access import DagRight, Rights, Role
from couture_scheduler.store.session import Store
from couture_server.access.roles import RoleProvider
from jupyter_server.auth import IdentityProvider, User

PREFIX = "token-of-"
ON_ONE_DAG = {"reader": DagRight.READ, "editor": DagRight.EDIT}


class RoleTokens(IdentityProvider):  # type: ignore[misc]
    """``token-of-viewer`` signs in as the user ``viewer``, and so on; everything else is left to Jupyter."""

    async def get_user_token(self, handler: Any) -> User | None:
        """The person behind a token."""
        token = self.get_token(handler) or ""
        if token.startswith(PREFIX):
            return User(token.removeprefix(PREFIX))
        user: User | None = await super().get_user_token(handler)
        return user


class RoleByName(RoleProvider):  # type: ignore[misc]
    """The user ``viewer`` is a Viewer; ``reader:sales`` and ``editor:sales`` may read or edit the DAG ``sales`` and
    nothing else, ``editor:sales,reader:wages`` two DAGs; who is named after neither is Admin."""

    def rights_of(self, name: str, store: Callable[[], Store]) -> Rights:
        """The rights that the user is named after."""
        if ":" in name:
            given = (each.split(":") for each in name.split(","))
            return Rights(dags={dag_id: ON_ONE_DAG[kind] for kind, dag_id in given}, roles=(name,))
        return Role(name.capitalize()).rights if name.capitalize() in set(Role) else Role.ADMIN.rights
