"""Opening a kept kernel in a person's own server: the service says where it is, this server attaches it to itself.

It runs as the person, as the kernel does: it alone can read the kernel's connection file.
"""

from __future__ import annotations

from couture_scheduler.errors import SchedulerError, UnavailableError
from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from couture_server.forwarding.handlers import BEGIN, CONNECT, ForwardHandler, require_owner
from couture_server.forwarding.service import AWAY, Service
from couture_server.kernels.answers import attached
from couture_server.kernels.bodies import OpenKernel
from couture_server.kernels.desk import KernelDesk
from couture_server.routes import BASE

PATTERN = r"heldKernels/([0-9]+)/attach"


class AttachHandler(ForwardHandler):
    """``POST heldKernels/{id}/attach``: asks ``open`` of the service."""

    def initialize(  # type: ignore[override]
        self, service: Service, client: SimpleAsyncHTTPClient, desk: KernelDesk
    ) -> None:
        """Called by tornado for each request."""
        super().initialize(service, client)
        self._desk = desk

    async def post(self, held_kernel_id: str) -> None:
        """Attach it."""
        try:
            require_owner(self, self.service)
            answer = await self.client.fetch(self._question(held_kernel_id), raise_error=False)
            if answer.code == 599:
                raise UnavailableError(AWAY)
            self.set_status(answer.code)
            if answer.code != 200:
                self.finish(answer.body)
                return
            kernel = OpenKernel.model_validate_json(answer.body)
            await self._desk.add(kernel)
            self.finish(attached(kernel).model_dump_json())
        except SchedulerError as error:
            self._fail(error)

    def _question(self, held_kernel_id: str) -> HTTPRequest:
        address = self.service.address(f"{BASE.removeprefix('couture/')}/heldKernels/{held_kernel_id}/open", "")
        assert address is not None
        return HTTPRequest(
            address,
            method="POST",
            headers=self.service.headers(),
            body=self.request.body,
            connect_timeout=CONNECT,
            request_timeout=BEGIN,
            follow_redirects=False,
        )
