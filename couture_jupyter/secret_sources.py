"""Where a variable or a connection comes from, for the code that asks for it.

In a task's own process the worker is asked directly; in a kernel, and in what the kernel starts, through the channel
that the worker opened for this try: its address is in the environment. Outside of a run, while a notebook is being
written, the environment variables ``COUTURE_VAR_<KEY>`` and ``COUTURE_CONN_<ID>`` (a URI) stand in, names in capitals.
"""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any

CHANNEL = "COUTURE_CHANNEL"  # "<address> <token>", for this try only


def ask(kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any]:
    """The ``variable`` or ``connection`` called ``name``, as its fields. What is ``secret`` is hidden in the stored
    notebook and in the log from now on; ``None``: unless a variable's value is an everyday one.

    Raises ``KeyError`` for a variable that does not exist, ``LookupError`` for such a connection, ``RuntimeError`` when
    there is nobody to ask.
    """
    found = _answer(kind, name, secret)
    if found is not None:
        return found
    if kind == "variable":
        raise KeyError(f"There is no variable {name!r}. Make it with: couture variables set {name}")
    raise LookupError(f"There is no connection {name!r}. Make it with: couture connections set {name}")


def _answer(kind: str, name: str, secret: bool | None) -> dict[str, Any] | None:
    from couture_jupyter.runtime import current_task

    task = current_task.get(None)
    if task is not None:
        return task.fetch_secret(kind, name, secret=secret)
    if os.environ.get(CHANNEL):
        return _through_channel(kind, name, secret)
    found = _from_environment(kind, name)
    if found is None:
        raise RuntimeError(
            f"The {kind} {name!r} is known only in a run of Couture Jupyter. To try the code outside of one, set the "
            f"environment variable {_stand_in(kind, name)}."
        )
    return found


def _through_channel(kind: str, name: str, secret: bool | None) -> dict[str, Any] | None:
    from multiprocessing.connection import Client

    address, _, token = os.environ[CHANNEL].rpartition(" ")
    try:
        with Client(address, authkey=bytes.fromhex(token)) as line:
            line.send_bytes(json.dumps({"kind": kind, "name": name, "secret": secret}).encode())
            answer = json.loads(line.recv_bytes())
    except (OSError, EOFError) as error:
        raise RuntimeError(
            "The run that this kernel worked for has ended: it can fetch no more variables and connections."
        ) from error
    if "error" in answer:
        raise RuntimeError(answer["error"])
    found: dict[str, Any] | None = answer["found"]
    return found


def _from_environment(kind: str, name: str) -> dict[str, Any] | None:
    from couture_jupyter.connections import Connection

    given = os.environ.get(_stand_in(kind, name))
    if given is None:
        return None
    return {"value": given} if kind == "variable" else dataclasses.asdict(Connection.from_uri(name, given))


def _stand_in(kind: str, name: str) -> str:
    return f"COUTURE_{'VAR' if kind == 'variable' else 'CONN'}_{name.upper()}"
