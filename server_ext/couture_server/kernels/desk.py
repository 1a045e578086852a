"""Puts kept kernels into Jupyter's own table of kernels, so that JupyterLab opens a notebook on one of them."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from couture_scheduler.errors import ConflictError
from couture_scheduler.store.held_kernels import HeldKernelRecord
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from couture_server.kernels.bodies import OpenKernel
from couture_server.kernels.jupyter_kernel import HeldKernelManager

PATIENCE = 30.0  # seconds that the event loop has for one kernel
_NAMES = uuid.UUID("6f1f0c0e-1d5c-4e0f-9d0b-2f7f6b1c9a57")


def jupyter_id(record: HeldKernelRecord) -> str:
    """What Jupyter calls the kernel: always the same, so that an open notebook finds it again after the server was
    started anew."""
    return str(uuid.uuid5(_NAMES, f"{record.kernel_id} {record.pid} {record.process_started}"))


class KernelDesk:
    """The way from a request's thread to Jupyter's kernels, which live in the event loop."""

    def __init__(self, kernels: Any) -> None:
        self._kernels = kernels
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def is_open(self) -> bool:
        """Whether kernels can be opened in this server at all."""
        return self._kernels is not None

    def start(self) -> None:
        """Called when the event loop runs."""
        self._loop = asyncio.get_running_loop()

    def attach(self, kernel: OpenKernel) -> None:
        """``add``, called from a thread."""
        assert self._loop is not None, "requests come after the start"
        asyncio.run_coroutine_threadsafe(self.add(kernel), self._loop).result(PATIENCE)

    async def add(self, kernel: OpenKernel) -> None:
        """Have Jupyter know the kernel.

        Raises ``ConflictError`` where Jupyter's kernels are not ours to add to (on a gateway, say), and where the
        kernel cannot be reached: it is gone, or this server does not run as its user, on its machine.
        """
        if not isinstance(self._kernels, MappingKernelManager):
            raise ConflictError("This Jupyter server runs its kernels elsewhere, so a kept one cannot be opened here.")
        kernel_id = kernel.kernel_id
        if kernel_id in self._kernels:
            return
        try:
            manager = HeldKernelManager.of(kernel, self._kernels)
        except FileNotFoundError as error:
            raise ConflictError("The kernel is gone: its connection file is not there any more.") from error
        except OSError as error:
            raise ConflictError(
                f"The kernel's connection file {kernel.place.connection_file} cannot be read ({error.strerror}): this "
                "server must run as the user of the system as whom the kernel runs."
            ) from error
        kernels: Any = self._kernels
        kernels._kernels[kernel_id] = manager
        kernels._kernel_connections[kernel_id] = 0
        await kernels._finish_kernel_start(kernel_id)
