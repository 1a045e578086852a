"""What is wrong with a request is said in its answer, and never breaks the server."""

from __future__ import annotations

import httpx
import pytest
from api_client import Api
from couture_server.http.models import FileAnswer
from couture_server.routes import all_routes
from jupyter_process import JupyterProcess

WITH_BODY = [route for route in all_routes() if route.body is not None]
MALFORMED: dict[str, bytes] = {
    "not JSON": b"{",
    "not UTF-8": b'{"name": "\xff"}',
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "text": b'"text"',
    "NaN": b'{"slots": NaN}',
    "deep": b"[" * 100_000,
    "half a surrogate pair": b'{"name": "\\ud800", "slots": 1, "conf": {"a": "\\ud800"}}',
    "a NUL character": b'{"name": "a\\u0000b", "slots": 1, "conf": {"a\\u0000": 1}}',
    "a huge number": b'{"slots": 1' + b"0" * 400 + b', "retries": 1e999}',
    "a number of 5000 digits": b'{"slots": ' + b"1" * 5000 + b"}",
    "an unknown field": b'{"no_such_field": 1}',
    "wrong types": b'{"name": 7, "slots": "many", "when": "now", "runs": {}, "conf": [], "is_paused": "perhaps"}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize("route", WITH_BODY, ids=lambda route: f"{route.method} {route.path}")
def test_a_malformed_body_is_refused_and_never_a_500(api: Api, route: object, body: bytes) -> None:
    path = route.path.format(**dict.fromkeys(route.path_parameters, "nothing"))  # type: ignore[attr-defined]
    response = api.call(route.method, path, content=body)  # type: ignore[attr-defined]
    assert response.status_code in (404, 409, 422), response.text


def test_a_problem_names_its_field(api: Api) -> None:
    problems = api.post("pools", {"name": "x", "slots": "many", "colour": "red"}, expect=422)["detail"]
    assert {tuple(problem["loc"]) for problem in problems} == {("body", "slots"), ("body", "colour")}


def test_a_query_parameter_out_of_bounds_is_named(api: Api) -> None:
    problems = api.get("dags", expect=422, limit=100_000)["detail"]
    assert problems[0]["loc"] == ["query", "limit"]


def test_an_unknown_order_is_named(api: Api) -> None:
    problems = api.get("dags/~/dagRuns", expect=422, order_by="colour")["detail"]
    assert problems[0]["loc"] == ["query", "order_by"]


def test_an_unknown_path_is_a_404_in_our_shape(api: Api) -> None:
    assert api.call("GET", "no/such/thing").json() == {"detail": "There is no such resource."}


def test_a_wrong_method_is_a_405(api: Api) -> None:
    response = api.client.post("version")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET"


@pytest.mark.parametrize("dag_id", ["..", "%2e%2e%2f%2e%2e", "a%00b", "%ff", "x" * 5000, "'; DROP TABLE dag; --"])
def test_a_strange_dag_id_is_not_found(api: Api, dag_id: str) -> None:
    response = api.client.get(f"{api.base}dags/{dag_id}/dagRuns/{dag_id}/taskInstances/{dag_id}/logs/1")
    assert response.status_code in (400, 404, 422), response.text


@pytest.mark.parametrize("path", ["../x.ipynb", "/etc/passwd", "reports/../../x.ipynb", "reports", "link.ipynb"])
def test_a_notebook_outside_the_workspace_is_refused(server: JupyterProcess, api: Api, path: str) -> None:
    link = server.root / "link.ipynb"
    if not link.is_symlink():
        link.symlink_to("/etc/passwd")
    problems = api.get("notebooks/inspect", expect=422, path=path)["detail"]
    assert problems[0]["loc"] == ["query", "path"]


def test_xsrf_protection_is_kept_for_cookies(server: JupyterProcess) -> None:
    """A browser that signed in with a cookie must send Jupyter's XSRF token along."""
    with httpx.Client(base_url=server.url, follow_redirects=True) as browser:
        browser.get("login", params={"token": "the-token-of-the-tests"})
        browser.get("couture/api/v2/version", headers={"Referer": server.url}).raise_for_status()
        body = {"name": "by cookie", "slots": 1}
        assert browser.post("couture/api/v2/pools", json=body).status_code == 403
        token = browser.cookies["_xsrf"]
        accepted = browser.post("couture/api/v2/pools", json=body, headers={"X-XSRFToken": token})
        assert accepted.status_code == 201, accepted.text


def test_files_are_never_run_as_pages_of_ours() -> None:
    files = [route for route in all_routes() if route.answer is FileAnswer]
    assert {route.permission for route in files} == {"runs:read", "dagFiles:read"}
