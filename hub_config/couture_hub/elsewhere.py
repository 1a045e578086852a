"""Signing in at an OpenID provider: the browser leaves for it here, and comes back here."""

from __future__ import annotations

import json

from couture_scheduler.actions.signing_in import leave_for_provider, sign_in_from_provider
from couture_scheduler.directory.provider_visit import Arrival, Departure

from couture_hub.pages import LoginPage

COOKIE = "couture-sign-in"  # signed by the Hub
DAYS = 10 / 24 / 60  # that somebody may take at the provider


class ProviderPage(LoginPage):
    """Both ends of the way."""

    @property
    def callback(self) -> str:
        """The address that the provider sends people back to, as the browser sees the Hub."""
        return f"{self.request.protocol}://{self.request.host}{self.hub.base_url}oauth_callback"


class LeaveHandler(ProviderPage):
    """Sends the browser to the provider."""

    async def get(self) -> None:
        """Begin to sign in."""
        own, source, callback = self.authenticator, self.authenticator.source(self), self.callback
        address, departure = await own.signed_in(lambda: leave_for_provider(own.store, own.settings, callback, source))
        kept = json.dumps({"departure": departure.to_text(), "next": self.get_argument("next", "")})
        is_secure = self.request.protocol == "https"
        self.set_secure_cookie(
            COOKIE, kept, None, path=self.hub.base_url, httponly=True, secure=is_secure, samesite="Lax"
        )
        self.redirect(address)


class ReturnHandler(ProviderPage):
    """Where the provider sends the browser back to."""

    async def get(self) -> None:
        """Sign in whom the provider names."""
        kept = json.loads(self.get_secure_cookie(COOKIE, max_age_days=DAYS) or "{}")
        self.clear_cookie(COOKIE, path=self.hub.base_url)
        departure = Departure.from_text(kept["departure"]) if kept else None
        state, code, error = (self.get_argument(name, "") for name in ("state", "code", "error"))
        arrival = Arrival(state, code, error, departure, self.callback)
        own, source = self.authenticator, self.authenticator.source(self)
        found = await own.signed_in(lambda: sign_in_from_provider(own.store, own.settings, arrival, source))
        user = await self.let_in(found)
        self.redirect(self._validate_next_url(kept["next"]) or self.get_next_url(user))
