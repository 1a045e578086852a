"""How workers and the engine reach the kernel pool; who finds none starts one."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from couture_scheduler.errors import UnavailableError
from couture_scheduler.files.environment import without_secrets
from couture_scheduler.kernels import account_pools

ADDRESS_NAME = "kernel-pool.json"
START_TIMEOUT = 60.0
ANSWER_TIMEOUT = 30.0
LONGEST = 1 << 24  # bytes of an answer
START_TRIES = 3  # of a person's pool, which may just be ending


def address_file(home: Path) -> Path:
    """Where the pool of this home says where it is; the value for ``Launch.kernel_pool``, unless it is a person's
    (``account_pools.address_of``)."""
    return home / ADDRESS_NAME


def pool_of(home: Path, account: str | None) -> Path:
    """The address of the account's pool, or, without one, of that of this home."""
    return account_pools.address_of(account) if account else address_file(home)


class PoolConnection:
    """A line to the pool. Closing it gives the borrowed kernel back."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._rest = b""

    def fileno(self) -> int:
        """For waiting on news from the pool."""
        return self._line.fileno()

    def tell(self, **command: Any) -> None:
        """Send a command."""
        self._line.sendall(json.dumps(command).encode() + b"\n")

    def hear(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message. Raises ``UnavailableError`` when the pool is gone, ``TimeoutError`` when it is silent."""
        deadline = None if timeout is None else time.monotonic() + timeout
        self._line.settimeout(timeout)
        while b"\n" not in self._rest:
            if deadline is not None:  # for the whole message, however it comes
                self._line.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                data = self._line.recv(1 << 16)
            except ConnectionError:
                data = b""
            if not data or len(self._rest) > LONGEST:
                raise UnavailableError("The kernel pool ended unexpectedly.")
            self._rest += data
            if deadline is not None and time.monotonic() > deadline and b"\n" not in self._rest:
                raise TimeoutError
        line, _, self._rest = self._rest.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def close(self) -> None:
        """Give back what was borrowed."""
        self._line.close()


def connect(file: Path, *, spares: int = 1) -> PoolConnection:
    """A line to the pool of ``file``, which is started when there is none. Raises ``UnavailableError`` with the reason
    why it cannot be."""
    if account_pools.is_account_pool(file):
        return _connect_to_account(file)
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        found = try_to_connect(file)
        if found is not None:
            return found
        if time.monotonic() > deadline:
            raise UnavailableError("The kernel pool could not be started.")
        if not _start(file, spares):
            time.sleep(0.05)  # another process is just starting it


def try_to_connect(file: Path, patience: float = account_pools.PATIENCE) -> PoolConnection | None:
    """A line to the pool, or ``None`` when none runs. A person's pool has ``patience`` seconds to let us in."""
    if account_pools.is_account_pool(file):
        found = account_pools.call(file, patience=patience)
        return None if found is None else PoolConnection(found)
    try:
        address = json.loads(file.read_bytes())["address"]
    except (OSError, ValueError, KeyError):
        return None
    line = socket.socket(socket.AF_UNIX)
    try:
        line.connect(address)
    except OSError:
        line.close()
        return None
    return PoolConnection(line)


def interpreter_of(file: Path, kernel_name: str) -> str | None:
    """The Python that runs kernels of this kernelspec, as whoever has the pool knows it; ``None`` when it is none."""
    found = _asked(file, "interpreter", kernel=kernel_name)
    return str(found) if found else None


def kernel_names(file: Path) -> list[str]:
    """The kernelspecs of whoever has the pool."""
    return [str(each) for each in _asked(file, "kernels")]


def _asked(file: Path, what: str, **question: Any) -> Any:
    line = connect(file)
    try:
        line.tell(do=what, **question)
        return line.hear(ANSWER_TIMEOUT)[what]
    except (OSError, KeyError) as error:
        raise UnavailableError(f"The kernel pool does not answer: {error}.") from error
    finally:
        line.close()


def _connect_to_account(address: Path) -> PoolConnection:
    for _ in range(START_TRIES):
        found = try_to_connect(address)
        if found is not None:
            return found
        account_pools.start(address)
    raise UnavailableError(f"The kernel pool of {address.parent.name} ended as soon as it was started.")


def _start(file: Path, spares: int) -> bool:
    """Start the pool and wait until it is ready; ``False`` when another one holds the place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file.with_suffix(".log"), "ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "couture_scheduler.kernels.pool", str(file), "--spares", str(spares)],
            cwd=file.parent,  # kernels import what they need before they go to a notebook: not from the workspace
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=without_secrets(),
            start_new_session=True,
        )
    with process.stdout as told:  # type: ignore[union-attr]
        return told.readline() == b"ready\n"


class PoolKeeper:
    """The engine's hand on the pool: as long as it is held, the pool stays, with warm kernels."""

    def __init__(self, home: Path, *, spares: int = 1) -> None:
        self.address = str(address_file(home))
        self._spares = spares
        self._connection: PoolConnection | None = None

    def warm(self, kernel_names: Sequence[str]) -> None:
        """Have kernels of these names ready; starts the pool when it does not run, which takes about a second."""
        for _ in range(2):
            if self._connection is None:
                self._connection = connect(Path(self.address), spares=self._spares)
                self._connection.tell(do="keep")
            try:
                self._connection.tell(do="warm", kernels=list(kernel_names))
                return
            except OSError:
                self._connection = None

    def close(self) -> None:
        """Let go: the pool ends when its last kernel is given back."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
            self._connection = None
