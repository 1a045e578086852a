"""Where the engine answers: ``<home>/engine.json``, readable by its owner only."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "engine.json"


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """How to reach a running engine. ``authkey`` opens the connection, ``token`` proves that one may command it;
    workers get the first but not the second. ``door`` is ``host:port`` for worker machines, see
    ``executors/remote/tunnel.py``."""

    host: str
    port: int
    authkey: str
    token: str
    pid: int
    process_started: float
    started_at: str
    door: str = ""

    def for_workers(self, home: Path) -> dict[str, Any]:
        """What a worker may know."""
        return {"host": self.host, "port": self.port, "authkey": self.authkey, "home": str(home)}


def write(home: Path, address: EngineAddress) -> None:
    """Publish the address atomically with mode 0600."""
    temporary = home / f".{FILE_NAME}.{os.getpid()}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(address), file)
    temporary.replace(home / FILE_NAME)


def read(home: Path) -> EngineAddress | None:
    """The address of the engine that published last, or ``None``; it may be gone by now."""
    try:
        return EngineAddress(**json.loads((home / FILE_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def remove(home: Path, pid: int) -> None:
    """Withdraw the address if it is still that of ``pid``."""
    address = read(home)
    if address and address.pid == pid:
        (home / FILE_NAME).unlink(missing_ok=True)
