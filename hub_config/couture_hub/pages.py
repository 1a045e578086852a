"""The Hub's pages about passwords: signing in, changing one's password, asking for an account."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions.passwords import change_own
from couture_scheduler.actions.signing_up import ask_to_be_let_in
from couture_scheduler.errors import InvalidInputError, SchedulerError, SignInRefused
from jupyterhub.handlers.base import BaseHandler
from jupyterhub.handlers.login import LoginHandler

from couture_hub.auth import MustChangePassword

DIFFERENT = "The two new passwords are not the same."
FIRST = "Welcome. This password was given to you by somebody else: choose your own before you go on."
ASKED = (
    "Your request is noted. An Admin decides about it; then you can sign in here with the name and the password that "
    "you gave."
)


class CoutureLoginHandler(LoginHandler):  # type: ignore[misc]
    """The login page. A password that must be changed leads to the form for it, and to no session."""

    async def post(self) -> None:
        """Sign in."""
        try:
            await super().post()
        except MustChangePassword:
            name = self.get_body_argument("username", strip=True)
            self.finish(await self.render_template("change-password.html", **form(self, name, told=FIRST)))


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
        user = await self.login_user({"username": name, "password": new})
        self.redirect(self.get_next_url(user))


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


def form(handler: Any, username: str, *, told: str = "", error: str = "") -> dict[str, Any]:
    """What a form is drawn from."""
    xsrf = handler.xsrf_token.decode("ascii")
    return {"username": username, "told": told, "error": error, "xsrf": xsrf, "next": handler.get_argument("next", "")}


def status_of(error: SchedulerError) -> int:
    """The HTTP status of what is wrong with a form."""
    if isinstance(error, SignInRefused):
        return 403
    return 422 if isinstance(error, InvalidInputError) else 503
