"""Where a kernel asks its worker for variables and connections, and changes variables: a socket that only the kernel's
user can reach, with a token that is made for this try. When the try has ended, nobody answers."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any, Protocol

from couture_jupyter.secret_sources import CHANNEL
from couture_scheduler.files.access_lists import let_in, open_socket
from couture_scheduler.kernels.account_pools import user_named

_LONGEST_QUESTION = 1 << 23  # bytes; a variable may have a million characters
_LONGEST_FOLDER = 60  # the address of a Unix socket has at most about 100 characters


class Secrets(Protocol):
    """Who knows the answers."""

    def fetch(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        """The fields of the ``variable`` or ``connection``; ``None`` when there is none."""

    def change_variable(self, key: str, value: str | None, description: str | None = None) -> bool:
        """Set or delete a variable; whether there was one."""


@contextmanager
def open_channel(known: Secrets, account: str = "") -> Iterator[dict[str, str]]:
    """Answer while the block runs; gives the environment through which the kernel finds the way. ``account`` is the
    kernel's user where that is another one than ours."""
    folder = tempfile.mkdtemp(prefix="couture-")
    if len(folder) > _LONGEST_FOLDER:
        shutil.rmtree(folder)
        folder = tempfile.mkdtemp(prefix="couture-", dir="/tmp")
    token = secrets.token_bytes(32)
    try:
        is_posix = hasattr(socket, "AF_UNIX")
        address, family = (f"{folder}/secrets", "AF_UNIX") if is_posix else (None, "AF_PIPE")
        if account:
            let_in(Path(folder), user_named(account), may_add=False)
        with Listener(address, family, authkey=token) as listener:
            if account:
                open_socket(f"{folder}/secrets")
            threading.Thread(target=_accept, args=(listener, known), name="secrets", daemon=True).start()
            yield {CHANNEL: f"{listener.address} {token.hex()}"}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _accept(listener: Listener, known: Secrets) -> None:
    while True:
        try:
            line = listener.accept()
        except (AuthenticationError, EOFError, ConnectionError):
            continue  # a stranger, or one that has gone away
        except OSError:
            return  # closed
        threading.Thread(target=_answer, args=(line, known), daemon=True).start()


def _answer(line: Connection[Any, Any], known: Secrets) -> None:
    with suppress(OSError, EOFError), line:
        asked = json.loads(line.recv_bytes(_LONGEST_QUESTION))
        try:
            answer: dict[str, Any] = {"found": _found(known, **asked)}
        except (RuntimeError, KeyError, TypeError) as error:
            answer = {"error": str(error)}
        line.send_bytes(json.dumps(answer).encode())


def _found(known: Secrets, kind: str, name: str, **asked: Any) -> Any:
    if kind == "change":
        return known.change_variable(name, **asked)
    return known.fetch(kind, name, secret=asked.get("secret"))
