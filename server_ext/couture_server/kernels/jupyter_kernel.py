"""A kernel that our pool keeps, as Jupyter Server sees it: one to talk to, not one to own.

Whatever Jupyter does with its own kernels (cull them, end them with the server, "Shut down kernel"), it only forgets
this one: the pool keeps it until its end time, or until somebody lets it go. Restarting would lose the variables that
it is kept for, so it is refused. When it ends, open notebooks are told that it is dead.

jupyter_client types these methods as they are in its blocking manager; in the server's they are coroutines.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.files.processes import is_alive
from couture_scheduler.kernels import held_client
from jupyter_client.ioloop.restarter import AsyncIOLoopKernelRestarter
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from tornado import web

from couture_server.kernels.bodies import KernelPlace, OpenKernel

NO_RESTART = (
    "This kernel is kept from a failed run: restarting it would lose what it is kept for. Choose another kernel for "
    "the notebook, or let the kept one go on the page of its run."
)


class HeldKernelManager(ServerKernelManager):
    """Stands in Jupyter's table of kernels for one of the pool's."""

    place: KernelPlace

    @classmethod
    def of(cls, kernel: OpenKernel, parent: Any) -> HeldKernelManager:
        """A manager for the kernel."""
        manager = cls(parent=parent, log=parent.log, owns_kernel=False, kernel_name=kernel.kernel_name)
        manager.load_connection_info(json.loads(Path(kernel.place.connection_file).read_bytes()))
        manager.place, manager.kernel_id = kernel.place, kernel.kernel_id
        manager.execution_state = "idle"
        manager.last_activity = datetime.now(UTC)
        manager.ready.set_result(None)
        manager._restarter = AsyncIOLoopKernelRestarter(
            kernel_manager=manager, parent=manager, log=parent.log, restart_limit=0
        )
        manager._restarter.start()
        return manager

    async def is_alive(self) -> bool:  # type: ignore[override]
        """Whether its process still runs."""
        return is_alive(self.place.pid, self.place.process_started)

    async def interrupt_kernel(self) -> None:  # type: ignore[override]
        """The pool knows the process."""
        held_client.interrupt(Path(self.place.pool), self.place.pool_kernel)

    async def restart_kernel(self, now: bool = False, newports: bool = False, **options: Any) -> None:  # type: ignore[override]
        """Refused."""
        raise web.HTTPError(409, NO_RESTART)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]
        """Jupyter forgets it; the pool does not."""
        self.stop_restarter()

    def stop_restarter(self) -> None:
        """No more looking whether it lives."""
        if self._restarter is not None:
            self._restarter.stop()
