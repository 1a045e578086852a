"""A Hub with people who have entered it, for measuring: its service's address, and a token of each of them."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.crowd import wait_for

ROOT = Path(__file__).parents[1]
PROXY = ROOT / "labextension" / "node_modules" / ".bin"
NAME = "superadmin"
SERVICE = "services/couture/"
API = f"{SERVICE}couture/api/v2/"
SCOPES = ["custom:couture:edit", "access:services!service=couture"]


@dataclass(frozen=True)
class Hub:
    """Where it is: ``url`` of the service, its folders, and the tokens of people with the role User."""

    url: str
    workspace: Path
    home: Path
    tokens: list[str]


@contextlib.contextmanager
def running_hub(people: int) -> Iterator[Hub]:
    """A Hub on which so many people have a token each."""
    folder = Path(tempfile.mkdtemp(prefix="couture-bench-hub-")).resolve()
    port, first = _free_port(), secrets.token_urlsafe(16)
    command = [sys.executable, "-m", "couture_scheduler", "hub", str(folder / "hub"), "--port", str(port)]
    path = os.pathsep.join((str(PROXY), str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "COUTURE_SUPERADMIN_PASSWORD": first}
    with (folder / "hub.log").open("wb") as log:
        process = subprocess.Popen([*command, "--one-account"], env=environment, stdout=log, stderr=log)
    try:
        wait_for(lambda: b"JupyterHub is now running" in (folder / "hub.log").read_bytes(), "The Hub did not start")
        url = f"http://127.0.0.1:{port}/"
        with httpx.Client(base_url=url, follow_redirects=True, timeout=120) as admin:
            tokens = _enter(admin, first, people)
        yield Hub(url + SERVICE, folder / "hub" / "common_workspace", folder / "hub" / "couture", tokens)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)
        shutil.rmtree(folder, ignore_errors=True)


def _enter(admin: httpx.Client, first: str, people: int) -> list[str]:
    """The superadmin chooses a password, enters people, and makes a token for each."""
    own = secrets.token_urlsafe(16)
    admin.get("hub/change-password")
    form = {"_xsrf": _xsrf(admin, "/hub/"), "username": NAME, "password": first, "new": own, "again": own}
    admin.post("hub/change-password", data=form).raise_for_status()
    admin.get(f"{SERVICE}lab").raise_for_status()
    names = [f"person{number:03}" for number in range(people)]
    for name in names:
        sent = {"username": name, "roles": ["User"]}
        headers = {"X-XSRFToken": _xsrf(admin, f"/{SERVICE}")}
        admin.post(f"{API}users", json=sent, headers=headers).raise_for_status()
    headers = {"X-XSRFToken": _xsrf(admin, "/hub/"), "Referer": f"{admin.base_url}hub/home"}
    admin.post("hub/api/users", json={"usernames": names}, headers=headers).raise_for_status()
    made = (admin.post(f"hub/api/users/{name}/tokens", json={"scopes": SCOPES}, headers=headers) for name in names)
    return [str(each.raise_for_status().json()["token"]) for each in made]


def _xsrf(client: httpx.Client, path: str) -> str:
    return next(each.value or "" for each in client.cookies.jar if (each.name, each.path) == ("_xsrf", path))


def _free_port() -> int:
    """A port that is free, with those that are counted from it."""
    for port in range(20_000 + os.getpid() % 20_000, 60_000, 100):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            for each in (port, port + 1, port + 81, port + 82):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", each))
            return port
    raise RuntimeError("No port is free")
