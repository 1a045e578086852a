"""Which Jupyter server a kernel belongs to, and how it may speak to it; see docs/decisions/0009.

Jupyter itself writes the address and the token of a running server into a file that only its user can read, and tells
a kernel which process started it. On JupyterHub both stand in the environment. Nothing else is made or handed out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from couture_jupyter.exceptions import CoutureError

NO_SERVER = (
    "No Jupyter server with Couture Jupyter was found from here. Open this notebook in JupyterLab, or set COUTURE_URL "
    "(such as http://localhost:8888/) and COUTURE_TOKEN before the kernel starts."
)


class NoServerError(CoutureError):
    """No Jupyter server was found."""


@dataclass(frozen=True, slots=True)
class JupyterServer:
    """Where a server is (``url`` ends with a slash), and the token for it; without a token it asks for none."""

    url: str
    token: str = field(default="", repr=False)


def find_server(environment: Mapping[str, str] = os.environ, runtime: Path | None = None) -> JupyterServer:
    """The server of this kernel. Raises ``NoServerError``."""
    if environment.get("COUTURE_URL"):
        return JupyterServer(_slash(environment["COUTURE_URL"]), environment.get("COUTURE_TOKEN", ""))
    if environment.get("JUPYTERHUB_API_TOKEN") and environment.get("JUPYTERHUB_SERVICE_URL"):
        url = _here(environment["JUPYTERHUB_SERVICE_URL"])
        return JupyterServer(_slash(url), environment["JUPYTERHUB_API_TOKEN"])
    folder = runtime or _runtime_folder()
    info = _started_by(folder, environment.get("JPY_PARENT_PID", "")) or _around(folder, Path.cwd())
    if info is None:
        raise NoServerError(NO_SERVER)
    return JupyterServer(_slash(_here(info["url"])), environment.get("COUTURE_TOKEN") or info.get("token") or "")


def _started_by(folder: Path, process: str) -> dict[str, Any] | None:
    return _read(folder / f"jpserver-{process}.json") if process.isdecimal() else None


def _around(folder: Path, here: Path) -> dict[str, Any] | None:
    """The newest server whose root holds this folder: the kernel may come from elsewhere, such as a kept one."""
    found = [info for info in _all(folder) if here.is_relative_to(info.get("root_dir") or "/nowhere")]
    return found[0] if found else None


def _all(folder: Path) -> Iterator[dict[str, Any]]:
    files = sorted(folder.glob("jpserver-*.json"), key=lambda path: -path.stat().st_mtime)
    for info in map(_read, files):
        if info is not None and _lives(info.get("pid")):
            yield info


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("url") else None


def _lives(pid: object) -> bool:
    if not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def _here(url: str) -> str:
    """An address to call: a server that listens everywhere is reached on this machine."""
    parts = urlsplit(url)
    if parts.hostname not in ("0.0.0.0", "::"):  # noqa: S104 - compared, not listened on
        return url
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"127.0.0.1{port}"))


def _slash(url: str) -> str:
    return url if url.endswith("/") else url + "/"


def _runtime_folder() -> Path:
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir())
