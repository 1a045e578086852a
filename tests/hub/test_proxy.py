"""A proxy that is slow to start is waited for, longer than JupyterHub itself would."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from pathlib import Path

from couture_hub.proxy import PatientProxy
from hub_process import PROXY, free_port
from jupyterhub.app import JupyterHub
from jupyterhub.objects import Hub

LATE = 'read go < "$0"; exec "$@"'  # begins when it is told to


class Told(logging.Handler):
    """Knows when it is said that the proxy is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waiting = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "does not listen yet" in record.getMessage():
            self.is_waiting.set()


async def started_late(folder: Path, ports: tuple[int, int], *program: str) -> None:
    """Start a proxy that becomes ``program`` when JupyterHub itself would have given up."""
    folder.mkdir()
    fifo, log, told = folder / "go", logging.getLogger(folder.name), Told()
    os.mkfifo(fifo)
    go = os.open(fifo, os.O_RDWR)
    log.addHandler(told)
    proxy = PatientProxy(
        app=JupyterHub(),
        hub=Hub.from_url("http://127.0.0.1/hub/"),
        public_url=f"http://127.0.0.1:{ports[0]}",
        api_url=f"http://127.0.0.1:{ports[1]}",
        pid_file=str(folder / "proxy.pid"),
        command=["sh", "-c", LATE, str(fifo), *program],
        log=log,
    )
    starting = asyncio.ensure_future(proxy.start())
    waiting = asyncio.ensure_future(told.is_waiting.wait())
    try:
        await asyncio.wait([starting, waiting], return_when=asyncio.FIRST_COMPLETED)
        assert waiting.done(), starting
        os.write(go, b"\n")
        await starting
        assert await proxy.get_all_routes() == {}
        assert proxy._check_running_callback.is_running()
    finally:
        waiting.cancel()
        starting.cancel()
        proxy.stop()
        proxy.proxy_process.wait()
        os.close(go)


def test_a_slow_proxy_is_waited_for_and_one_that_ends_is_not(tmp_path: Path) -> None:
    port = free_port()

    async def both() -> list[BaseException | None]:
        with socket.socket() as public, socket.socket() as api:
            public.bind(("127.0.0.1", 0))  # nobody can listen there meanwhile
            api.bind(("127.0.0.1", 0))
            unused = public.getsockname()[1], api.getsockname()[1]
            return await asyncio.gather(
                started_late(tmp_path / "real", (port, port + 1), str(PROXY / "configurable-http-proxy")),
                started_late(tmp_path / "ended", unused, "sh", "-c", "exit 3"),
                return_exceptions=True,
            )

    listens, ended = asyncio.run(both())
    assert listens is None
    assert isinstance(ended, RuntimeError)
    assert "ended with the status 3 before it listened" in str(ended)
