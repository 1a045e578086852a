"""A real Jupyter server as a child process, for tests."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.pool_client import address_file

TOKEN = "the-token-of-the-tests"
HERE = Path(__file__).parent
DEADLINE = 120.0

CONFIG = """
c.ServerApp.identity_provider_class = "role_tokens.RoleTokens"
c.IdentityProvider.token = {token!r}
c.CoutureApp.role_provider_class = {roles!r}
c.CoutureApp.autostart_engine = {autostart}
c.CoutureApp.spare_kernels = 0
c.ServerApp.open_browser = False
c.SomebodysExtension.hook = lambda: "what people have in their configuration, and no other process can be sent"
c.ServerApp.allow_root = True
"""


@dataclass
class JupyterProcess:
    """A running server."""

    url: str  # of the server, with a slash at its end
    root: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def api(self) -> str:
        """The base of our API."""
        return self.url + "couture/api/v2/"

    @property
    def home(self) -> Path:
        """Where our own files are."""
        return self.root / ".couture"

    def stop_server(self) -> None:
        """End the server alone."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(DEADLINE)

    def stop(self) -> None:
        """End the server and the engine it started."""
        self.stop_server()
        end_engine(self.home)
        let_go_of_kernels(self.home)


def start(
    folder: Path, *, autostart_engine: bool, roles: str = "role_tokens.RoleByName", **environment: str
) -> JupyterProcess:
    """Start a server with ``folder/root`` as its root and a configuration of its own; wait until it answers."""
    root = folder / "root"
    root.mkdir(parents=True, exist_ok=True)
    config = folder / "config"
    config.mkdir(exist_ok=True)
    text = CONFIG.format(token=TOKEN, autostart=autostart_engine, roles=roles)
    (config / "jupyter_server_config.py").write_text(text, encoding="utf-8")
    runtime = folder / "runtime"
    log = folder / "jupyter.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyter_server"),
                *("--port=0", "--ip=127.0.0.1", f"--ServerApp.root_dir={root}", "--ServerApp.base_url=/base/"),
                '--ServerApp.jpserver_extensions={"couture_server": True}',
            ],
            env={
                **os.environ,
                "JUPYTER_CONFIG_DIR": str(config),
                "JUPYTER_RUNTIME_DIR": str(runtime),
                "IPYTHONDIR": str(folder / "ipython"),
                "PYTHONPATH": str(HERE),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    return JupyterProcess(_wait_for_url(runtime, process, log), root, process, log)


def end_engine(home: Path) -> None:
    """End the engine whose address stands in ``home``, and wait for its end."""
    try:
        engine = psutil.Process(json.loads((home / "engine.json").read_text(encoding="utf-8"))["pid"])
        engine.terminate()
        engine.wait(DEADLINE)
    except (OSError, ValueError, psutil.NoSuchProcess):
        return


def let_go_of_kernels(home: Path) -> None:
    """End the kernels that failed notebooks left: they would be kept for a quarter of an hour."""
    for each in held_client.kept(address_file(home)).held:
        held_client.let_go(address_file(home), each.kernel, "The tests are over.")


def _wait_for_url(runtime: Path, process: subprocess.Popen[bytes], log: Path) -> str:
    info = runtime / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + DEADLINE
    pause = threading.Event()
    while time.monotonic() < deadline and process.poll() is None:
        found: dict[str, Any] | None = _read(info)
        if found and found["port"] and _listens(found["port"]):  # it writes a moment before it listens
            return str(found["url"])
        pause.wait(0.05)
    raise AssertionError(f"Jupyter did not start:\n{log.read_text(encoding='utf-8')}")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=60).close()
    except ConnectionRefusedError:
        return False
    return True


def _read(path: Path) -> dict[str, Any] | None:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document
