"""Puts kept kernels into Jupyter's own table of kernels, so that JupyterLab opens a notebook on one of them."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

from couture_scheduler.errors import ConflictError
from couture_scheduler.store.held_kernels import HeldKernelRecord
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from couture_server.kernels.jupyter_kernel import HeldKernelManager

PATIENCE = 30.0  # seconds that the event loop has for one kernel
_NAMES = uuid.UUID("6f1f0c0e-1d5c-4e0f-9d0b-2f7f6b1c9a57")


def jupyter_id(record: HeldKernelRecord) -> str:
    """What Jupyter calls the kernel: always the same, so that an open notebook finds it again after the server was
    started anew."""
    return str(uuid.uuid5(_NAMES, f"{record.kernel_id} {record.pid} {record.process_started}"))


class KernelDesk:
    """The way from a request's thread to Jupyter's kernels, which live in the event loop."""

    def __init__(self, kernels: Any, pool: Path) -> None:
        self._kernels = kernels
        self._pool = pool
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Called when the event loop runs."""
        self._loop = asyncio.get_running_loop()

    def attach(self, record: HeldKernelRecord) -> str:
        """Have Jupyter know the kernel; its id there. Called from a thread.

        Raises ``ConflictError`` where Jupyter's kernels are not ours to add to (on a gateway, say).
        """
        if self._loop is None or not isinstance(self._kernels, MappingKernelManager):
            raise ConflictError("This Jupyter server runs its kernels elsewhere, so a kept one cannot be opened here.")
        return asyncio.run_coroutine_threadsafe(self._add(record), self._loop).result(PATIENCE)

    async def _add(self, record: HeldKernelRecord) -> str:
        kernel_id = jupyter_id(record)
        if kernel_id in self._kernels:
            return kernel_id
        try:
            manager = HeldKernelManager.of(record, self._pool, kernel_id, self._kernels)
        except OSError as error:
            raise ConflictError("The kernel is gone: its connection file is not there any more.") from error
        self._kernels._kernels[kernel_id] = manager
        self._kernels._kernel_connections[kernel_id] = 0
        await self._kernels._finish_kernel_start(kernel_id)
        return kernel_id
