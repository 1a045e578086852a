"""Who a signed-in person is to us. One hook: on a laptop everybody who may use the server is Admin."""

from __future__ import annotations

import getpass
import re

from couture_scheduler.access import Role
from jupyter_server.auth import User
from traitlets.config import LoggingConfigurable

_MADE_UP = re.compile(r"[0-9a-f]{32}")


class RoleProvider(LoggingConfigurable):
    """Says which name and role a person has; another class can be set as ``CoutureApp.role_provider_class``."""

    def role_of(self, user: User) -> Role:
        """The role of ``user``."""
        return Role.ADMIN

    def name_of(self, user: User) -> str:
        """The name that runs and the audit log show.

        Whoever has the token of a single-user server gets a made-up identity ("Anonymous Io", another one for each
        browser); it is the person who runs the server.
        """
        if user.name and user.name.startswith("Anonymous ") and _MADE_UP.fullmatch(user.username):
            return _login_name()
        return str(user.username)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as containers have them
        return "jupyter"
