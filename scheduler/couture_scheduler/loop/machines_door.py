"""The door for worker machines, where there are such, and what the engine publishes as its address."""

from __future__ import annotations

import socket

from couture_scheduler.config import Settings
from couture_scheduler.executors.choosing import needs_door
from couture_scheduler.executors.remote.certificates import make_certificate
from couture_scheduler.executors.remote.tunnel import Door


class MachinesDoor:
    """Open while the engine works."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._door: Door | None = None

    def open(self, endpoint: tuple[str, int]) -> str:
        """Where worker machines find the engine; empty where there are none. Raises ``InvalidInputError`` or
        ``UnavailableError``."""
        if not needs_door(self._settings):
            return ""
        make_certificate(self._settings.home)
        self._door = Door(self._settings.home, self._settings.workers_listen, endpoint)
        return self._settings.workers_connect or f"{socket.getfqdn()}:{self._door.port}"

    def close(self) -> None:
        """Let nobody in any more."""
        if self._door is not None:
            self._door.close()
            self._door = None
