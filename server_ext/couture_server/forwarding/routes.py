"""What a forwarding server answers: our addresses, each passed on. Hooks are not: they have the service's address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from couture_server.events.socket import PATTERN as CHANGES
from couture_server.forwarding.handlers import ForwardHandler, WorkspaceHandler, client
from couture_server.forwarding.opening import PATTERN as ATTACH
from couture_server.forwarding.opening import AttachHandler
from couture_server.forwarding.service import Service
from couture_server.forwarding.sockets import ForwardSocketHandler
from couture_server.kernels.desk import KernelDesk
from couture_server.live.socket import PATTERN as LIVE
from couture_server.routes import BASE


def forwarding(service: Service, root: Path, desk: KernelDesk) -> list[tuple[str, type, dict[str, Any]]]:
    """Handlers for everything below ``couture/``."""
    one = {"service": service, "client": client()}
    return [
        (rf"/{BASE}/{CHANGES}", ForwardSocketHandler, {"service": service}),
        (rf"/{BASE}/{LIVE}", ForwardSocketHandler, {"service": service}),
        (rf"/{BASE}/workspace", WorkspaceHandler, {**one, "root": root}),
        (rf"/{BASE}/{ATTACH}", AttachHandler, {**one, "desk": desk}),
        (r"/couture/api/(.*)", ForwardHandler, one),
    ]
