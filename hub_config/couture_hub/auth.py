"""Who may sign in to the Hub: people with an account of Couture's, by ``couture_scheduler.actions.signing_in``.

Nobody gets a session with a password that must be changed: the form for that comes first. Who is not active any more,
and who has another password, is signed out within ``LOOK_EVERY`` seconds, and their tokens and servers end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from couture_scheduler.access import Role
from couture_scheduler.actions.signing_in import SignedIn, sign_in
from couture_scheduler.actions.source_address import Proxies, networks, source_of
from couture_scheduler.config import Settings, load
from couture_scheduler.errors import SchedulerError, SignInRefused
from couture_scheduler.store import accounts, passwords
from couture_scheduler.store.session import Store
from jupyterhub.auth import Authenticator
from tornado import web
from tornado.ioloop import PeriodicCallback
from traitlets import Enum, List, Unicode

from couture_hub.departures import GONE, Departures, standing

LOOK_EVERY = 20  # seconds
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

    @cached_property
    def departures(self) -> Departures:
        """Ends what people have who are out."""
        return Departures(self.parent)

    async def asked(self, work: Callable[[], Answer]) -> Answer:
        """What ``work`` answers, done in a thread: the Hub's event loop waits for nothing."""
        return await asyncio.get_running_loop().run_in_executor(None, work)

    def normalize_username(self, username: str) -> str:
        """Names are as the accounts have them, upper and lower case apart."""
        return username

    async def authenticate(self, handler: Any, data: dict[str, str] | SignedIn) -> dict[str, Any]:
        """Who that is. What is wrong becomes the sentence on the login page. Our own pages give who has signed in
        another way; what comes from a form or the Hub's API is never that."""
        found = data if isinstance(data, SignedIn) else await self._by_password(handler, data)
        if found.must_change:
            raise MustChangePassword()
        record, now = await self.asked(lambda: self._account(found.username))
        if record is None:
            raise web.HTTPError(403, "There is no such account any more.")
        known = handler.find_user(found.username)
        if known is not None and self.departures.is_due(known.cookie_id, now):
            self.departures.end(known, now)
        return as_the_hub_has_it(record)

    async def signed_in(self, work: Callable[[], Answer]) -> Answer:
        """What is answered about signing in; what is wrong is a sentence for a page."""
        try:
            return await self.asked(work)
        except SignInRefused as error:
            raise web.HTTPError(403, "%s", error) from error
        except SchedulerError as error:
            self.log.error("Nobody can sign in: %s", error)
            raise web.HTTPError(503, "The accounts cannot be reached. Try again later.") from error

    async def _by_password(self, handler: Any, data: dict[str, str]) -> SignedIn:
        name, password = data.get("username", ""), data.get("password", "")
        source = self.source(handler)
        return await self.signed_in(lambda: sign_in(self.store, self.settings, name, password, source))

    async def add_user(self, user: Any) -> None:
        """Called by the Hub before somebody's first session, and at its start for all whom it knows."""
        super().add_user(user)
        _, now = await self.asked(lambda: self._account(user.name))
        self.departures.begin(user, now)

    async def refresh_user(self, user: Any, handler: Any = None, **more: Any) -> bool | dict[str, Any]:
        """Whether somebody may still be here. Who may not leaves, with their sessions, servers and tokens."""
        record, now = await self.asked(lambda: self._account(user.name))
        if self.departures.is_due(user.cookie_id, now):
            self.departures.end(user, now)
            return False
        return False if record is None or now == GONE else as_the_hub_has_it(record)

    async def look(self) -> None:
        """End what people have who are not active any more, or have another password."""
        try:
            self.departures.end_those(await self.asked(self._standings))
        except SchedulerError as error:
            self.log.error("Whether people left is not known: %s", error)

    def get_handlers(self, app: Any) -> list[tuple[str, type]]:
        """Our pages, before the Hub's own. It asks for them once, when it starts: from then on we look."""
        from couture_hub.elsewhere import LeaveHandler, ReturnHandler
        from couture_hub.pages import (
            ChangePasswordHandler,
            ClosedSignUpHandler,
            CoutureLoginHandler,
            CoutureLogoutHandler,
            NoWayHandler,
            SignUpHandler,
        )

        self._looking = PeriodicCallback(self.look, LOOK_EVERY * 1000)
        self._looking.start()
        pages = [(r"/login", CoutureLoginHandler), (r"/logout", CoutureLogoutHandler)]
        pages += [(r"/oauth_login", LeaveHandler), (r"/oauth_callback", ReturnHandler)]
        pages += [(r"/change-password", ChangePasswordHandler), (r"/error/404", NoWayHandler)]
        return [*pages, (r"/signup", SignUpHandler if self.signup == "approval" else ClosedSignUpHandler)]

    def _account(self, username: str) -> tuple[accounts.AccountRecord | None, str]:
        with self.store.reading() as tx:
            record, kept = accounts.get(tx, username), passwords.get(tx, username)
        return record, GONE if kept is None else standing(kept.is_active, kept.set_at)

    def _standings(self) -> dict[str, str]:
        with self.store.reading() as tx:
            return {name: standing(True, set_at) for name, set_at in passwords.set_at(tx).items()}


def as_the_hub_has_it(record: accounts.AccountRecord) -> dict[str, Any]:
    """A person for JupyterHub: the role Admin is Admin there, and each role is a group of that name."""
    return {"name": record.username, "admin": Role.ADMIN.value in record.roles, "groups": list(record.roles)}
