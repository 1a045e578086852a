"""The kernel pool: a process that keeps warm kernels and lends them to workers.

``python -m couture_scheduler.kernels.pool ADDRESS_FILE [--spares N]``. It listens on a Unix socket in a private folder
and writes where into the address file (a person's pool has a place of its own: ``account_pool.py``). One connection
borrows at most one kernel; when the connection ends, however it ends, the kernel does too.
Lines of JSON:

    → {"do": "acquire", "kernel": name, "cwd": ..., "env": {...}, "user": pid, "python": ...}
    ← {"kernel": id, "connection": {...}, "connection_file": ..., "pid": ...}   or   {"error": sentence}
    → {"do": "limit", "memory_bytes": ..., "cpus": ...}    for borrowers who may not signal the kernel themselves
    → {"do": "interrupt"}
    → {"do": "release"}                       the borrower has told the kernel to end, and will close the connection
    → {"do": "interpreter", "kernel": name}   ← {"interpreter": the Python of this kernelspec, or null}
    → {"do": "kernels"}                       ← {"kernels": [the names of all kernelspecs]}
    → {"do": "warm", "kernels": [names]}      have these ready
    → {"do": "keep"}                          as long as this connection lives, the pool does
    ← {"died": id, "because": sentence}       the borrowed kernel ended by itself
    → {"do": "hold", "task_instance_id": ..., "try_number": ..., "kernel_name": ..., "seconds": ...,
       "most": ..., "most_megabytes": ...}    keep the borrowed kernel for people, though this connection ends
    ← {"held": id}                            or {"error": sentence}
    → {"do": "acquire_held", "task_instance_id": ..., "try_number": ..., "user": pid}    answered as "acquire"
    → {"do": "connection", "task_instance_id": ..., "try_number": ...}    ← {"connection": {...} or null} of a kept one
    → {"do": "held"}                          ← {"held": [{...}], "ended": [{...}]}, see ``held.py``
    → {"do": "prolong", "kernel": id, "until": seconds since 1970}    ← {"held": {...} or null}
    → {"do": "let_go", "kernel": id, "because": sentence}             ← {"ended": whether it was there}
    → {"do": "interrupt_held", "kernel": id}                          ← {"held": {...} or null}
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.environment import forget_safe_path
from couture_scheduler.files.processes import offer_to_oom_killer
from couture_scheduler.kernels.account_pools import peer
from couture_scheduler.kernels.families import ColdFamily, Family, ForkFamily, Kernel
from couture_scheduler.kernels.held import HeldKernel, HeldKernels
from couture_scheduler.kernels.kernelspecs import find_spec, fork_recipe, interpreter_of, known_kernels
from couture_scheduler.kernels.sockets import open_kernel, private_folder

ALONE = 20.0  # seconds that an unused pool which nobody keeps goes on
CLOSING = 15.0  # seconds that the last kernels get to end
IDLE = 1800.0  # seconds after which the warm kernels of a kernelspec that nobody uses end
# Asking how kept kernels are keeps no pool alive.
_USES = {"acquire", "acquire_held", "interpreter", "kernels", "warm", "keep"}


class Pool:
    """Families of kernels, lent to connections."""

    def __init__(
        self,
        folder: Path,
        spares: int,
        clock: Callable[[], float] = time.monotonic,
        *,
        borrower: int | None = None,
        alone: float = ALONE,
    ) -> None:
        self._folder = folder
        self._borrower = borrower  # another user of the system than ours, who may borrow
        self._alone = alone
        self._clock = clock
        self._spares = spares
        self._families: dict[str, Family] = {}
        self._lent = 0
        self._keepers = 0
        self._orphaned = False  # it had a keeper once
        self._last_use = clock()
        self._held = HeldKernels(self._settle)
        self.over = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its start to its end."""
        kernel: Kernel | None = None
        keeps = told = False
        try:
            while self._may_borrow(writer) and (line := await reader.readline()):
                command = self._heard(line)
                if command["do"] == "acquire" and kernel is None:
                    kernel = await self._acquire(command, writer)
                elif command["do"] == "acquire_held" and kernel is None:
                    kernel = await self._acquire_held(command, writer)
                elif command["do"] == "hold" and kernel is not None:
                    self._hold(kernel, command, writer)
                    kernel = None
                elif command["do"] in ("limit", "interrupt") and kernel is not None:
                    _control(kernel, command)
                elif command["do"] == "release":
                    told = True
                elif command["do"] == "warm":
                    await self._warm(command["kernels"])
                elif command["do"] == "keep" and not keeps:
                    keeps = True
                    self._keepers += 1
                    self._orphaned = False
                else:
                    self._manage(command, writer)
        except ConnectionError:
            pass  # the worker was killed: the same as an orderly end
        finally:
            self._let_go(keeps)
            self._give_back(kernel, told)
            writer.close()

    def _may_borrow(self, writer: asyncio.StreamWriter) -> bool:
        """The service, and the person's own server, which opens kept kernels: it could do what we do anyhow."""
        return self._borrower is None or peer(writer.get_extra_info("socket")) in (self._borrower, os.getuid())

    def _heard(self, line: bytes) -> dict[str, Any]:
        command: dict[str, Any] = json.loads(line)
        if command["do"] in _USES:
            self._last_use = self._clock()
        return command

    def look_around(self) -> None:
        """Now and then: end what nobody uses."""
        self._held.look_around()
        now = self._clock()
        for name, family in list(self._families.items()):
            if now - family.used > IDLE and not self._at_work:
                family.shrink()
                del self._families[name]
        if not self._at_work and not self._keepers and now - self._last_use > self._alone:
            self.over.set()

    @property
    def pause(self) -> float:
        """Seconds until it should look around again."""
        return 15.0 if len(self._held) else 60.0

    def count(self, more: int) -> None:
        """So many more are at work in this process (fewer when negative): while there are any, it does not end."""
        self._lent += more
        self._last_use = self._clock()
        self._settle()

    @property
    def _at_work(self) -> bool:
        """Whether a kernel is lent or kept."""
        return bool(self._lent or len(self._held))

    async def close(self) -> None:
        """Wait for the kernels that were given back, then end all warm parents."""
        while any(family.ending for family in self._families.values()):
            await asyncio.sleep(0.05)
        for family in self._families.values():
            family.close()

    async def _acquire(self, command: dict[str, Any], writer: asyncio.StreamWriter) -> Kernel | None:
        try:
            kernel = await self._take(
                command["kernel"], command.get("python"), command["cwd"], command["env"], command["user"]
            )
        except (LookupError, RuntimeError, OSError) as error:
            _tell(writer, error=str(error))
            return None
        return await self._lend(kernel, writer)

    async def _lend(self, kernel: Kernel, writer: asyncio.StreamWriter) -> Kernel:
        self._lent += 1
        connection = kernel.connection
        if self._borrower is not None:
            await open_kernel(connection)
        kernel.on_death = lambda because: _tell(writer, died=kernel.id, because=kernel.exceeded or because)
        place = {"connection": connection, "connection_file": str(kernel.connection_file)}
        _tell(writer, kernel=kernel.id, pid=kernel.pid, **place)
        return kernel

    async def _acquire_held(self, command: dict[str, Any], writer: asyncio.StreamWriter) -> Kernel | None:
        try:
            kernel = self._held.take((int(command["task_instance_id"]), int(command["try_number"])))
        except LookupError as error:
            _tell(writer, error=str(error))
            return None
        kernel.family.assign(kernel, command["user"])
        return await self._lend(kernel, writer)

    def _hold(self, kernel: Kernel, command: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        """The connection has no kernel any more, also when there is no room for it among those that are kept."""
        self._lent -= 1
        refused = self._held.hold(kernel, command)
        if refused:
            _tell(writer, error=refused)
        else:
            _tell(writer, held=kernel.id)

    def _manage(self, command: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        """What people and the engine ask, mostly about kept kernels."""
        match command["do"]:
            case "interpreter":
                _tell(writer, interpreter=interpreter_of(command["kernel"]))
            case "kernels":
                _tell(writer, kernels=known_kernels())
            case "connection":
                kernel = self._held.of((int(command["task_instance_id"]), int(command["try_number"])))
                _tell(writer, connection=None if kernel is None else kernel.connection)
            case "held":
                self._held.measure()
                _tell(writer, **self._held.to_json())
            case "prolong":
                found = self._held.prolong(command["kernel"], float(command["until"]))
                _tell(writer, held=None if found is None else found.to_json())
            case "let_go":
                _tell(writer, ended=self._held.let_go(command["kernel"], command["because"]))
            case "interrupt_held":
                found = self._interrupt_held(command["kernel"])
                _tell(writer, held=None if found is None else found.to_json())

    def _interrupt_held(self, kernel_id: str) -> HeldKernel | None:
        for held in self._held:
            if held.kernel.id == kernel_id:
                held.kernel.family.interrupt(held.kernel)
                return held
        return None

    async def _take(self, name: str, python: str | None, *place: Any) -> Kernel:
        """From the kernelspec's family; where forking turns out not to work, a cold one."""
        family = self._family(name, python)
        try:
            return await family.take(*place)
        except RuntimeError:
            if isinstance(family, ColdFamily):
                raise
            cold = self._families[_key(name, python)] = ColdFamily(name, python, self._folder)
            return await cold.take(*place)

    def _family(self, name: str, python: str | None = None) -> Family:
        key = _key(name, python)
        if key not in self._families:
            recipe = fork_recipe(find_spec(name, python))
            self._families[key] = (
                ForkFamily(recipe, self._folder, self._spares)
                if recipe is not None
                else ColdFamily(name, python, self._folder)
            )
        return self._families[key]

    async def _warm(self, names: list[str]) -> None:
        for name in names:
            try:
                family = self._family(name)
            except LookupError:
                continue  # whoever runs a notebook with it will be told
            if isinstance(family, ForkFamily):
                await family.warm()

    def _let_go(self, keeps: bool) -> None:
        if keeps:
            self._keepers -= 1
            self._orphaned = self._keepers == 0

    def _give_back(self, kernel: Kernel | None, told: bool) -> None:
        if kernel is not None:
            self._last_use = self._clock()
            self._lent -= 1
            kernel.limit(None, None)
            kernel.family.give_back(kernel, told=told)
        self._settle()

    def _settle(self) -> None:
        """Nothing may be left to do."""
        if self._orphaned and not self._at_work:
            self.over.set()
        elif not self._at_work and not self._keepers:
            asyncio.get_running_loop().call_later(self._alone + 0.1, self.look_around)


def _control(kernel: Kernel, command: dict[str, Any]) -> None:
    if command["do"] == "limit":
        kernel.limit(command["memory_bytes"], command["cpus"])
    else:
        kernel.family.interrupt(kernel)


def _key(name: str, python: str | None) -> str:
    """Kernels of one kernelspec with different interpreters are different families."""
    return f"{name} {python}" if python else name


def _tell(writer: asyncio.StreamWriter, **message: Any) -> None:
    if not writer.is_closing():
        writer.write(json.dumps(message).encode() + b"\n")


async def run(address_file: Path, spares: int) -> None:
    """Serve until nobody needs the pool any more."""
    folder = private_folder()
    pool = Pool(folder, spares)
    server = await asyncio.start_unix_server(pool.serve, folder / "pool")
    write_atomically(address_file, json.dumps({"address": str(folder / "pool"), "pid": os.getpid()}), mode=0o600)
    try:
        await serve_until_over(pool, server)
    finally:
        address_file.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


async def serve_until_over(pool: Pool, server: asyncio.Server) -> None:
    """Say that all is ready, and end with what is left when nobody needs the pool any more."""
    print("ready", flush=True)  # noqa: T201
    try:
        while not pool.over.is_set():
            pool.look_around()
            await _wait(pool.over, pool.pause)
    finally:
        server.close()
        await asyncio.wait_for(pool.close(), CLOSING)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


def main() -> None:
    """One pool for each address file: a second one gives way."""
    parser = argparse.ArgumentParser(prog="python -m couture_scheduler.kernels.pool")
    parser.add_argument("address_file", type=Path)
    parser.add_argument("--spares", type=int, default=1)
    given = parser.parse_args()
    offer_to_oom_killer(0)  # a worker may have started us
    forget_safe_path()
    given.address_file.parent.mkdir(parents=True, exist_ok=True)
    with open(given.address_file.with_suffix(".lock"), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(0)
        asyncio.run(run(given.address_file, given.spares))


if __name__ == "__main__":
    main()
