"""How a kernel finds its Jupyter server, and what it says when there is none."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from couture_jupyter.client import Client, ClientError
from couture_jupyter.jupyter_servers import JupyterServer, NoServerError, find_server


def write(folder: Path, pid: int, root: Path, token: str = "t", url: str = "http://localhost:8888/base/") -> None:
    """What Jupyter writes for a running server."""
    document = {"url": url, "token": token, "root_dir": str(root), "pid": pid}
    (folder / f"jpserver-{pid}.json").write_text(json.dumps(document))


def test_the_server_that_started_the_kernel_is_found(tmp_path: Path) -> None:
    write(tmp_path, 4711, tmp_path)
    write(tmp_path, os.getpid(), Path.cwd(), "other")
    found = find_server({"JPY_PARENT_PID": "4711"}, tmp_path)
    assert (found.url, found.token) == ("http://localhost:8888/base/", "t")
    assert "t" not in repr(found).partition("token")[2]


def test_a_kernel_from_elsewhere_takes_the_server_around_its_folder(tmp_path: Path) -> None:
    """A kept kernel was started by the engine; a server that has ended does not count."""
    write(tmp_path, os.getpid(), Path.cwd(), "mine", "http://0.0.0.0:8888")
    write(tmp_path, 2**22 + 1, Path.cwd(), "dead")
    assert find_server({"JPY_PARENT_PID": "1"}, tmp_path) == JupyterServer("http://127.0.0.1:8888/", "mine")


def test_on_a_hub_the_environment_says_it(tmp_path: Path) -> None:
    write(tmp_path, 4711, tmp_path)
    names = {"JUPYTERHUB_SERVICE_URL": "http://0.0.0.0:9000/user/eva/", "JUPYTERHUB_API_TOKEN": "hub"}
    assert find_server(names, tmp_path) == JupyterServer("http://127.0.0.1:9000/user/eva/", "hub")


def test_a_person_may_say_which_server(tmp_path: Path) -> None:
    found = find_server({"COUTURE_URL": "https://example.org/x", "COUTURE_TOKEN": "t"}, tmp_path)
    assert found == JupyterServer("https://example.org/x/", "t")


def test_without_a_server_it_is_said_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "jpserver-5.json").write_text("{half")
    with pytest.raises(NoServerError, match="Open this notebook in JupyterLab, or set COUTURE_URL"):
        find_server({"JPY_PARENT_PID": "5"}, tmp_path)


def test_a_server_that_does_not_answer_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ClientError, match=f"127.0.0.1:{port}/ does not answer: "):
        Client(JupyterServer(f"http://127.0.0.1:{port}/")).get("dags")
