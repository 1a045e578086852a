"""A real JupyterHub with its proxy and the Couture service, started as people start it, with https: ``couture hub``."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import requests
from couture_scheduler.loop import address
from jupyter_process import end_engine
from message_sinks import make_certificate

ROOT = Path(__file__).parents[2]
PROXY = ROOT / "labextension" / "node_modules" / ".bin"
DEADLINE = float(os.environ.get("COUTURE_TEST_DEADLINE", "240"))
TRUSTED = ("REQUESTS_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE")  # read by the libraries that the tests speak with
FIRST = "the very first password"
OWN = "a password of one's own"
GIVEN = "given by the superadmin"
SERVICE = "services/couture/"
API = "couture/api/v2/"


@dataclass
class HubProcess:
    """A running Hub."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def workspace(self) -> Path:
        """What everybody shares."""
        return self.folder / "common_workspace"

    def runs(self) -> bool:
        """Whether people can come."""
        said = self.log.read_text(encoding="utf-8")
        assert self.process.poll() is None, said[-5000:]
        return "JupyterHub is now running" in said

    def person(self, name: str, password: str) -> Person:
        """Somebody with a browser's cookies, signed in."""
        person = Person(self, name)
        person.sign_in(password)
        return person

    def stop(self) -> None:
        """End the Hub with all that it started. The engine ends with it by itself."""
        engine = None
        if self.process.poll() is None:
            own = psutil.Process(self.process.pid)
            started = [own, *own.children(recursive=True)]
            engine = address.read(self.folder / "couture")
            self.process.send_signal(signal.SIGTERM)
            for each in psutil.wait_procs(started, timeout=40)[1]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()
        outlived = engine is not None and address.read(self.folder / "couture") is not None
        end_engine(self.folder / "couture")
        assert not outlived, "The engine did not end with the Hub."


@dataclass
class Person:
    """A person's requests. Redirects are followed as a browser does, so signing in to the service goes by itself."""

    hub: HubProcess
    name: str
    session: requests.Session = field(default_factory=requests.Session)

    def fill(self, page: str, **fields: str) -> requests.Response:
        """Open a page of the Hub with a form and send the form."""
        self.session.get(self.hub.url + page, timeout=DEADLINE)
        data = {"_xsrf": self.xsrf("/hub/"), **fields}
        return self.session.post(self.hub.url + page, data=data, timeout=DEADLINE)

    def sign_in(self, password: str) -> requests.Response:
        """Fill in the login page."""
        return self.fill("hub/login", username=self.name, password=password)

    def is_signed_in(self) -> bool:
        """Whether the Hub's home page is shown."""
        answer = self.session.get(self.hub.url + "hub/home", allow_redirects=False, timeout=DEADLINE)
        return answer.status_code == 200

    def ask(self, method: str, path: str, *, base: str = SERVICE, **more: Any) -> requests.Response:
        """A request to our API, at the service or in one's own server."""
        address = self.hub.url + base
        if not any(each.path == f"/{base}" for each in self.session.cookies):
            self.session.get(address + "lab", timeout=DEADLINE)  # signs in there
        headers = {"X-XSRFToken": self.xsrf(f"/{base}"), **more.pop("headers", {})}
        return self.session.request(method, address + API + path, headers=headers, timeout=DEADLINE, **more)

    def get(self, path: str, **more: Any) -> Any:
        """What is answered."""
        answer = self.ask("GET", path, **more)
        assert answer.status_code == 200, (answer.status_code, answer.text[:500])
        return answer.json()

    def xsrf(self, path: str) -> str:
        """The token that goes with changes."""
        return next((str(each.value) for each in self.session.cookies if (each.name, each.path) == ("_xsrf", path)), "")

    def cookies(self, path: str) -> str:
        """The cookies for a part of the Hub, as a header has them."""
        return "; ".join(f"{each.name}={each.value}" for each in self.session.cookies if each.path == path)

    def start_server(self) -> None:
        """Start one's own server and wait until it answers."""
        self.session.get(self.hub.url + "hub/spawn", timeout=DEADLINE)
        wait_for(self.is_in_own_server)

    def is_in_own_server(self) -> bool:
        """Whether one's own server shows JupyterLab, and not the Hub a page in its place."""
        address = self.hub.url + self.own + "lab"
        answer = self.session.get(address, timeout=60)
        return answer.status_code == 200 and answer.url.startswith(address)

    @property
    def own(self) -> str:
        """The path of one's own server."""
        return f"user/{self.name}/"

    def hub_api(self, method: str, path: str, **more: Any) -> requests.Response:
        """A request to the Hub's own API."""
        headers = {"X-XSRFToken": self.xsrf("/hub/"), "Referer": self.hub.url + "hub/home"}
        return self.session.request(method, f"{self.hub.url}hub/api/{path}", headers=headers, timeout=DEADLINE, **more)


def start(folder: Path, *, signup: str = "approval", **environment: str) -> HubProcess:
    """Start a Hub in ``folder``; its superadmin has the password ``FIRST``."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    certificate = trusted_certificate(folder)
    command = [sys.executable, "-m", "couture_scheduler", "hub", str(folder / "hub"), "--port", str(port)]
    encrypted = ["--tls-cert", str(certificate), "--tls-key", str(folder / "key.pem")]
    first = {"COUTURE_SUPERADMIN_PASSWORD": FIRST, "JUPYTER_CONFIG_DIR": str(folder / "config")}
    whole = [*command, *encrypted, "--one-account", "--signup", signup]
    hub = launch(f"https://127.0.0.1:{port}/", folder, whole, {**first, **environment})
    try:
        wait_for(hub.runs)
    except BaseException:
        hub.stop()
        raise
    return hub


def trusted_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1, which the tests' own requests trust."""
    certificate = make_certificate(folder)
    os.environ.update(dict.fromkeys(TRUSTED, str(certificate)))
    return certificate


def launch(url: str, folder: Path, command: list[str], environment: Mapping[str, str]) -> HubProcess:
    """Start a Hub that is reached at ``url``; its own folder is ``folder``/hub."""
    log = folder / "hub.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env={
                **{name: value for name, value in os.environ.items() if name not in TRUSTED},
                "PATH": os.pathsep.join((str(PROXY), str(Path(sys.executable).parent), os.environ["PATH"])),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return HubProcess(url, folder / "hub", process, log)


def free_port() -> int:
    """A port that is free, with those that are counted from it."""
    for port in range(20_000 + os.getpid() % 20_000, 60_000, 100):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            for each in (port, port + 1, port + 81, port + 82):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", each))
            return port
    raise AssertionError("No port is free.")


def wait_for(is_so: Callable[[], Any], deadline: float = DEADLINE) -> None:
    """Wait until something is so."""
    until, pause = time.monotonic() + deadline, threading.Event()
    while not is_so():
        assert time.monotonic() < until, "It did not happen in time."
        pause.wait(0.2)


@contextlib.contextmanager
def running(folder: Path, *, signup: str = "approval", **environment: str) -> Iterator[HubProcess]:
    """A Hub for as long as it is needed."""
    hub = start(folder, signup=signup, **environment)
    try:
        yield hub
    finally:
        hub.stop()
        for name in TRUSTED:
            os.environ.pop(name, None)
