"""Whether a connection works: its hook asks the other system, in a process of its own that gets some seconds.

In the child: ``python -m couture_scheduler.worker.try_connection`` reads the connection as JSON from its standard input
(secrets are in no list of processes) and prints one JSON document. It may only connect to addresses that the reach
allows: the connection's host is looked at before, and whatever Python connects to, redirects included, when it does.
Libraries that connect in C are held by the first alone.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from couture_jupyter.airflow_compat.finder import airflow_names
from couture_jupyter.connections import Connection
from couture_jupyter.secret_references import secret_texts
from couture_scheduler.files.addresses import Reach, addresses_of, may_reach
from couture_scheduler.files.environment import without_secrets
from couture_scheduler.kernels.masks import Masks

SECONDS = 30.0
_LONGEST = 1000  # characters of a message


@dataclass(frozen=True, slots=True)
class ConnectionVerdict:
    """Whether it works, and a sentence."""

    works: bool
    message: str


def try_connection(connection: Connection, reach: Reach, seconds: float = SECONDS) -> ConnectionVerdict:
    """Ask the other system, if its address is within reach."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "couture_scheduler.worker.try_connection"],
            input=json.dumps({"connection": dataclasses.asdict(connection), "reach": reach}).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=without_secrets(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ConnectionVerdict(False, f"The other side did not answer within {seconds:g} seconds.")
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return ConnectionVerdict(False, f"The test ended with exit status {done.returncode} and said nothing.")
    return ConnectionVerdict(bool(said["works"]), _masks(connection).hide(str(said["message"]))[:_LONGEST])


def _masks(connection: Connection) -> Masks:
    """What errors of libraries like to quote."""
    masks = Masks(secret_texts(connection))
    for value in connection.extra_dejson.values():
        if isinstance(value, str):
            masks.add(value)
    return masks


def _ask(connection: Connection) -> dict[str, Any]:
    """In the child: make the hook for the connection's type and have it look."""
    os.environ[f"AIRFLOW_CONN_{connection.conn_id.upper()}"] = json.dumps(dataclasses.asdict(connection))
    with airflow_names():
        hook = connection.get_hook()
        test = getattr(hook, "test_connection", None)
        if test is None:
            return {"works": False, "message": f"The hook {type(hook).__name__} has no way to test a connection."}
        works, message = test()
    return {"works": bool(works), "message": str(message)}


def _require_host(given: str, reach: Reach) -> None:
    """Refuse a host, or one of several, or that of a web address, that is out of reach."""
    for part in given.split(","):
        is_bare = part.count(":") > 1 and "//" not in part and "]" not in part  # an IPv6 address as it is
        host = part.strip() if is_bare else urlsplit(part if "//" in part else f"//{part}").hostname
        if host:
            with contextlib.suppress(socket.gaierror, UnicodeError):  # no name: the hook says what that means to it
                _require(host, reach)


def _look(reach: Reach, event: str, arguments: tuple[Any, ...]) -> None:
    """Called by Python before it connects."""
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple):
        _require(str(address[0]), reach)
    elif reach not in (Reach.MACHINE, Reach.ANYWHERE):
        raise PermissionError("A socket of this machine is out of reach here.")


def _require(host: str, reach: Reach) -> None:
    if not all(may_reach(address, reach) for _, address in addresses_of(host)):
        raise PermissionError(
            f"{host} is an address of this machine, or link-local: tests of connections may not reach it here. "
            "An administrator can allow it with the setting test_connection_local."
        )


def main() -> None:
    """The child."""
    given = json.load(sys.stdin)
    connection, reach = Connection(**given["connection"]), Reach(given["reach"])
    sys.addaudithook(functools.partial(_look, reach))
    with contextlib.redirect_stdout(sys.stderr):  # what libraries print is no answer
        try:
            _require_host(connection.host or "", reach)
            answer = _ask(connection)
        except Exception as error:  # the edge: whatever the hook raises is the answer
            answer = {"works": False, "message": str(error) or type(error).__name__}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
