"""Who may sign in to the Hub: people with an account of Couture's, by ``couture_scheduler.actions.signing_in``.

Nobody gets a session with a password that must be changed: the form for that comes first. Who is not active any more
is signed out within ``auth_refresh_age`` seconds, and their servers end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from couture_scheduler.access import Role
from couture_scheduler.actions.signing_in import sign_in
from couture_scheduler.actions.source_address import Proxies, networks, source_of
from couture_scheduler.config import Settings, load
from couture_scheduler.errors import SchedulerError, SignInRefused
from couture_scheduler.store import accounts
from couture_scheduler.store.session import Store
from jupyterhub.auth import Authenticator
from tornado import web
from traitlets import Enum, List, Unicode

from couture_hub.departures import end_servers

Answer = TypeVar("Answer")


class MustChangePassword(web.HTTPError):
    """The password is right, but only good for choosing another one."""

    def __init__(self) -> None:
        super().__init__(403, "The password must be changed before it is good for anything else.")


class CoutureAuthenticator(Authenticator):  # type: ignore[misc]
    """Couture's own accounts."""

    workspace = Unicode(help="The common workspace; its settings say where the accounts are.").tag(config=True)
    home = Unicode(help="Couture's own folder; default: .couture in the workspace.").tag(config=True)
    signup = Enum(
        ("closed", "approval"),
        "closed",
        help="Whether people may ask for an account themselves; an Admin lets them in.",
    ).tag(config=True)
    trusted_proxies = List(
        Unicode(),
        help="Addresses or networks of proxies before the Hub's own, whose X-Forwarded-For is believed.",
    ).tag(config=True)

    @cached_property
    def settings(self) -> Settings:
        """Couture's settings."""
        return load(Path(self.workspace), home=self.home or None)

    @cached_property
    def store(self) -> Store:
        """Couture's database."""
        return Store(self.settings.db_url)

    def source(self, handler: Any) -> str:
        """The address that a request comes from."""
        return source_of(handler.request, Proxies(networks(self.trusted_proxies), networks(["127.0.0.1", "::1"])))

    async def asked(self, work: Callable[[], Answer]) -> Answer:
        """What ``work`` answers, done in a thread: the Hub's event loop waits for nothing."""
        return await asyncio.get_running_loop().run_in_executor(None, work)

    def normalize_username(self, username: str) -> str:
        """Names are as the accounts have them, upper and lower case apart."""
        return username

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any] | None:
        """Who that is. What is wrong becomes the sentence on the login page."""
        name, password = data.get("username", ""), data.get("password", "")
        source = self.source(handler)
        try:
            found = await self.asked(lambda: sign_in(self.store, self.settings, name, password, source))
        except SignInRefused as error:
            raise web.HTTPError(403, "%s", error) from error
        except SchedulerError as error:
            self.log.error("Nobody can sign in: %s", error)
            raise web.HTTPError(503, "The accounts cannot be reached. Try again later.") from error
        if found.must_change:
            raise MustChangePassword()
        record = await self.asked(lambda: self._account(found.username))
        return None if record is None else as_the_hub_has_it(record)

    async def refresh_user(self, user: Any, handler: Any = None, **more: Any) -> bool | dict[str, Any]:
        """Whether somebody may still be here. Who may not leaves, with their servers and tokens."""
        record = await self.asked(lambda: self._account(user.name))
        if record is None or not record.is_active:
            self.log.info("%s has no active account any more", user.name)
            if handler is not None:
                end_servers(handler, user)
            return False
        return as_the_hub_has_it(record)

    def get_handlers(self, app: Any) -> list[tuple[str, type]]:
        """Our pages, before the Hub's own."""
        from couture_hub.pages import ChangePasswordHandler, CoutureLoginHandler, SignUpHandler

        pages = [(r"/login", CoutureLoginHandler), (r"/change-password", ChangePasswordHandler)]
        return [*pages, *([(r"/signup", SignUpHandler)] if self.signup == "approval" else [])]

    def _account(self, username: str) -> accounts.AccountRecord | None:
        with self.store.reading() as tx:
            return accounts.get(tx, username)


def as_the_hub_has_it(record: accounts.AccountRecord) -> dict[str, Any]:
    """A person for JupyterHub: the role Admin is Admin there, and each role is a group of that name."""
    return {"name": record.username, "admin": Role.ADMIN.value in record.roles, "groups": list(record.roles)}
