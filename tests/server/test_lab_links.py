"""Addresses of our pages below JupyterLab's own."""

from urllib.parse import parse_qs, urlsplit

import httpx
from jupyter_process import JupyterProcess


def _follow_once(server: JupyterProcess, path: str, token: str = "the-token-of-the-tests") -> httpx.Response:
    return httpx.get(f"{server.url}{path}", params={"token": token} if token else {}, follow_redirects=False)


def test_a_link_to_a_run_leads_to_the_lab_with_its_parts_quoted_as_they_came(server: JupyterProcess) -> None:
    answer = _follow_once(server, "lab/couture/run/a%2Fb/manual__2026-01-01T00:00:00%2B00:00")
    place = urlsplit(answer.headers["location"])
    assert answer.status_code == 302
    assert place.path == urlsplit(server.url).path + "lab"
    assert parse_qs(place.query)["couture"] == ["run/a%2Fb/manual__2026-01-01T00:00:00%2B00:00"]


def test_a_link_needs_a_login(server: JupyterProcess) -> None:
    answer = _follow_once(server, "lab/couture/dag/etl", token="")
    assert answer.status_code == 302
    assert "/login" in answer.headers["location"]
