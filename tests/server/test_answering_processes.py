"""Processes that answer what only reads: the same answers, nobody waits for one that died, they end with the server."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pytest
from api_client import Api
from jupyter_process import DEADLINE, TOKEN, JupyterProcess, start
from role_tokens import PREFIX

PATIENCE = 2.0  # seconds after which an answer is taken for one that does not come


@contextmanager
def running_team(folder: Path) -> Iterator[JupyterProcess]:
    """A server with one answering process, which is there and has answered."""
    server = start(folder, autostart_engine=False, COUTURE_ANSWERING_PROCESSES="1")
    try:
        answers_in_a_process(server)
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterProcess]:
    """For the tests of this module."""
    with running_team(tmp_path_factory.mktemp("team")) as server:
        yield server


def answerers(server: JupyterProcess) -> list[psutil.Process]:
    """The answering processes of a server."""
    found = []
    for each in psutil.Process(server.process.pid).children():
        with suppress(psutil.NoSuchProcess):  # it has ended
            found += [each] if "spawn_main" in " ".join(each.cmdline()) else []
    return found


def is_held_up(server: JupyterProcess) -> bool:
    """Whether an answer does not come while the answering process is stopped, but does when it goes on."""
    with httpx.Client(base_url=server.api, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=PATIENCE) as client:
        (process,) = answerers(server)
        process.suspend()
        try:
            client.get("dags")
        except httpx.ReadTimeout:
            return True
        finally:
            process.resume()
    return False


def answers_in_a_process(server: JupyterProcess) -> int:
    """Wait until that is so; the process's number."""
    until, pause = time.monotonic() + DEADLINE, threading.Event()
    while time.monotonic() < until:
        if answerers(server) and is_held_up(server):
            return answerers(server)[0].pid
        pause.wait(1)  # for a process that is stopped again and again does not get ready
    raise AssertionError(server.log.read_text(encoding="utf-8"))


def test_they_answer_as_the_server_itself_does(team: JupyterProcess) -> None:
    api = Api(team.api, TOKEN)
    assert api.get("dags") == {"dags": [], "total_entries": 0}
    assert api.get("dags/none", expect=404)["detail"] == "There is no DAG 'none'."
    assert api.get("dags", expect=422, limit="many")["detail"][0]["loc"] == ["query", "limit"]
    assert "lack the permission dags:read" in Api(team.api, PREFIX + "public").get("dags", expect=403)["detail"]


def test_what_does_not_come_from_the_store_is_answered_beside_them(team: JupyterProcess) -> None:
    (process,) = answerers(team)
    process.suspend()
    try:
        assert Api(team.api, TOKEN).get("pools")["pools"]
    finally:
        process.resume()


def test_nobody_notices_that_one_died(team: JupyterProcess) -> None:
    first = answers_in_a_process(team)
    psutil.Process(first).kill()
    api = Api(team.api, TOKEN)
    until = time.monotonic() + DEADLINE
    while not [each for each in answerers(team) if each.pid != first]:
        api.get("dags")
        assert time.monotonic() < until, team.log.read_text(encoding="utf-8")
    assert answers_in_a_process(team) != first


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_they_end_with_the_server(tmp_path: Path, how: signal.Signals) -> None:
    with running_team(tmp_path) as server:
        children = psutil.Process(server.process.pid).children()
        server.process.send_signal(how)
        server.process.wait(DEADLINE)
    assert psutil.wait_procs(children, DEADLINE)[1] == []
