"""Trying a connection out: in a process of its own, and nothing secret comes back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from couture_scheduler.files.addresses import Reach
from couture_scheduler.worker.try_connection import try_connection

from couture_jupyter.connections import Connection


class _Answers(BaseHTTPRequestHandler):
    location: str | None = None

    def do_GET(self) -> None:
        self.send_response(302 if self.location else 200)
        if self.location:
            self.send_header("Location", self.location)
        self.end_headers()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    """A server that answers."""
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_server_that_answers(port: int) -> None:
    found = try_connection(Connection("web", "http", host="127.0.0.1", port=port), Reach.MACHINE)
    assert (found.works, found.message) == (True, "The server answers.")


def test_a_database_that_answers(tmp_path: Path) -> None:
    found = try_connection(Connection("db", "sqlite", host=str(tmp_path / "some.db")), Reach.MACHINE)
    assert (found.works, found.message) == (True, "The database answers.")


def test_what_is_wrong_is_said_without_the_secret() -> None:
    connection = Connection("web", "http", host="http://ada:hunter22secret@127.0.0.1:1", password="hunter22secret")
    found = try_connection(connection, Reach.MACHINE)
    assert not found.works
    assert found.message
    assert "hunter22secret" not in found.message


def test_a_type_without_a_hook_names_the_provider() -> None:
    found = try_connection(Connection("x", "no_such_system"), Reach.MACHINE)
    assert not found.works
    assert "apache-airflow-providers-no-such-system" in found.message


def test_a_server_that_is_silent_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = try_connection(
            Connection("web", "http", host="127.0.0.1", port=silent.getsockname()[1]), Reach.MACHINE, 5
        )
    assert found.message == "The other side did not answer within 5 seconds."


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "http://localhost", "[::1]", "::1", "example.invalid,127.0.0.1", "0.0.0.0"]
)
def test_this_machine_is_out_of_reach_where_others_use_it(port: int, host: str) -> None:
    found = try_connection(Connection("web", "http", host=host, port=port), Reach.NETWORK)
    assert not found.works
    assert "test_connection_local" in found.message


def test_clouds_hand_out_no_credentials_to_a_trial() -> None:
    found = try_connection(Connection("web", "http", host="169.254.169.254"), Reach.MACHINE)
    assert "test_connection_local" in found.message


def test_a_redirect_does_not_lead_out_of_reach(port: int) -> None:
    _Answers.location = "http://169.254.169.254/latest/meta-data/"
    try:
        found = try_connection(Connection("web", "http", host="127.0.0.1", port=port), Reach.MACHINE)
    finally:
        _Answers.location = None
    assert not found.works
    assert "169.254.169.254" in found.message
