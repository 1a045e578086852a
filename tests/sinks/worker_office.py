"""Where executors of the kind celery work in these tests: the engine's endpoint, a broker, and one worker machine."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_scheduler.config import Settings, load
from couture_scheduler.executors.choosing import make_executor
from couture_scheduler.executors.contract import Executor
from couture_scheduler.executors.remote.machines import Machines
from couture_scheduler.files.workspace import make_home
from couture_scheduler.loop import address
from couture_scheduler.loop.endpoint import Endpoint
from couture_scheduler.loop.machines_door import MachinesDoor


@dataclass
class Office:
    """What an engine has around its executor. The endpoint passes on nothing but what machines tell."""

    settings: Settings
    machines: Machines

    def status(self) -> dict[str, Any]:
        return {}

    def stop(self) -> None:
        raise AssertionError

    def changed(self, changes: object) -> None:
        raise AssertionError

    def worker_method(self, launch_id: str, token: str) -> None:
        return None

    def executor(self) -> Executor:
        """An executor that hears the machine."""
        return make_executor(self.settings, self.machines)


@contextlib.contextmanager
def open_office(workspace: Path, broker_url: str) -> Iterator[Office]:
    """An office with a machine of four slots."""
    chosen = {"executor": "celery", "broker_url": broker_url, "workers_listen": "127.0.0.1:0"}
    settings = load(workspace, worker_lost_after=10.0, **chosen)
    make_home(settings.home)
    settings.dags_folder.mkdir()
    office = Office(settings, Machines())
    endpoint, door = Endpoint(office), MachinesDoor(settings)
    where = door.open(endpoint.address)
    host, port = endpoint.address
    published = address.EngineAddress(host, port, endpoint.authkey.hex(), endpoint.token, os.getpid(), 0.0, "", where)
    address.write(settings.home, published)
    endpoint.start()
    environment = {**os.environ, **{f"COUTURE_{name.upper()}": value for name, value in chosen.items()}}
    command = [sys.executable, "-m", "couture_scheduler", "--workspace", str(workspace), "worker", "run"]
    with (settings.home / "worker.log").open("wb") as log:
        machine = subprocess.Popen(
            [*command, "--name", "one", "--slots", "4"],
            env={**environment, "COUTURE_WORKER_LOST_AFTER": "10"}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield office
    finally:
        machine.terminate()
        machine.wait(60)
        endpoint.close()
        door.close()
        office.machines.close()
