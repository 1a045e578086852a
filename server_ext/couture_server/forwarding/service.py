"""The Couture service, as a person's own server reaches it: its address, whose token, and what is passed on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from tornado.httputil import HTTPHeaders

from couture_server.http.headers import OWN_SERVER

AWAY = "The Couture service does not answer. What was scheduled goes on without it being seen; try again in a moment."
NOT_YOURS = "This server belongs to {owner}: workflows are seen and changed with one's own."
# Of a request, what says what is asked; never who asks: cookies, tokens and addresses stay here.
_PASSED = frozenset({"accept", "accept-encoding", "accept-language", "content-type", "if-none-match", "range"})
# Of an answer, what concerns one connection, or is set by this server itself.
_KEPT_BACK = frozenset(
    {
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "upgrade"),
        *("transfer-encoding", "set-cookie", "server", "date", "x-jupyterhub-version"),
    }
)
_UP = re.compile(r"(^|[/\\])\.\.([/\\]|$)")


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service is (``url`` ends with a slash), the token shown there, and whose it is."""

    url: str
    token: str = field(repr=False)
    owner: str

    @classmethod
    def of(cls, url: str, environment: Mapping[str, str] = os.environ) -> Service:
        """The service at ``url``, with what the Hub gave to this server. ``ValueError`` where it gave nothing."""
        token, owner = environment.get("JUPYTERHUB_API_TOKEN"), environment.get("JUPYTERHUB_USER")
        if not token or not owner:
            raise ValueError(
                "CoutureApp.service_url is for servers that JupyterHub starts: JUPYTERHUB_API_TOKEN and "
                "JUPYTERHUB_USER are not set."
            )
        return cls(url.rstrip("/") + "/", token, owner)

    def address(self, path: str, query: str, scheme: str = "http") -> str | None:
        """Where ``couture/<path>`` is at the service; ``None`` for a path that leads somewhere else."""
        if _UP.search(unquote(path)) or "\\" in path:
            return None
        base = self.url if scheme == "http" else "ws" + self.url.removeprefix("http")
        return f"{base}couture/{path}" + (f"?{query}" if query else "")

    def headers(self, given: Iterable[tuple[str, str]] = ()) -> HTTPHeaders:
        """Of the headers ``given`` those that are passed on, and the token."""
        headers = HTTPHeaders({name: value for name, value in given if name.lower() in _PASSED})
        headers["Authorization"] = f"token {self.token}"
        headers[OWN_SERVER] = "1"
        return headers


def passed_back(headers: HTTPHeaders) -> list[tuple[str, str]]:
    """Of the headers of an answer those that go on to the browser."""
    return [(name, value) for name, value in headers.get_all() if name.lower() not in _KEPT_BACK]


def path_below(root: Path, workspace: Path) -> str | None:
    """The common workspace as a path from this server's root: it lies in there, or a link in the root leads to it;
    ``None`` where it cannot be reached."""
    for candidate in (root, *(each for each in sorted(root.iterdir()) if each.is_symlink())):
        target = candidate.resolve()
        if workspace.is_relative_to(target):
            parts = [*candidate.relative_to(root).parts, *workspace.relative_to(target).parts]
            return "/".join(parts)
    return None
