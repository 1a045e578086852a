"""What is left of somebody who may not be here any more: nothing that runs, and no token."""

from __future__ import annotations

import asyncio
from typing import Any

_ENDING: set[asyncio.Task[None]] = set()  # the event loop itself keeps no hold of its tasks


def end_servers(handler: Any, user: Any) -> None:
    """Delete the person's tokens now, and end their servers as soon as they can be ended."""
    for token in list(user.orm_user.api_tokens):
        handler.db.delete(token)
    handler.db.commit()
    for name, spawner in list(user.spawners.items()):
        if spawner.active and not spawner.pending:
            task = asyncio.ensure_future(handler.stop_single_user(user, name))
            _ENDING.add(task)
            task.add_done_callback(lambda done: _ended(handler, user, done))


def _ended(handler: Any, user: Any, task: asyncio.Task[None]) -> None:
    _ENDING.discard(task)
    if not task.cancelled() and (error := task.exception()):
        handler.log.error("A server of %s could not be ended: %s", user.name, error)
