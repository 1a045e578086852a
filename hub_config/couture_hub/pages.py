"""The Hub's pages for signing in and out, changing one's password, and asking for an account."""

from __future__ import annotations

import base64
from typing import Any

from couture_scheduler.actions import login_settings
from couture_scheduler.actions.passwords import change_own
from couture_scheduler.actions.signing_in import SignedIn, sign_in_with_ticket
from couture_scheduler.actions.signing_up import ask_to_be_let_in
from couture_scheduler.directory.settings import AuthType
from couture_scheduler.errors import InvalidInputError, SchedulerError, SignInRefused
from jupyterhub.handlers.base import BaseHandler
from jupyterhub.handlers.login import LoginHandler, LogoutHandler
from tornado import web
from tornado.httputil import url_concat

from couture_hub.auth import MustChangePassword

FORM = "form"  # parameter of the login page: show the form, and ask for no ticket
DIFFERENT = "The two new passwords are not the same."
FIRST = "Welcome. This password was given to you by somebody else: choose your own before you go on."
CLOSED = "Nobody can ask for an account here: ask an Admin, who enters people."
ASKED = (
    "Your request is noted. An Admin decides about it; then you can sign in here with the name and the password that "
    "you gave."
)


class LoginPage(LoginHandler):  # type: ignore[misc]
    """The form for name and password, and a button for the provider if there is one. What goes wrong with other ways of
    signing in is told above it, too."""

    offer = login_settings.LoginOffer(AuthType.DB, "")  # until it is known, and where the accounts cannot be reached

    async def prepare(self) -> None:
        """Look how people sign in at this moment."""
        await super().prepare()
        own = self.authenticator
        self.offer = await own.signed_in(lambda: login_settings.offer(own.store))

    def render_template(self, name: str, **what: Any) -> Any:
        """A page."""
        if name == "error.html" and self.request.method == "GET":
            told = what.get("message") or what.get("status_message", "")
            return self._render(login_error=told, username="", **what)
        return super().render_template(name, **{"offer": self.offer, **what})

    async def let_in(self, found: SignedIn) -> Any:
        """Begin the session of who has signed in."""
        self._jupyterhub_user = await self.login_user(found)
        return self._jupyterhub_user


class CoutureLoginHandler(LoginPage):
    """The login page. A password that must be changed leads to the form for it, and to no session. With Kerberos it
    asks for a ticket; a browser that has none shows the form."""

    async def get(self) -> None:
        """The form, or who shows a ticket."""
        wants_ticket = self.offer.auth_type is AuthType.KERBEROS and not self.current_user
        if wants_ticket and not self.get_argument(FORM, ""):
            kind, _, ticket = self.request.headers.get("Authorization", "").partition(" ")
            if kind.lower() == "negotiate":
                await self._with_ticket(ticket.strip())
                return
            self.set_status(401)
            self.set_header("WWW-Authenticate", "Negotiate")
        await super().get()

    async def _with_ticket(self, ticket: str) -> None:
        own, source = self.authenticator, self.authenticator.source(self)
        try:
            token = base64.b64decode(ticket, validate=True)
        except ValueError as error:
            raise web.HTTPError(400, "What the browser shows is no ticket.") from error
        found, reply = await own.signed_in(lambda: sign_in_with_ticket(own.store, own.settings, token, source))
        user = await self.let_in(found)
        self.set_header("WWW-Authenticate", f"Negotiate {base64.b64encode(reply).decode()}")
        self.redirect(self.get_next_url(user))

    async def post(self) -> None:
        """Sign in."""
        try:
            await super().post()
        except MustChangePassword:
            name = self.get_body_argument("username", strip=True)
            self.finish(await self.render_template("change-password.html", **form(self, name, told=FIRST)))


class CoutureLogoutHandler(LogoutHandler):  # type: ignore[misc]
    """Signs out. With Kerberos the login page would let the same person in again: so it shows the form there."""

    async def render_logout_page(self) -> None:
        """Where somebody is after signing out."""
        own = self.authenticator
        offer = await own.signed_in(lambda: login_settings.offer(own.store))
        asked = {FORM: "1"} if offer.auth_type is AuthType.KERBEROS else {}
        self.redirect(url_concat(self.settings["login_url"], asked))


class FormHandler(BaseHandler):  # type: ignore[misc]
    """A page with one form; what is wrong is told above it, and what was typed that is no password stays."""

    template = ""

    async def show(self, username: str, status: int = 200, **what: str) -> None:
        """The form."""
        self.set_status(status)
        self.finish(await self.render_template(self.template, **form(self, username, **what)))

    def given(self, name: str) -> str:
        """A field of the form, as it was typed."""
        return str(self.get_body_argument(name, "", strip=False))


class ChangePasswordHandler(FormHandler):
    """Changes one's own password, for people who are signed in and for those who must do it first."""

    template = "change-password.html"

    async def get(self) -> None:
        """The form."""
        await self.show(self.current_user.name if self.current_user else "")

    async def post(self) -> None:
        """Change it, and go on with the new one."""
        name, old, new = self.given("username").strip(), self.given("password"), self.given("new")
        if self.current_user and self.current_user.name != name:
            await self.show(self.current_user.name, 403, error="Everybody changes their own password.")
            return
        if new != self.given("again"):
            await self.show(name, 422, error=DIFFERENT)
            return
        own, source = self.authenticator, self.authenticator.source(self)
        try:
            await own.asked(lambda: change_own(own.store, own.settings, name, old, new, source))
        except SchedulerError as error:
            await self.show(name, status_of(error), error=str(error))
            return
        is_here = self.current_user is not None  # who is not signs in with it
        user = await self.login_user(SignedIn(name, False) if is_here else {"username": name, "password": new})
        self.redirect(self.get_next_url(user))


class ClosedSignUpHandler(BaseHandler):  # type: ignore[misc]
    """Where nobody may ask for an account, says who gives one."""

    def get(self) -> None:
        """What to do instead."""
        raise web.HTTPError(403, CLOSED)


class SignUpHandler(FormHandler):
    """Asks for an account, which an Admin makes active."""

    template = "signup.html"

    async def get(self) -> None:
        """The form."""
        await self.show("")

    async def post(self) -> None:
        """Note the wish."""
        name, new = self.given("username").strip(), self.given("new")
        if new != self.given("again"):
            await self.show(name, 422, error=DIFFERENT)
            return
        own, source = self.authenticator, self.authenticator.source(self)
        try:
            await own.asked(lambda: ask_to_be_let_in(own.store, name, new, source))
        except SchedulerError as error:
            await self.show(name, status_of(error), error=str(error))
            return
        await self.show(name, told=ASKED)


class NoWayHandler(BaseHandler):  # type: ignore[misc]
    """What the proxy shows while it knows no way to anywhere: the Hub is starting. The page needs nothing else, which
    could not be reached either, and asks again by itself."""

    async def get(self) -> None:
        """The page."""
        self.write(await self.render_template("starting.html"))


def form(handler: Any, username: str, *, told: str = "", error: str = "") -> dict[str, Any]:
    """What a form is drawn from."""
    xsrf = handler.xsrf_token.decode("ascii")
    return {"username": username, "told": told, "error": error, "xsrf": xsrf, "next": handler.get_argument("next", "")}


def status_of(error: SchedulerError) -> int:
    """The HTTP status of what is wrong with a form."""
    if isinstance(error, SignInRefused):
        return 403
    return 422 if isinstance(error, InvalidInputError) else 503
