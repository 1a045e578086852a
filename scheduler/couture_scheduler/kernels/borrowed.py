"""A kernel for one notebook: from the pool, or started by ourselves where there is no pool."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from couture_scheduler.errors import UnavailableError
from couture_scheduler.files.environment import without_secrets
from couture_scheduler.kernels.account_pools import is_account_pool
from couture_scheduler.kernels.connections import checked
from couture_scheduler.kernels.kernelspecs import start_options
from couture_scheduler.kernels.limits import KernelLimits
from couture_scheduler.kernels.pool_client import PoolConnection, connect
from couture_scheduler.kernels.sockets import private_folder, socket_options

START_TIMEOUT = 120.0


class BorrowedKernel(Protocol):
    """What the notebook executor needs of a kernel."""

    connection: dict[str, Any]
    kernel_id: str | None  # what the pool calls it
    pid: int | None  # of its process, where it has one on this machine

    def limit(self, limits: KernelLimits) -> None:
        """Keep its process within them from now on."""

    async def death(self) -> str:
        """Wait until the kernel ends by itself; why, as a sentence."""

    async def interrupt(self) -> None:
        """As Ctrl-C."""

    async def give_back(self) -> None:
        """End it (its client has told it to shut down already, if it listens)."""


class PooledKernel:
    """Lent by the pool until our line to it closes, which it does even when we are killed."""

    def __init__(self, line: PoolConnection, answer: dict[str, Any], *, is_anothers: bool = False) -> None:
        self._is_anothers = is_anothers
        self.connection = checked(answer["connection"], is_anothers=is_anothers)
        self.kernel_id: str | None = answer["kernel"]
        self.pid: int | None = answer["pid"]
        self._line = line

    @classmethod
    def acquire(
        cls, pool: Path, kernel_name: str, cwd: Path, env: dict[str, str], python: str | None = None
    ) -> PooledKernel:
        """Borrow a kernel. Raises ``RuntimeError`` with the pool's sentence when it has none."""
        for attempt in range(3):
            line = connect(pool)
            try:
                line.tell(do="acquire", kernel=kernel_name, cwd=str(cwd), env=env, user=os.getpid(), python=python)
                answer = line.hear(START_TIMEOUT)
                break
            except (UnavailableError, OSError):  # it was just ending: the next one is started
                line.close()
                if attempt == 2:
                    raise
        if "error" in answer:
            line.close()
            raise RuntimeError(answer["error"])
        return cls(line, answer, is_anothers=is_account_pool(pool))

    @classmethod
    def acquire_held(cls, pool: Path, owner: tuple[int, int]) -> PooledKernel:
        """The kernel that the pool has kept of this try. Raises ``RuntimeError`` with a sentence when it is gone."""
        line = connect(pool)
        line.tell(do="acquire_held", task_instance_id=owner[0], try_number=owner[1], user=os.getpid())
        answer = line.hear(START_TIMEOUT)
        if "error" in answer:
            line.close()
            raise RuntimeError(answer["error"])
        return cls(line, answer, is_anothers=is_account_pool(pool))

    def limit(self, limits: KernelLimits) -> None:
        """What is not ours we cannot hold: the pool of a person does it."""
        if self._is_anothers:
            self._line.tell(do="limit", memory_bytes=limits.memory_bytes, cpus=limits.cpus)
        else:
            limits.begin(self.pid)

    def hold(self, command: dict[str, Any]) -> str:
        """Leave the kernel with the pool, as its protocol says. A sentence when the pool did not take it; then it has
        ended."""
        try:
            self._line.tell(do="hold", **command)
            answer = self._line.hear(START_TIMEOUT)
            return str(answer.get("error") or answer.get("because") or "")
        except (UnavailableError, OSError) as error:
            return str(error)
        finally:
            self._line.close()

    async def death(self) -> str:
        """The pool tells. When the pool itself is gone, the kernel goes on."""
        loop = asyncio.get_running_loop()
        news: asyncio.Future[None] = loop.create_future()
        descriptor = self._line.fileno()
        loop.add_reader(descriptor, _settle, news)
        try:
            await news
            return str(self._line.hear(5.0)["because"])
        except UnavailableError:
            loop.remove_reader(descriptor)
            return str(await loop.create_future())
        finally:
            loop.remove_reader(descriptor)

    async def interrupt(self) -> None:
        """Ask the pool, which knows the process."""
        with suppress(OSError):
            self._line.tell(do="interrupt")

    async def give_back(self) -> None:
        """Close the line."""
        with suppress(OSError):
            self._line.tell(do="release")
        self._line.close()


class OwnKernel:
    """Started by jupyter_client in the ordinary way."""

    def __init__(self, manager: Any, sockets: Path) -> None:
        self._manager = manager
        self._sockets = sockets
        self.connection = manager.get_connection_info()
        self.kernel_id: str | None = None
        self.pid: int | None = getattr(manager.provisioner, "pid", None)

    @classmethod
    async def start(cls, kernel_name: str, cwd: Path, env: dict[str, str], python: str | None = None) -> OwnKernel:
        """Start it."""
        from jupyter_client.manager import AsyncKernelManager

        sockets = private_folder()
        options = {**start_options(kernel_name, python), **socket_options(kernel_name, python, sockets)}
        manager = AsyncKernelManager(**options)
        await manager.start_kernel(cwd=str(cwd), env={**without_secrets(), **env})
        return cls(manager, sockets)

    def limit(self, limits: KernelLimits) -> None:
        """Its process is ours."""
        limits.begin(self.pid)

    async def death(self) -> str:
        """Look twice a second."""
        while await self._manager.is_alive():
            await asyncio.sleep(0.5)
        return "The kernel's process ended."

    async def interrupt(self) -> None:
        """As the kernelspec says."""
        with suppress(RuntimeError):
            await self._manager.interrupt_kernel()

    async def give_back(self) -> None:
        """Shut it down."""
        with suppress(RuntimeError):
            await self._manager.shutdown_kernel(now=not await self._manager.is_alive())
        shutil.rmtree(self._sockets, ignore_errors=True)


def _settle(news: asyncio.Future[None]) -> None:
    if not news.done():
        news.set_result(None)


async def borrow(
    pool: str, kernel_name: str, cwd: Path, env: dict[str, str], python: Path | None = None
) -> BorrowedKernel:
    """A kernel from the pool whose address file is ``pool``, or without a pool our own; with the interpreter ``python``
    in the place of the kernelspec's."""
    interpreter = str(python) if python else None
    if pool:
        return PooledKernel.acquire(Path(pool), kernel_name, cwd, env, interpreter)
    return await OwnKernel.start(kernel_name, cwd, env, interpreter)
