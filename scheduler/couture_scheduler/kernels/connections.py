"""What a person's pool says of a kernel, before we connect to it."""

from __future__ import annotations

from typing import Any

from couture_scheduler.errors import UnavailableError

HERE = ("127.0.0.1", "::1", "localhost")


def checked(connection: dict[str, Any], *, is_anothers: bool) -> dict[str, Any]:
    """The connection data, if we may use them. Whoever has a pool of their own says what they like: they could send us
    to somebody else's kernel, which an unsigned message would reach, or to another machine. Raises
    ``UnavailableError``."""
    if not connection.get("key"):
        raise UnavailableError("The kernel signs nothing, so it may be anybody's: it is not used.")
    if is_anothers and connection.get("transport") != "ipc" and connection.get("ip") not in HERE:
        raise UnavailableError("The kernel is not on this machine: it is not used.")
    return connection
