"""Who a signed-in person is to us. One hook: on a laptop everybody who may use the server is Admin."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable

from couture_scheduler.access import Actor, Rights, Role
from couture_scheduler.store import accounts
from couture_scheduler.store.session import Store
from jupyter_server.auth import User
from traitlets.config import LoggingConfigurable

_MADE_UP = re.compile(r"[0-9a-f]{32}")


class RoleProvider(LoggingConfigurable):
    """Says who a person is and what they may do; another class can be set as ``CoutureApp.role_provider_class``.

    Called in a thread, once for each request; ``store`` opens the database, which need not be there.
    """

    def actor_of(self, user: User, source: str, store: Callable[[], Store]) -> Actor:
        """The person behind a request that came from the address ``source``."""
        name = self.name_of(user)
        return Actor(name, self.rights_of(name, store), source)

    def rights_of(self, name: str, store: Callable[[], Store]) -> Rights:
        """What this person may do."""
        return Role.ADMIN.rights

    def name_of(self, user: User) -> str:
        """The name that runs and the audit log show.

        Whoever has the token of a single-user server gets a made-up identity ("Anonymous Io", another one for each
        browser); it is the person who runs the server.
        """
        if user.name and user.name.startswith("Anonymous ") and _MADE_UP.fullmatch(user.username):
            return _login_name()
        return str(user.username)


class AccountRoles(RoleProvider):
    """People have the roles that an Admin gave them (``couture users``, or the page *Users*); who is not known, or not
    active, may do nothing. For a server that several people use."""

    def rights_of(self, name: str, store: Callable[[], Store]) -> Rights:
        """What the roles of this person allow, as the store has them now."""
        with store().reading() as tx:
            return accounts.rights_of(tx, name)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as containers have them
        return "jupyter"
