"""A provider of OAuth 2.0 without OpenID Connect for tests, of GitHub's kind, as a process of its own: no discovery, no
ID token, a wrong code answered with 200 and an error. Whoever ``login_hint`` names is signed in without a question.

    python plain_provider.py PORT SECRET
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "couture", "shared with the plain provider"
PEOPLE = {"olga": {"id": 7, "login": "olga", "name": "Olga", "email": None, "orgs": ["makers"]}}
READY = "The provider listens."


@dataclass(frozen=True)
class PlainProvider:
    """Where it is."""

    url: str

    @property
    def settings(self) -> dict[str, Any]:
        """Settings with which people come in by it."""
        return {
            "auth_type": "AUTH_OAUTH",
            "auth_oauth_name": "Plain",
            "auth_oauth_issuer": "",
            "auth_oauth_authorize_url": f"{self.url}/authorize",
            "auth_oauth_token_url": f"{self.url}/token",
            "auth_oauth_userinfo_url": f"{self.url}/user",
            "auth_oauth_client_id": CLIENT,
            "auth_oauth_client_secret": SECRET,
            "auth_oauth_scope": "read:user",
            "auth_oauth_username_claim": "login",
            "auth_oauth_firstname_claim": "name",
            "auth_oauth_group_claim": "orgs",
        }


@contextmanager
def plain_provider(folder: Path) -> Iterator[PlainProvider]:
    """A running provider."""
    from database_servers import running

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running([sys.executable, "-u", __file__, str(port), SECRET], READY, signal.SIGTERM, folder):
        yield PlainProvider(f"http://127.0.0.1:{port}")


class Handler(BaseHTTPRequestHandler):
    """Its three addresses."""

    codes: dict[str, tuple[str, str, str]] = {}  # code: who, where to, challenge
    tokens: dict[str, str] = {}  # token: who

    def do_GET(self) -> None:
        """Sign in, or tell who the token is about."""
        address = urlsplit(self.path)
        if address.path == "/user":
            who = self.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._answer(PEOPLE[who] if who else {"message": "Requires authentication"}, 200 if who else 401)
        elif address.path == "/authorize":
            self._sign_in({name: values[0] for name, values in parse_qs(address.query).items()})
        else:
            self._answer({"message": "Not Found"}, 404)

    def _sign_in(self, asked: dict[str, str]) -> None:
        code, back = secrets.token_hex(8), asked.get("redirect_uri", "")
        if asked["client_id"] != CLIENT or asked["code_challenge_method"] != "S256" or "nonce" in asked:
            self._answer({"message": "Not Found"}, 404)
            return
        self.codes[code] = asked.get("login_hint", "olga"), back, asked["code_challenge"]
        self.send_response(302)
        self.send_header("Location", f"{back}?{urlencode({'code': code, 'state': asked['state']})}")
        self.end_headers()

    def do_POST(self) -> None:
        """A token for a code, once."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        known = base64.b64encode(f"{CLIENT}:{sys.argv[2]}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {known}":
            self._answer({"error": "incorrect_client_credentials"})
            return
        who, back, challenge = self.codes.pop(given["code"], ("", "", ""))
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
        if not (who and proven and given.get("redirect_uri") == back):
            self._answer({"error": "bad_verification_code"})
            return
        token = secrets.token_hex(16)
        self.tokens[token] = who
        self._answer({"access_token": token, "token_type": "bearer", "scope": "read:user"})

    def _answer(self, what: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(READY)
    server.serve_forever()
