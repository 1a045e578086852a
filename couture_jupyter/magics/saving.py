"""Puts a DAG's file into the workspace, and waits until the engine has read it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from IPython.core.error import StdinNotImplementedError, UsageError

from couture_jupyter.client import Client, ClientError, part
from couture_jupyter.event_socket import EventSocket

PATIENCE = 60.0  # seconds until an engine that runs should have read a file
_SWEEP = 5.0


def save(client: Client, dag_id: str, text: str, *, overwrite: bool, ask: Callable[[str], str]) -> str:
    """Save, and say what became of it. A file that is there and differs is replaced only if the person says so."""
    workspace = client.get("workspace")
    path = _path(workspace, dag_id)
    if "dagFiles:edit" not in workspace["permissions"]:
        raise UsageError(f"You ({workspace['user']}, {workspace['role']}) may not change DAGs.")
    there = client.read_file(path)
    shown = f"{workspace['dags_folder']}/{dag_id}.py"
    if there == text:
        return f"{shown} is as it was."
    if there is not None and not overwrite:
        _confirm(shown, ask)
    with client.events() as events:
        client.write_file(path, text)
        return f"Saved as {shown}. {_await_engine(client, events, dag_id, text)}"


def _path(workspace: dict[str, Any], dag_id: str) -> str:
    """The file's path below the server's root."""
    if workspace["dags_folder"] is None or workspace["root_prefix"] is None:
        told = "The DAG folder lies outside of what this Jupyter server shows."
        raise UsageError(f"{told} %dag code {dag_id} prints the file: save it there.")
    return "/".join(filter(None, [workspace["root_prefix"], workspace["dags_folder"], f"{dag_id}.py"]))


def _confirm(shown: str, ask: Callable[[str], str]) -> None:
    try:
        answer = ask(f"{shown} exists and differs. Replace it? [y/N] ")
    except (StdinNotImplementedError, EOFError):
        raise UsageError(f"{shown} exists and differs, and nobody can be asked. Add --overwrite.") from None
    if answer.strip().lower() not in ("y", "yes"):
        raise UsageError(f"{shown} was left as it is.")


def _await_engine(client: Client, events: EventSocket, dag_id: str, text: str) -> str:
    if client.get("engine")["state"] not in ("running", "starting"):
        return "No engine is running, so nobody reads it yet. Start it in the status bar, or with: couture engine start"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = _as_read(client, dag_id, text)
        if answer is not None:
            return answer
        events.changes(_SWEEP)
    return f"The engine has not read it yet; see %dag show {dag_id}."


def _as_read(client: Client, dag_id: str, text: str) -> str | None:
    for each in client.get("importErrors", limit=1000)["import_errors"]:
        if each["filename"].rpartition("/")[2] == f"{dag_id}.py":
            raise UsageError(f"The engine cannot read the file: {each['message']}")
    try:
        if client.get(f"dagSources/{part(dag_id)}")["content"] != text:
            return None
        dag = client.get(f"dags/{part(dag_id)}")
    except ClientError as error:
        if error.status == 404:
            return None
        raise
    state = f"paused: %dag unpause {dag_id} switches it on" if dag["is_paused"] else "on"
    return f"The DAG {dag_id} is there, and {state}. Run it now with: %dag run {dag_id}"
