"""Where the pool's kernels come from: a family for each kernelspec, forked from a warm parent or started cold."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from couture_scheduler.files.environment import without_secrets
from couture_scheduler.files.processes import KERNEL_SCORE, offer_to_oom_killer
from couture_scheduler.kernels.kernelspecs import ForkRecipe, start_options
from couture_scheduler.kernels.limits import KernelLimits
from couture_scheduler.kernels.sockets import socket_options

_FORK_SERVER = Path(__file__).with_name("fork_server.py")
MOST_SPARES = 4
GRACE = 5.0  # seconds that a kernel gets for its exit handlers
GRACE_UNTOLD = 2.0
_numbers = count(1)


@dataclass(slots=True, eq=False)
class Kernel:
    """A kernel of the pool. ``on_death`` is called with a sentence when it ends without being asked to."""

    id: str
    connection_file: Path
    family: Family
    pid: int = 0
    on_death: Callable[[str], None] | None = None
    handle: Any = None
    ready: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    limits: KernelLimits = field(default_factory=KernelLimits)

    def limit(self, memory_bytes: int | None, cpus: float | None) -> None:
        """Keep the process within these limits from now on."""
        self.limits.end()
        self.limits = KernelLimits(memory_bytes, cpus)
        self.limits.begin(self.pid)

    @property
    def connection(self) -> dict[str, Any]:
        """How to reach it, and the key that its messages are signed with."""
        found: dict[str, Any] = json.loads(self.connection_file.read_bytes())
        return found

    @property
    def exceeded(self) -> str:
        """A sentence when it was ended for its memory."""
        return self.limits.exceeded


class Family(Protocol):
    """The kernels of one kernelspec."""

    used: float

    async def take(self, cwd: str, env: dict[str, str], user: int) -> Kernel:
        """A kernel that works in ``cwd`` for the process ``user``.

        Raises ``RuntimeError`` with a sentence when there is none to be had.
        """

    def assign(self, kernel: Kernel, user: int) -> None:
        """From now on it works for the process ``user``."""

    def interrupt(self, kernel: Kernel) -> None:
        """As Ctrl-C."""

    def give_back(self, kernel: Kernel, *, told: bool) -> None:
        """Its user is done with it, and has ``told`` it to end, or not."""

    @property
    def ending(self) -> bool:
        """Whether kernels that were given back have not ended yet."""

    def shrink(self) -> None:
        """Nothing was asked for long: end what only waits."""

    def close(self) -> None:
        """End everything."""


class ForkFamily:
    """Kernels forked from a warm parent; some are initialised in advance."""

    def __init__(self, recipe: ForkRecipe, folder: Path, spares: int) -> None:
        self.used = time.monotonic()
        self._recipe = recipe
        self._folder = folder
        self._least_spares = spares
        self._spares: list[Kernel] = []
        self._kernels: dict[str, Kernel] = {}
        self._channel: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    async def take(self, cwd: str, env: dict[str, str], user: int) -> Kernel:
        """The first spare, or a new one; another spare is made at once."""
        self.used = time.monotonic()
        await self._start()
        kernel = self._spares.pop(0) if self._spares else self._spawn()
        try:
            await kernel.ready
        finally:
            self._fill()
        self._tell(do="go", id=kernel.id, cwd=cwd, env=env, user=user)
        return kernel

    async def warm(self) -> None:
        """Have spares ready."""
        await self._start()
        self._fill()

    def assign(self, kernel: Kernel, user: int) -> None:
        """Should the pool be killed, the warm parent ends the kernel with its user."""
        self._tell(do="user", id=kernel.id, user=user)

    def interrupt(self, kernel: Kernel) -> None:
        """SIGINT to its process group."""
        self._tell(do="signal", id=kernel.id, signal=int(signal.SIGINT))

    def give_back(self, kernel: Kernel, *, told: bool) -> None:
        """A user who was killed has not told it to end: it is interrupted, and gets less time."""
        kernel.on_death = None
        self.used = time.monotonic()
        if kernel.id in self._kernels:
            if not told:
                self.interrupt(kernel)
            asyncio.get_running_loop().call_later(GRACE if told else GRACE_UNTOLD, self._kill, kernel)

    @property
    def ending(self) -> bool:
        """Whether kernels that were given back have not ended yet."""
        return len(self._kernels) > len(self._spares)

    def shrink(self) -> None:
        """End the spares and the warm parent; kernels at work go on."""
        self.close()

    def close(self) -> None:
        """End the warm parent: spares end with it, kernels at work with their users."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    async def _start(self) -> None:
        async with self._starting:  # two may ask at once for the first kernel
            if self._channel is None:
                await self._start_parent()

    async def _start_parent(self) -> None:
        ours, theirs = socket.socketpair()
        subprocess.Popen(
            [*self._recipe.interpreter, str(_FORK_SERVER), str(theirs.fileno()), *self._recipe.arguments],
            pass_fds=(theirs.fileno(),),
            env={**without_secrets(), **self._recipe.env, "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        reader, self._channel = await asyncio.open_unix_connection(sock=ours)
        self._reading = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            self._hear(json.loads(line))
        self._channel = None
        self._spares.clear()
        for kernel in list(self._kernels.values()):
            self._died(kernel, "The warm parent of the kernel ended unexpectedly.")

    def _hear(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            kernel = self._kernels.get(message["ready"])
            if kernel is not None and not kernel.ready.done():
                kernel.pid = message["pid"]
                kernel.ready.set_result(None)
        elif message["died"] in self._kernels:
            self._died(self._kernels[message["died"]], death_sentence(message["status"]))

    def _died(self, kernel: Kernel, because: str) -> None:
        del self._kernels[kernel.id]
        if kernel in self._spares:
            self._spares.remove(kernel)
        remove_connection(kernel.connection_file)
        if not kernel.ready.done():
            kernel.ready.set_exception(RuntimeError(because))
            kernel.ready.exception()  # a spare that nobody waits for may die in silence
        if kernel.on_death is not None:
            kernel.on_death(because)

    def _spawn(self) -> Kernel:
        key = f"kernel-{os.getpid()}-{next(_numbers)}"
        kernel = Kernel(key, _write_connection(self._folder, key), self)
        self._kernels[key] = kernel
        self._tell(do="spawn", id=key, connection_file=str(kernel.connection_file))
        return kernel

    def _fill(self) -> None:
        """As many spares as there are kernels at work, within bounds: who runs two at once will run two again."""
        if self._channel is None:
            return
        at_work = len(self._kernels) - len(self._spares)
        wanted = max(self._least_spares, min(at_work, MOST_SPARES)) if self._least_spares else 0
        while len(self._spares) < wanted:
            self._spares.append(self._spawn())

    def _kill(self, kernel: Kernel) -> None:
        if kernel.id in self._kernels:
            self._tell(do="signal", id=kernel.id, signal=int(signal.SIGKILL))

    def _tell(self, **message: Any) -> None:
        if self._channel is not None:
            self._channel.write(json.dumps(message).encode() + b"\n")


class ColdFamily:
    """Kernels of any language, started one by one through jupyter_client's provisioner."""

    def __init__(self, kernel_name: str, python: str | None, folder: Path) -> None:
        self.used = time.monotonic()
        self._kernel_name = kernel_name
        self._python = python
        self._folder = folder
        self._watching: dict[str, asyncio.Task[None]] = {}

    async def take(self, cwd: str, env: dict[str, str], user: int) -> Kernel:
        """Start a kernel."""
        from jupyter_client.manager import AsyncKernelManager

        self.used = time.monotonic()
        name, python = self._kernel_name, self._python
        manager = AsyncKernelManager(**start_options(name, python), **socket_options(name, python, self._folder))
        try:
            await manager.start_kernel(cwd=cwd, env={**without_secrets(), **env})
        except Exception as error:
            raise RuntimeError(f"The kernel {self._kernel_name!r} could not be started: {error}") from error
        kernel = Kernel(str(manager.kernel_id), Path(manager.connection_file), self, handle=manager)
        kernel.pid = getattr(manager.provisioner, "pid", None) or 0
        if kernel.pid:
            offer_to_oom_killer(KERNEL_SCORE, kernel.pid)
        self._watching[kernel.id] = asyncio.create_task(self._watch(kernel))
        return kernel

    def assign(self, kernel: Kernel, user: int) -> None:
        """These kernels watch the pool itself."""

    def interrupt(self, kernel: Kernel) -> None:
        """A signal or a message, as the kernelspec says."""
        _in_background(kernel.handle.interrupt_kernel())

    def give_back(self, kernel: Kernel, *, told: bool) -> None:
        """Shut it down."""
        self._watching.pop(kernel.id).cancel()
        _in_background(kernel.handle.shutdown_kernel(now=not told))

    @property
    def ending(self) -> bool:
        """Whether kernels that were given back have not ended yet."""
        return bool(_background)

    def shrink(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Kernels are given back one by one."""

    async def _watch(self, kernel: Kernel) -> None:
        while await kernel.handle.is_alive():
            await asyncio.sleep(0.5)
        if kernel.on_death is not None:
            kernel.on_death("The kernel's process ended.")


def death_sentence(wait_status: int) -> str:
    """What the end of a kernel means for a person."""
    code = os.waitstatus_to_exitcode(wait_status)
    if code == -signal.SIGKILL:
        return "The kernel was killed, most likely because the machine ran out of memory."
    if code < 0:
        return f"The kernel crashed with signal {-code}."
    return f"The kernel ended itself with exit status {code}."


def remove_connection(connection_file: Path) -> None:
    """Remove the connection file and the sockets it names."""
    for path in (connection_file, *connection_file.parent.glob(f"{connection_file.stem}-?")):
        with suppress(OSError):
            path.unlink()


def _write_connection(folder: Path, key: str) -> Path:
    """A connection file only we can read. Sockets are files in the same private folder, so no port can be taken
    by somebody else between its choice and its use."""
    path = folder / f"{key}.json"
    content = {
        "transport": "ipc",
        "ip": str(folder / key),
        "key": secrets.token_hex(32),
        "signature_scheme": "hmac-sha256",
        "shell_port": 1,
        "iopub_port": 2,
        "stdin_port": 3,
        "control_port": 4,
        "hb_port": 5,
    }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(content, file)
    return path


_background: set[asyncio.Task[Any]] = set()


def _in_background(work: Any) -> None:
    async def do() -> None:
        with suppress(RuntimeError, OSError):
            await work

    task = asyncio.get_running_loop().create_task(do())
    _background.add(task)
    task.add_done_callback(_background.discard)
