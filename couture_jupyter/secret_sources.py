"""Where a variable or a connection comes from, for the code that asks for it.

In a task's own process the worker is asked directly; in a kernel, and in what the kernel starts, through the channel
that the worker opened for this try: its address is in the environment. Outside of a run, while a notebook is being
written, the environment variables ``COUTURE_VAR_<KEY>`` and ``COUTURE_CONN_<ID>`` (a URI) stand in, names in capitals.
Airflow's own, ``AIRFLOW_VAR_<KEY>`` and ``AIRFLOW_CONN_<ID>`` (a URI or JSON), come before all else, as in Airflow; in
a run they are those of the worker, which hides what is secret of them as it does with what the engine knows.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from couture_jupyter.connections import Connection

CHANNEL = "COUTURE_CHANNEL"  # "<address> <token>", for this try only
_listeners: list[Callable[[str, str, dict[str, Any]], None]] = []
_alone: list[bool] = []
_taken: dict[tuple[int, str | None], dict[str, int]] = {}
_NOT_THERE = "There is no {kind} {name!r}. Make it with: couture {kind}s set {name}"


def ask(kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any]:
    """The ``variable`` or ``connection`` called ``name``, as its fields. What is ``secret`` is hidden in the stored
    notebook and in the log from now on; ``None``: unless a variable's value is an everyday one.

    Raises ``KeyError`` for a variable that does not exist, ``LookupError`` for such a connection, ``RuntimeError`` when
    there is nobody to ask.
    """
    found = _answer(kind, name, secret)
    if found is None:
        raise missing(kind, _NOT_THERE.format(kind=kind, name=name))
    for hear in _listeners:
        hear(kind, name, found)
    return found


def ask_all(conn_id: str) -> list[dict[str, Any]]:
    """The fields of all connections with that id. Raises as ``ask`` does."""
    answer = _answer("connections", conn_id, None)
    if answer is None:
        raise missing("connection", _NOT_THERE.format(kind="connection", name=conn_id))
    found: list[dict[str, Any]] = answer["connections"]
    for hear in _listeners:
        for each in found:
            hear("connection", conn_id, each)
    return found


def ask_again(conn_id: str) -> dict[str, Any]:
    """A connection's fields, of several with that id always the same in one run: who asks for a login and then for the
    password gets what belongs together. Raises as ``ask`` does."""
    found = ask("connection", conn_id)
    number = _taken_in_this_run().setdefault(conn_id, found.get("number", 1))
    if found.get("number", 1) == number:
        return found
    return next((each for each in ask_all(conn_id) if each["number"] == number), found)


def _taken_in_this_run() -> dict[str, int]:
    """The numbers of the connections that were taken, by their ids."""
    from couture_jupyter.runtime import current_task

    run = (id(current_task.get(None)), os.environ.get(CHANNEL))
    if run not in _taken:
        _taken.clear()
    return _taken.setdefault(run, {})


def chosen(kind: str, found: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What a question of this kind gets of the connections with an id: ``connection`` one at random, ``connections``
    all; ``None`` when there are none."""
    if not found:
        return None
    return {"connections": found} if kind == "connections" else random.choice(found)  # noqa: S311


class VariableMissing(KeyError):
    """There is no such variable."""

    def __str__(self) -> str:
        return str(self.args[0])


class ConnectionMissing(LookupError):
    """There is no such connection."""


class NobodyToAsk(RuntimeError):
    """Neither a run nor an engine is near."""


def missing(kind: str, sentence: str) -> LookupError:
    """The error for a variable or a connection that does not exist."""
    return VariableMissing(sentence) if kind == "variable" else ConnectionMissing(sentence)


def listen(hear: Callable[[str, str, dict[str, Any]], None]) -> None:
    """From now on ``hear`` is told of what this process was given: kind, name, fields."""
    _listeners.append(hear)


def read_alone() -> None:
    """This process reads a DAG file and no engine is near: what is asked for is missing, not unknown until a run."""
    _alone.append(True)


def _answer(kind: str, name: str, secret: bool | None) -> dict[str, Any] | None:
    from couture_jupyter.runtime import current_task

    task = current_task.get(None)
    if task is not None:
        return task.fetch_secret(kind, name, secret=secret)
    if os.environ.get(CHANNEL):
        found: dict[str, Any] | None = _through_channel({"kind": kind, "name": name, "secret": secret})
        return found
    found = from_airflows_environment(kind, name) or from_environment(kind, name)
    kind = kind.removesuffix("s")
    if found is None and _alone:
        raise missing(
            kind,
            f"The {kind} {name!r} is needed to read this file, and no engine is near that may know it. Set the "
            f"environment variable {_stand_in(kind, name)}, or make it with: couture {kind}s set {name}",
        )
    if found is None:
        raise NobodyToAsk(
            f"The {kind} {name!r} is known only in a run of Couture Jupyter. To try the code outside of one, set the "
            f"environment variable {_stand_in(kind, name)}."
        )
    return found


def change_variable(key: str, value: str | None, description: str | None = None) -> bool:
    """Give a variable a value, or delete it (``None``), as the task that runs; whether there was one before.

    Raises ``RuntimeError`` outside of a run.
    """
    from couture_jupyter.runtime import current_task

    task = current_task.get(None)
    if task is not None:
        return task.change_variable(key, value, description)
    if os.environ.get(CHANNEL):
        return bool(_through_channel({"kind": "change", "name": key, "value": value, "description": description}))
    raise NobodyToAsk(f"The variable {key!r} can be changed only while a task runs, or with: couture variables set")


def _through_channel(question: dict[str, Any]) -> Any:
    from multiprocessing.connection import Client

    address, _, token = os.environ[CHANNEL].rpartition(" ")
    try:
        with Client(address, authkey=bytes.fromhex(token)) as line:
            line.send_bytes(json.dumps(question).encode())
            answer = json.loads(line.recv_bytes())
    except (OSError, EOFError) as error:
        raise RuntimeError(
            "The run that this kernel worked for has ended: it can fetch no more variables and connections."
        ) from error
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer["found"]


def from_environment(kind: str, name: str) -> dict[str, Any] | None:
    """The fields that the environment holds, or ``None``."""
    from couture_jupyter.connections import Connection

    return _held(kind, name, "COUTURE", Connection.from_uri)


def from_airflows_environment(kind: str, name: str) -> dict[str, Any] | None:
    """The fields that Airflow's environment variables hold, or ``None``."""
    from couture_jupyter.connections import Connection

    return _held(kind, name, "AIRFLOW", Connection.from_text)


def _held(kind: str, name: str, product: str, read: Callable[[str, str], Connection]) -> dict[str, Any] | None:
    given = os.environ.get(_stand_in(kind, name, product))
    if given is None:
        return None
    return {"value": given} if kind == "variable" else chosen(kind, [dataclasses.asdict(read(name, given))])


def _stand_in(kind: str, name: str, product: str = "COUTURE") -> str:
    return f"{product}_{'VAR' if kind == 'variable' else 'CONN'}_{name.upper()}"
