"""What a killed Hub leaves: its processes end with it, and the next one waits for the ports."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from couture_hub import ending
from couture_hub.__main__ import HubError, require_ports
from couture_hub.deployment import Deployment
from hub_process import free_port, wait_for

HUB = """
import subprocess
from couture_hub import ending
subprocess.run(ending.command("sh", "-c", "echo $$; read line"), check=True)
"""
SERVICE = """
import os, subprocess, sys
own = "import os, sys; from couture_hub.ending import end_with_the_hub as end; end(); print(os.getpid(), flush=True)"
own += "; sys.stdin.read()"
subprocess.run([sys.executable, "-c", own], check=True, env={**os.environ, "COUTURE_HUB_PID": str(os.getpid())})
"""


@pytest.mark.parametrize("program", [HUB, SERVICE])
def test_a_process_ends_with_its_parent_and_does_not_begin_without_it(program: str) -> None:
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        wait_for(lambda: is_gone(child))
    *alone, _ = ending.command()
    done = subprocess.run([*alone, str(child.pid), "true"], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, f"The Hub (process {child.pid}) is gone.\n")


def test_ports_are_waited_for_where_a_hub_was_killed_and_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment = Deployment(tmp_path, tmp_path, port=free_port())
    deployment.private.mkdir()
    said: list[str] = []

    def is_told() -> bool:
        said.append(capsys.readouterr().out)
        return "waiting until its ports are free" in "".join(said)

    with socket.create_server(("127.0.0.1", deployment.port + 82)):
        with pytest.raises(HubError, match=f"The port {deployment.port + 82} is in use"):
            require_ports(deployment)
        deployment.proxy_pid.write_text("1")
        waiting = threading.Thread(target=require_ports, args=(deployment,))
        waiting.start()
        wait_for(is_told)
    waiting.join()
    assert not deployment.proxy_pid.exists()


def is_gone(process: psutil.Process) -> bool:
    """Whether it has ended, whoever has to take notice of that."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
