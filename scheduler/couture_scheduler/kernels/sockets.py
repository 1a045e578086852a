"""Unix sockets for kernels. A port chosen for a kernel can be taken by somebody else before the kernel has it (one
kernel in a hundred, on a busy machine); a file in a private folder cannot, and nobody else can listen there."""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from couture_scheduler.errors import UnavailableError
from couture_scheduler.files.access_lists import open_socket
from couture_scheduler.kernels.kernelspecs import find_spec, is_ipykernel

OPENING = 60.0  # seconds that a kernel has for making its sockets


def private_folder() -> Path:
    """A folder of ours alone with a short path: the address of a Unix socket has at most about 100 characters."""
    folder = tempfile.mkdtemp(prefix="couture-")
    if len(folder) > 60:
        os.rmdir(folder)
        folder = tempfile.mkdtemp(prefix="couture-", dir="/tmp")
    return Path(folder)


def socket_options(kernel_name: str, python: str | None, folder: Path) -> dict[str, Any]:
    """What jupyter_client's kernel managers take for sockets in ``folder``; nothing, which means ports, for kernels of
    which we do not know that they can. Raises ``LookupError`` as ``find_spec``."""
    if os.name != "posix" or not is_ipykernel(find_spec(kernel_name, python)):
        return {}
    return {"transport": "ipc", "ip": str(folder / secrets.token_hex(8))}


async def open_kernel(connection: dict[str, Any]) -> None:
    """Let those reach the kernel's sockets whom the list of their folder names. A kernel that was just started makes
    them only now. Raises ``UnavailableError`` when it does not."""
    if connection["transport"] != "ipc":
        return
    paths = [f"{connection['ip']}-{port}" for name, port in connection.items() if name.endswith("_port")]
    for _ in range(int(OPENING / 0.05)):
        if all(os.path.exists(each) for each in paths):
            break
        await asyncio.sleep(0.05)
    else:
        raise UnavailableError("The kernel made no sockets: it ended at its start, or hangs.")
    for each in paths:
        open_socket(each)
