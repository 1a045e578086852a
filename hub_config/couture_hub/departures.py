"""Who may not be here any more, or has another password: nothing of theirs goes on, no session, no token, no server.

The name of somebody's session at the Hub (``cookie_id`` in its database) begins with the standing of their account when
it began. Whether that is still so can be told after a restart, too, and by whoever looks: each request of the person
after ``auth_refresh_age``, and a look at all people every few seconds, for nobody may ask.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import Any

from jupyterhub.orm import User, new_token

GONE = "gone"
_END = "|"  # of the standing, in the name of a session


def standing(is_active: bool, password_set_at: datetime | None) -> str:
    """How an account stands; another one ends all that began before."""
    if not is_active:
        return GONE
    return "no password yet" if password_set_at is None else password_set_at.isoformat()


class Departures:
    """What people have in the Hub ``app``, and its end."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._ending: set[asyncio.Task[None]] = set()  # the event loop itself keeps no hold of its tasks

    def begin(self, user: Any, now: str) -> None:
        """Let the sessions of somebody new be of the standing ``now``; of who is known, it is told already."""
        if _END not in user.orm_user.cookie_id:
            self._rename(user, now)
            self._app.db.commit()

    def end(self, user: Any, now: str) -> None:
        """Delete the person's tokens and end their sessions now; end their servers as soon as they can be ended."""
        self._app.log.info("All of %s ends: the account or its password is another one than before", user.name)
        for each in [*user.orm_user.api_tokens, *user.orm_user.oauth_codes]:
            self._app.db.delete(each)
        self._rename(user, now)
        self._app.db.commit()
        for name, spawner in list(user.spawners.items()):
            if spawner.active:
                task = asyncio.ensure_future(self._end_server(user, name))
                self._ending.add(task)
                task.add_done_callback(partial(self._ended, user.name))

    def end_those(self, standings: dict[str, str]) -> None:
        """End what people have whose standing is another one by now; who is not named is gone."""
        for name, session in self._app.db.query(User.name, User.cookie_id).all():
            now = standings.get(name, GONE)
            if self.is_due(session, now):
                self.end(self._app.users[name], now)

    def is_due(self, session: str, now: str) -> bool:
        """Whether a session of this name began with another standing."""
        return session.rpartition(_END)[0] != now

    def _rename(self, user: Any, now: str) -> None:
        user.orm_user.cookie_id = f"{now}{_END}{new_token()}"

    async def _end_server(self, user: Any, name: str) -> None:
        spawner = user.spawners[name]
        while spawner.pending:  # until it has started it cannot be ended
            await asyncio.sleep(1)
        if spawner.active:
            await self._app.proxy.delete_user(user, name)
            await user.stop(name)

    def _ended(self, username: str, task: asyncio.Task[None]) -> None:
        self._ending.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._app.log.error("A server of %s could not be ended: %s", username, error)
