"""The engine's endpoint and its client: who may do what, and that news arrive."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler import config
from couture_scheduler.errors import EngineUnavailableError
from couture_scheduler.events import Change
from couture_scheduler.loop import address
from couture_scheduler.loop.client import EngineClient
from couture_scheduler.loop.connections import dial
from couture_scheduler.loop.endpoint import MOST_STRANGERS, Endpoint

DEADLINE = 60


class Heard:
    """Stands where the engine stands: notes what the endpoint passes on."""

    def __init__(self) -> None:
        self.changes: queue.Queue[list[Change]] = queue.Queue()
        self.stopped: queue.Queue[bool] = queue.Queue()

    def status(self) -> dict[str, Any]:
        return {"state": "running", "pid": 1}

    def stop(self) -> None:
        self.stopped.put(True)

    def changed(self, changes: list[Change]) -> None:
        self.changes.put(changes)

    def worker_method(self, launch_id: str, token: str) -> Callable[[str, dict[str, Any]], Any] | None:
        return (lambda method, params: {"method": method, **params}) if token == f"token of {launch_id}" else None


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def endpoint(heard: Heard, tmp_path: Path) -> Iterator[Endpoint]:
    endpoint = Endpoint(heard)
    endpoint.start()
    _publish(endpoint, tmp_path)
    yield endpoint
    endpoint.close()


def _publish(endpoint: Endpoint, workspace: Path, token: str | None = None) -> None:
    host, port = endpoint.address
    home = workspace / ".couture"
    home.mkdir(exist_ok=True)
    address.write(
        home, address.EngineAddress(host, port, endpoint.authkey.hex(), token or endpoint.token, 1, 0.0, "now")
    )


@pytest.fixture
def client(endpoint: Endpoint, tmp_path: Path) -> Iterator[EngineClient]:
    client = EngineClient(config.load(tmp_path))
    yield client
    client.close()


def test_the_address_is_readable_by_its_owner_only(endpoint: Endpoint, tmp_path: Path) -> None:
    assert (tmp_path / ".couture" / "engine.json").stat().st_mode & 0o777 == 0o600


def test_a_notification_reaches_the_engine(client: EngineClient, heard: Heard) -> None:
    client.notify(Change("dag_run", "created", dag_id="a", run_id="r"))
    assert heard.changes.get(timeout=DEADLINE) == [Change("dag_run", "created", dag_id="a", run_id="r")]


def test_nothing_to_tell_holds_nothing_up(client: EngineClient, heard: Heard) -> None:
    client.notify()
    client.notify(Change("dag", dag_id="a"))
    assert heard.changes.get(timeout=DEADLINE) == [Change("dag", dag_id="a")]
    with contextlib.closing(client.connect()) as line:
        line.send_bytes(json.dumps({"changes": [], "confirm": True}).encode())
        assert line.poll(DEADLINE)
        assert json.loads(line.recv_bytes()) == {"heard": 0}


def test_a_notification_is_sent_before_the_process_ends(client: EngineClient, heard: Heard) -> None:
    client.notify(Change("dag", dag_id="a"))
    client.close()
    assert heard.changes.get(timeout=DEADLINE) == [Change("dag", dag_id="a")]


def test_a_subscriber_hears_what_is_published_and_the_engine_state(endpoint: Endpoint, client: EngineClient) -> None:
    changes: queue.Queue[list[Change]] = queue.Queue()
    states: queue.Queue[str] = queue.Queue()
    subscription = client.subscribe(changes.put, states.put)
    assert states.get(timeout=DEADLINE) == "running"
    _until_subscribed(endpoint)
    endpoint.subscribers.publish([Change("dag", dag_id="a")])
    assert changes.get(timeout=DEADLINE) == [Change("dag", dag_id="a")]
    endpoint.close()
    assert states.get(timeout=DEADLINE) == "stopped"
    subscription.close()


def _until_subscribed(endpoint: Endpoint) -> None:
    pause = threading.Event()
    for _ in range(1000):
        if endpoint.subscribers.count("cli"):
            return
        pause.wait(0.01)
    raise AssertionError("nobody subscribed")


def test_a_subscriber_does_not_hear_its_own_words(endpoint: Endpoint, client: EngineClient, heard: Heard) -> None:
    with contextlib.closing(client.connect()) as connection:
        connection.send_bytes(json.dumps({"subscribe": True}).encode())
        _until_subscribed(endpoint)
        connection.send_bytes(json.dumps({"changes": [{"subject": "dag", "dag_id": "mine"}]}).encode())
        heard.changes.get(timeout=DEADLINE)
        endpoint.subscribers.publish([Change("dag", dag_id="other")])
        assert json.loads(connection.recv_bytes())["changes"][0]["dag_id"] == "other"


def test_status_and_stop(client: EngineClient, heard: Heard) -> None:
    assert client.status()["state"] == "running"
    client.stop()
    assert heard.stopped.get(timeout=DEADLINE)


def test_a_wrong_token_is_refused(endpoint: Endpoint, tmp_path: Path) -> None:
    _publish(endpoint, tmp_path, token="0" * 64)
    with pytest.raises(EngineUnavailableError):
        EngineClient(config.load(tmp_path)).status()


def test_a_wrong_key_is_refused(endpoint: Endpoint) -> None:
    with pytest.raises((AuthenticationError, EOFError, OSError)):
        Client(endpoint.address, authkey=b"guessed")


def test_a_silent_stranger_does_not_keep_others_out(endpoint: Endpoint, client: EngineClient) -> None:
    with socket.create_connection(endpoint.address):
        assert client.status()["state"] == "running"


def test_a_flood_of_strangers_does_not_keep_others_out(endpoint: Endpoint, client: EngineClient) -> None:
    with contextlib.ExitStack() as strangers:
        for _ in range(3 * MOST_STRANGERS):
            strangers.enter_context(socket.create_connection(endpoint.address))
        serving = [thread for thread in threading.enumerate() if "_serve" in thread.name]
        assert len(serving) <= MOST_STRANGERS
    assert client.status()["state"] == "running"


STARVED = """
import json, os, resource, sys
from couture_scheduler.loop.endpoint import MOST_STRANGERS, Endpoint
endpoint = Endpoint(None)
free = os.dup(0); os.close(free)
resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, free + 1))  # one connection at a time
endpoint.start()
print(json.dumps([*endpoint.address, endpoint.authkey.hex()]), flush=True)
sys.stdin.read()
"""


def test_an_endpoint_without_descriptors_goes_on_when_there_are_some_again() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARVED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        host, port, key = json.loads(process.stdout.readline())
        with contextlib.ExitStack() as strangers:
            for _ in range(5):
                strangers.enter_context(socket.create_connection((host, port)))
        dial(host, port, bytes.fromhex(key), DEADLINE).close()
        process.stdin.close()


def test_a_message_that_is_too_long_ends_the_connection(endpoint: Endpoint) -> None:
    with _as_worker(endpoint, "token of 1.1.1") as connection:
        os.write(connection.fileno(), struct.pack("!iQ", -1, 1 << 40))
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes()


@pytest.mark.parametrize("token", [1, None, "ä", [], {}])
def test_a_token_that_is_none_is_refused(endpoint: Endpoint, token: object) -> None:
    connection = Client(endpoint.address, authkey=endpoint.authkey)
    connection.send_bytes(json.dumps({"role": "control", "token": token}).encode())
    connection.send_bytes(json.dumps({"call": "status"}).encode())
    with pytest.raises((EOFError, OSError)):
        connection.recv_bytes()


def test_a_frozen_engine_is_not_waited_for_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as frozen:  # takes connections and says nothing
        host, port = frozen.getsockname()
        with pytest.raises(OSError, match=r"unavailable|timed out"):
            dial(host, port, b"key", patience=0.2)


def _as_worker(endpoint: Endpoint, token: str) -> Any:
    connection = Client(endpoint.address, authkey=endpoint.authkey)
    connection.send_bytes(json.dumps({"role": "worker", "launch": "1.1.1", "token": token}).encode())
    return connection


def test_a_worker_may_make_its_calls(endpoint: Endpoint) -> None:
    with _as_worker(endpoint, "token of 1.1.1") as connection:
        connection.send_bytes(json.dumps({"id": 7, "method": "xcom_pull", "params": {"key": "k"}}).encode())
        assert json.loads(connection.recv_bytes()) == {"id": 7, "result": {"method": "xcom_pull", "key": "k"}}


def test_a_worker_with_another_token_is_refused(endpoint: Endpoint) -> None:
    with _as_worker(endpoint, "token of 2.1.1") as connection, pytest.raises((EOFError, OSError)):
        connection.recv_bytes()


def test_without_an_engine_the_client_says_what_to_do(tmp_path: Path) -> None:
    client = EngineClient(config.load(tmp_path))
    assert not client.is_running()
    with pytest.raises(EngineUnavailableError, match="couture engine start"):
        client.status()
    client.notify(Change("dag", dag_id="a"))  # never raises
    client.close()


def test_what_is_told_to_an_engine_that_has_just_ended_reaches_the_next(
    endpoint: Endpoint, client: EngineClient, heard: Heard, tmp_path: Path
) -> None:
    client.notify(Change("dag", dag_id="a"))
    heard.changes.get(timeout=DEADLINE)
    endpoint.close()
    following = Endpoint(heard)
    following.start()
    _publish(following, tmp_path)
    client.notify(Change("dag", dag_id="b"))
    while (told := heard.changes.get(timeout=DEADLINE)) == [Change("dag", dag_id="a")]:
        pass  # twice is fine: the first engine may have ended before it could confirm
    assert told == [Change("dag", dag_id="b")]
    following.close()
