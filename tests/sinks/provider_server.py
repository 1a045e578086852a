"""A real OpenID Connect provider for tests: oidc-provider-mock as a child process."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from database_servers import running

SECRET = "shared with the provider"


@dataclass(frozen=True)
class ProviderServer:
    """Where it is."""

    url: str

    @property
    def settings(self) -> dict[str, Any]:
        """Settings with which people come in by it."""
        return {
            "auth_type": "AUTH_OAUTH",
            "auth_oauth_name": "Example",
            "auth_oauth_issuer": self.url,
            "auth_oauth_client_id": "couture",
            "auth_oauth_client_secret": SECRET,
        }

    def enter(self, username: str, **claims: Any) -> None:
        """Tell it of a person; the subject is ``id-`` and the name."""
        body = {"preferred_username": username, **claims}
        requests.put(f"{self.url}/users/id-{username}", json=body, timeout=60).raise_for_status()

    def answer(self, address: str, username: str, *, denies: bool = False) -> str:
        """Sign in there as a browser that was sent to ``address``; the address that it is sent back to."""
        form = {"action": "deny"} if denies else {"sub": f"id-{username}"}
        answer = requests.post(address, data=form, allow_redirects=False, timeout=60)
        assert answer.status_code in (302, 303), answer.text
        return answer.headers["Location"]


def parameters(address: str) -> dict[str, str]:
    """Those of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def provider_server(folder: Path) -> Iterator[ProviderServer]:
    """A running provider."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with running(command, "Uvicorn running on", signal.SIGTERM, folder):
        yield ProviderServer(f"http://127.0.0.1:{port}")
