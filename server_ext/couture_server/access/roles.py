"""Which role a signed-in person has. One hook: on a laptop everybody who may use the server is Admin."""

from __future__ import annotations

from couture_scheduler.access import Role
from jupyter_server.auth import User
from traitlets.config import LoggingConfigurable


class RoleProvider(LoggingConfigurable):  # type: ignore[misc]  # traitlets has no types here
    """Says which role a person has; another class can be set as ``CoutureApp.role_provider_class``."""

    def role_of(self, user: User) -> Role:
        """The role of ``user``."""
        return Role.ADMIN
