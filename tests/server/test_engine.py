"""The server and its engine: started by itself, started again when killed, left alone when a person stopped it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from api_client import Api
from change_listener import ChangeListener
from couture_scheduler.errors import EngineUnavailableError
from couture_server.supervision import told_shortly
from jupyter_process import TOKEN, JupyterProcess, start
from workspace_files import fill


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[JupyterProcess]:
    """A server of one's own, with an engine that may be maltreated."""
    fill(tmp_path / "root")
    running = start(tmp_path, autostart_engine=True)
    yield running
    running.stop()


def test_a_killed_engine_is_started_again_and_a_stopped_one_is_not(alone: JupyterProcess) -> None:
    api, changes = Api(alone.api, TOKEN), ChangeListener(alone)
    first = changes.until(lambda: _running(api))
    assert api.get("monitor/health")["scheduler"]["status"] == "healthy"

    os.kill(first, signal.SIGKILL)
    second = changes.until(lambda: _running(api, other_than=first))
    process = psutil.Process(second)
    states = [each["state"] for each in changes.changes if each["subject"] == "engine"]
    assert "starting" in states
    assert states[-1] == "running"

    assert api.post("engine/stop")["state"] == "stopped"
    changes.until(lambda: _has_ended(process))
    assert api.get("engine")["state"] == "stopped"
    assert api.get("monitor/health")["scheduler"]["status"] == "unhealthy"
    api.post("engine/stop", expect=503)

    api.post("engine/start")
    third = changes.until(lambda: _running(api))
    assert third != second
    changes.close()


def test_the_engine_outlives_the_server_which_finds_it_again(tmp_path: Path) -> None:
    first = start(tmp_path, autostart_engine=True)
    api, changes = Api(first.api, TOKEN), ChangeListener(first)
    engine = changes.until(lambda: _running(api))
    first.process.terminate()
    first.process.wait(60)
    assert psutil.pid_exists(engine)
    second = start(tmp_path, autostart_engine=True)
    try:
        api, changes = Api(second.api, TOKEN), ChangeListener(second)
        assert changes.until(lambda: _running(api)) == engine
    finally:
        second.stop()


def test_an_engine_that_does_not_start_is_told_in_one_sentence() -> None:
    error = EngineUnavailableError("It did not start. Its log says:\nTraceback …\n  File …\nImportError: no loop\n")
    told = told_shortly(error, Path("home/engine.log"))
    assert told == "The engine did not start (ImportError: no loop). Its log home/engine.log says more."


def test_jupyter_lists_the_extension_as_valid() -> None:
    listed = subprocess.run(
        [Path(sys.executable).with_name("jupyter-server"), "extension", "list"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    lines = (listed.stdout + listed.stderr).splitlines()
    assert any("couture_server" in line and "OK" in line for line in lines), listed.stderr


def _has_ended(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def _running(api: Api, other_than: int = 0) -> int | None:
    """The process of the engine at work."""
    told = api.get("engine")
    return told["pid"] if told["state"] == "running" and told["pid"] != other_than else None
