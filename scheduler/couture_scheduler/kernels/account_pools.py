"""The kernel pools of people: each runs as its person's own user of the system, and lends to the service.

Their place is a folder that only root can write. In it are the socket ``starter``, at which the service has the pool of
an account started, and a folder for each account with the socket ``pool``. That folder is the person's, who may put
there what they like: so the service asks who is at the other end before it says anything.
"""

from __future__ import annotations

import json
import os
import pwd
import socket
import struct
from pathlib import Path

from couture_scheduler.errors import UnavailableError

PLACE = "COUTURE_ACCOUNT_POOLS"  # in the environment of the service, where there are such pools
STARTER = "starter"
SOCKET = "pool"
RUNNER = "runner"  # beside it: where processes of the person are started, see ``runner.py``
PATIENCE = 90.0  # seconds for a pool to start


def place() -> Path | None:
    """Where the pools of people are; ``None``: everything runs as one user."""
    found = os.environ.get(PLACE)
    return Path(found) if found else None


def address_of(account: str) -> Path:
    """The address of the account's pool; the value for ``Launch.kernel_pool``."""
    found = place()
    if found is None:
        raise UnavailableError("There are no kernel pools of people here.")
    return found / account / SOCKET


def is_account_pool(address: Path) -> bool:
    """Whether this is the address of a person's pool, or the address file of our own."""
    return address.name == SOCKET


def user_named(name: str) -> int:
    """The number of a user of the system. Raises ``UnavailableError`` when there is none."""
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        raise UnavailableError(f"There is no user {name!r} on this system, as whom the notebook would run.") from None


def accounts() -> list[str]:
    """Whose pools have been started here."""
    found = place()
    if found is None or not found.is_dir():
        return []
    return sorted(each.name for each in found.iterdir() if each.is_dir())


def call(address: Path, name: str = SOCKET, patience: float = PATIENCE) -> socket.socket | None:
    """A line to the socket called ``name`` of the account's pool; ``None`` when it does not run."""
    line = socket.socket(socket.AF_UNIX)
    try:
        _wait_at_most(line, int(patience))  # whoever has a pool may let nobody in
        line.connect(str(address.with_name(name)))
        _wait_at_most(line, 0)  # for as long as it takes
    except OSError:
        line.close()
        return None
    if peer(line) != user_named(address.parent.name):
        line.close()
        raise UnavailableError(f"At {address.with_name(name)} is not {address.parent.name}, whose kernel pool it is.")
    return line


def _wait_at_most(line: socket.socket, seconds: int) -> None:
    """For the other end to take something. A timeout of Python's would not wait at all where many connect at once."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("@ll", seconds, 0))


def start(address: Path) -> None:
    """Have the starter start the pool of ``address``. Raises ``UnavailableError`` with its sentence."""
    account = address.parent.name
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(str(address.parent.with_name(STARTER)))
            line.sendall(account.encode() + b"\n")
            answer = json.loads(line.makefile("rb").readline())
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"The kernel pool of {account} cannot be started: the starter of the Hub does not answer ({error})."
        ) from error
    if "error" in answer:
        raise UnavailableError(answer["error"])


def peer(line: socket.socket) -> int:
    """The user at the other end."""
    _, user, _ = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return int(user)
