"""Whom a token belongs to, as the Hub says, without keeping many people waiting for the Hub.

What the Hub said counts for ``cache_max_age`` seconds. JupyterHub asks again with the first request after that, and all
that come meanwhile ask, too. With many people these are hundreds at once, which the Hub answers one after the other.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import time
from dataclasses import dataclass
from typing import Any

from jupyterhub.services.auth import HubOAuth


@dataclass(frozen=True, slots=True)
class _Known:
    """What the Hub said when it was asked at this moment (``time.monotonic``); ``None``: that is nobody's token."""

    at: float
    user: dict[str, Any] | None


class ProvidentHubOAuth(HubOAuth):  # type: ignore[misc]
    """Asks once for all who want to know the same; and in the second half of an answer's time already, beside the
    request that is answered with it. No answer is used for longer than ``cache_max_age``."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._asking: dict[str, asyncio.Future[dict[str, Any] | None]] = {}

    def user_for_token(self, token: str, use_cache: bool = True, session_id: str = "", *, sync: bool = True) -> Any:
        """The user model of a token, or ``None``; with ``sync=False`` it is awaited."""
        if sync or not use_cache:
            return super().user_for_token(token, use_cache, session_id, sync=sync)
        return self._user_of(token, session_id)

    async def _user_of(self, token: str, session_id: str) -> dict[str, Any] | None:
        key = hashlib.sha256(f"{session_id}:{token}".encode("utf-8", "replace")).hexdigest()
        known: _Known | None = self.cache.get(key)
        if known is None:
            return await asyncio.shield(self._ask(key, token, session_id))
        if time.monotonic() - known.at > self.cache_max_age / 2:
            self._ask(key, token, session_id)
        return known.user

    def _ask(self, key: str, token: str, session_id: str) -> asyncio.Future[dict[str, Any] | None]:
        if key not in self._asking:
            asked = super().user_for_token(token, use_cache=False, session_id=session_id, sync=False)
            self._asking[key] = asyncio.ensure_future(asked)
            self._asking[key].add_done_callback(functools.partial(self._answered, key, time.monotonic()))
        return self._asking[key]

    def _answered(self, key: str, at: float, asked: asyncio.Future[dict[str, Any] | None]) -> None:
        """A Hub that did not answer is asked again with the next request; those who wait are told."""
        del self._asking[key]
        if not asked.cancelled() and asked.exception() is None:
            self.cache[key] = _Known(at, asked.result())
