"""Our own SSH operator: it stands in for the provider's where that is not installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.ssh import SSHHook

SERVER = Path(__file__).with_name("ssh_server.py")
RUNNER = Path(__file__).with_name("run_dag_file.py")
DAG_FILE = """
from airflow import DAG
from airflow.providers.ssh.operators.ssh import SSHOperator

with DAG("ssh", schedule=None) as dag:
    SSHOperator(task_id="there", ssh_conn_id="box", command="echo {{ ds }}; echo oh >&2", cmd_timeout=60)
"""


@pytest.fixture(scope="session")
def paramiko_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with paramiko, which is not among our dependencies."""
    folder = tmp_path_factory.mktemp("paramiko")
    command = [sys.executable, "-m", "pip", "install", "-qq", "--target", str(folder), "paramiko"]
    subprocess.run(command, check=True, timeout=600)
    return str(folder)


def run(file: Path, port: int, folder: str) -> dict[str, Any]:
    box = {"conn_type": "ssh", "host": "127.0.0.1", "port": port, "login": "ada", "password": "lovelace"}
    command = [sys.executable, str(RUNNER), str(file), json.dumps({"box": box}), folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_a_command_on_another_machine(tmp_path: Path, paramiko_folder: str) -> None:
    """The output of the command is the XCom."""
    (tmp_path / "file.py").write_text(DAG_FILE)
    path = os.pathsep.join([os.environ.get("PYTHONPATH", ""), paramiko_folder])
    with subprocess.Popen(
        [sys.executable, str(SERVER)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        try:
            xcoms = run(tmp_path / "file.py", int(server.stdout.readline()), paramiko_folder)
        finally:
            server.stdin.close()
    assert xcoms["there.return_value"] == "2026-03-04\n"


def test_a_host_is_needed() -> None:
    """Without a host there is a sentence, not a traceback of the library."""
    with pytest.raises(TaskError, match="needs a host"):
        SSHHook()
