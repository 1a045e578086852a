"""The engine's secret: signs the tokens of launches, so that a worker can prove to a restarted engine whose it is."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FILE_NAME = "engine.secret"


def engine_secret(home: Path) -> bytes:
    """The secret kept in ``home`` (mode 0600), made at the first call. Two engines that race get the same one."""
    path = home / FILE_NAME
    if not path.exists():
        temporary = home / f".{FILE_NAME}.{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(temporary, path)  # fails when the other one was first
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_bytes()
