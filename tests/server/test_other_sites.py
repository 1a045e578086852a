"""What other sites may do with a browser that is signed in here: nothing. And what every answer tells browsers."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import httpx
import pytest
import websocket
from api_client import Api
from couture_server.http.headers import with_ours
from couture_server.routes import all_routes
from jupyter_process import JupyterProcess

CHANGING = [
    (route.method, route.path.replace("{", "").replace("}", "")) for route in all_routes() if route.method != "GET"
]
READING = [route.path for route in all_routes() if route.method == "GET"]
FOREIGN = {"Origin": "https://elsewhere.example"}
API = "couture/api/v2/"


@pytest.fixture(scope="module")
def browser(server: JupyterProcess) -> Iterator[httpx.Client]:
    """Signed in by cookie, as people are."""
    with httpx.Client(base_url=server.url, timeout=120.0, follow_redirects=True) as browser:
        browser.get("login", params={"token": "the-token-of-the-tests"})
        yield browser


def test_no_change_is_made_for_a_browser_without_the_xsrf_token(browser: httpx.Client) -> None:
    answers = {(method, path): browser.request(method, API + path, json={}) for method, path in CHANGING}
    assert {asked: answer.status_code for asked, answer in answers.items() if answer.status_code != 403} == {}
    assert all("_xsrf" in answer.json()["detail"] for answer in answers.values())


def test_no_change_is_made_for_a_page_of_another_site_even_with_the_xsrf_token(browser: httpx.Client) -> None:
    headers = {**FOREIGN, "X-XSRFToken": browser.cookies["_xsrf"]}
    for method, path in CHANGING:
        assert browser.request(method, API + path, json={}, headers=headers).status_code in (403, 404), path
    own = {**headers, "Origin": str(browser.base_url.copy_with(path="")).rstrip("/")}
    made = browser.post(API + "pools", json={"name": "same site", "slots": 1}, headers=own)
    assert made.status_code == 201, made.text


def test_no_socket_opens_for_a_page_of_another_site(browser: httpx.Client, server: JupyterProcess) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    address = server.api.replace("http", "ws", 1) + "changes"
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        websocket.create_connection(address, cookie=cookie, origin=FOREIGN["Origin"], timeout=120)
    websocket.create_connection(address, cookie=cookie, timeout=120).close()


def test_every_answer_tells_browsers_to_keep_it_from_other_sites(browser: httpx.Client, api: Api) -> None:
    routes = [API + path.replace("{", "").replace("}", "") for path in READING]
    pages = ["lab", "lab/couture/dags", "login", "api/me", "no/such/page", "static/favicons/favicon.ico"]
    for path in [*routes, *pages, "couture/no/such/route", "couture/hooks/none"]:
        answer = browser.get(path, follow_redirects=False)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy or "sandbox" in policy, path
        if path.startswith(API) and answer.headers.get("Content-Type", "").startswith("application/json"):
            assert "default-src 'none'" in policy, path
        assert "Strict-Transport-Security" not in answer.headers, path  # this server speaks http


def test_the_cookie_that_signs_in_is_out_of_reach_of_scripts(server: JupyterProcess) -> None:
    with httpx.Client(base_url=server.url, timeout=120.0) as browser:
        answer = browser.get("login", params={"token": "the-token-of-the-tests"})
    cookies = [SimpleCookie(each) for each in answer.headers.get_list("Set-Cookie")]
    found = {name: morsel for cookie in cookies for name, morsel in cookie.items() if name.startswith("username-")}
    assert found
    assert all(morsel["httponly"] for morsel in found.values())


def test_what_an_administrator_has_set_stays() -> None:
    assert with_ours({"referrer-policy": "no-referrer", "X-Ours": "1"}, https_only=True) == {
        "referrer-policy": "no-referrer",
        "X-Ours": "1",
        "Strict-Transport-Security": "max-age=31536000",
    }
