"""The REST client: the only way out of a kernel. It asks the person's own Jupyter server, and may do what they may.

Only the standard library is used: it must work in every kernel.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from couture_jupyter.event_socket import EventSocket
from couture_jupyter.exceptions import CoutureError
from couture_jupyter.jupyter_servers import JupyterServer, find_server

TIMEOUT = 60.0
_BASE = "couture/api/v2/"
_NO_TOKEN_XSRF = "0" * 32  # without a token there is nothing to forge: any value that is sent twice will do


class ClientError(CoutureError):
    """The server refused, or cannot be reached. ``status`` is HTTP's, 0 when there was no answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class Client:
    """Speaks to one server; which one is found at the first question."""

    def __init__(self, server: JupyterServer | None = None, timeout: float = TIMEOUT) -> None:
        self._given, self._timeout = server, timeout

    @cached_property
    def server(self) -> JupyterServer:
        """The server. Raises ``NoServerError``."""
        return self._given or find_server()

    def get(self, path: str, **query: Any) -> Any:
        """Ask for a resource of our API; parameters that are ``None`` are left out."""
        return self._call("GET", _BASE + path, query)

    def post(self, path: str, body: Any = None) -> Any:
        """Have something done."""
        return self._call("POST", _BASE + path, {}, body if body is not None else {})

    def patch(self, path: str, body: Any) -> Any:
        """Change something."""
        return self._call("PATCH", _BASE + path, {}, body)

    def text(self, path: str, **query: Any) -> str:
        """A resource as plain text, such as a log."""
        return self._send("GET", _BASE + path, query, accept="text/plain").decode("utf-8", "replace")

    def read_file(self, path: str) -> str | None:
        """The text of a file below the server's root; ``None`` when there is none."""
        try:
            found = self._call("GET", f"api/contents/{quote(path)}", {"type": "file", "format": "text"})
        except ClientError as error:
            if error.status == 404:
                return None
            raise
        return str(found["content"])

    def write_file(self, path: str, text: str) -> None:
        """Write a text file below the server's root, and the folder that it is in."""
        folder = path.rpartition("/")[0]
        if folder:
            self._call("PUT", f"api/contents/{quote(folder)}", {}, {"type": "directory"})
        body = {"type": "file", "format": "text", "content": text}
        self._call("PUT", f"api/contents/{quote(path)}", {}, body)

    def events(self) -> EventSocket:
        """Hear of every change from now on."""
        return EventSocket(self.server.url + "couture/api/v2/changes", self._headers())

    def _call(self, method: str, path: str, query: dict[str, Any], body: Any = None) -> Any:
        answer = self._send(method, path, query, body)
        return json.loads(answer) if answer else None

    def _send(
        self, method: str, path: str, query: dict[str, Any], body: Any = None, accept: str = "application/json"
    ) -> bytes:
        given = urlencode({name: value for name, value in query.items() if value is not None}, doseq=True)
        url = self.server.url + path + (f"?{given}" if given else "")
        data = None if body is None else json.dumps(body).encode()
        headers = {**self._headers(), "Accept": accept, "Content-Type": "application/json"}
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - the person's own server
        try:
            with _OPENER.open(request, timeout=self._timeout) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise self._refused(error) from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise ClientError(f"The Jupyter server at {self.server.url} does not answer: {reason}.") from None

    def _headers(self) -> dict[str, str]:
        if self.server.token:
            return {"Authorization": f"token {self.server.token}"}
        return {"Cookie": f"_xsrf={_NO_TOKEN_XSRF}", "X-XSRFToken": _NO_TOKEN_XSRF}

    def _refused(self, error: urllib.error.HTTPError) -> ClientError:
        if error.code in (301, 302, 303, 401) or (error.code == 403 and not self.server.token):
            told = f"The Jupyter server at {self.server.url} wants to know who asks, and there is no token for it here."
            return ClientError(f"{told} Set COUTURE_TOKEN before the kernel starts.", error.code)
        try:
            document = json.loads(error.read())
        except (OSError, ValueError):
            document = {}
        found = document.get("detail") or document.get("message") if isinstance(document, dict) else None
        if error.code == 404 and not found:
            found = f"The Jupyter server at {self.server.url} has no Couture Jupyter. Enable its extension."
        return ClientError(_sentence(found) or f"The server answered {error.code} {error.reason}.", error.code)


def part(text: str) -> str:
    """``text`` as one part of a path."""
    return quote(text, safe="")


def _sentence(detail: Any) -> str:
    """What the server said; of several problems one a line, each with its field."""
    if not isinstance(detail, list):
        return str(detail or "")
    lines = []
    for each in detail:
        where = ".".join(str(name) for name in each.get("loc", ()) if name != "body")
        lines.append(f"{where}: {each.get('msg')}" if where else str(each.get("msg")))
    return "\n".join(lines)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect leads to a page where people sign in: nothing for us."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Do not follow."""


# The person's own server is never behind a proxy for programs.
_OPENER = urllib.request.build_opener(_StayHere, urllib.request.ProxyHandler({}))
