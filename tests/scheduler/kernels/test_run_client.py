"""What a person's pool answers of a process that it started."""

from __future__ import annotations

import getpass
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from couture_scheduler.errors import UnavailableError
from couture_scheduler.kernels import run_client
from couture_scheduler.kernels.account_pools import RUNNER, SOCKET


@pytest.fixture
def runner() -> Iterator[socket.socket]:
    """A socket at which somebody answers as a pool would; the pool's folder has the name of its person."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listens:
        (Path(folder) / getpass.getuser()).mkdir()
        listens.bind(str(Path(folder) / getpass.getuser() / RUNNER))
        listens.listen()
        yield listens


def run(runner: socket.socket, answers: bytes) -> run_client.OwnersProcess:
    """A process of which the pool says this, all at once."""

    def answer() -> None:
        line, _ = runner.accept()
        with line:
            line.recv(1 << 16)
            line.sendall(answers)

    threading.Thread(target=answer, daemon=True).start()
    with tempfile.TemporaryFile() as file:
        return run_client.start(
            Path(runner.getsockname()).with_name(SOCKET), run_client.Command(["true"]), file, file, file
        )


def test_the_status_of_a_process_that_ended_at_once_is_heard(runner: socket.socket) -> None:
    process = run(runner, b'{"pid": 7}\n{"status": 3, "limits": ""}\n')
    assert (process.pid, process.wait()) == (7, 3)
    process.end()


def test_a_pool_that_ends_is_told_apart_from_a_process_that_does(runner: socket.socket) -> None:
    process = run(runner, b'{"pid": 7}\n')
    with pytest.raises(UnavailableError, match="ended unexpectedly"):
        process.wait()
    process.end()


def test_a_refusal_is_told_as_it_was_said(runner: socket.socket) -> None:
    with pytest.raises(UnavailableError, match=r"No such program\."):
        run(runner, b'{"error": "No such program."}\n')
