"""Unix sockets for kernels. A port chosen for a kernel can be taken by somebody else before the kernel has it (one
kernel in a hundred, on a busy machine); a file in a private folder cannot, and nobody else can listen there."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from couture_scheduler.kernels.kernelspecs import find_spec, is_ipykernel


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
