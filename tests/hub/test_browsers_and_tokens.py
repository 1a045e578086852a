"""What browsers are told by every part of the Hub, what its cookies are like, how long a token is good for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from http.cookies import SimpleCookie

import pytest
import requests
from couture_hub.hardening import SESSION_DAYS, TOKEN_DAYS
from couture_hub.pages import CLOSED
from hub_process import API, OWN, SERVICE, HubProcess, Person, running, wait_for

People = Callable[..., Person]
DAY = 24 * 3600
READ_ONLY = ["custom:couture:read", "access:services!service=couture"]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A running Hub where an Admin enters everybody."""
    with running(tmp_path_factory.mktemp("hub"), signup="closed") as hub:
        yield hub


def test_where_sign_up_is_closed_its_page_says_who_gives_accounts(hub: HubProcess, superadmin: Person) -> None:
    stranger = Person(hub, "stranger")
    assert "Ask for an account" not in stranger.session.get(hub.url + "hub/login", timeout=120).text
    shown = stranger.session.get(hub.url + "hub/signup", timeout=120)
    assert (shown.status_code, CLOSED in shown.text) == (403, True)
    assert stranger.fill("hub/signup", username="stranger", new=OWN, again=OWN).status_code == 405
    assert superadmin.ask("GET", "users/stranger").status_code == 404


def test_every_part_tells_browsers_to_keep_it_from_other_sites(hub: HubProcess, person: People) -> None:
    abe = person("abe", "Developer")
    abe.start_server()
    assert abe.get("users/me", base=abe.own)["username"] == "abe"
    own_pages = [f"{abe.own}{path}" for path in ("lab", API + "dags", API + "no/such", "api/me", "static/x.js")]
    service = [f"{SERVICE}{path}" for path in ("lab", API + "dags", "couture/no/such", "api/me", "api/kernels")]
    pages = ["login", "change-password", "signup", "home", "token", "spawn", "no/such", "api/user", "api/users"]
    for path in [*(f"hub/{page}" for page in pages), *service, *own_pages]:
        for session in (abe.session, requests.Session()):
            answer = session.get(hub.url + path, allow_redirects=False, timeout=120)
            headers = answer.headers
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["Referrer-Policy"] == "same-origin", path
            assert headers["Strict-Transport-Security"] == "max-age=31536000", path
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path


def test_cookies_go_by_https_alone_and_not_with_forms_of_other_sites(hub: HubProcess, person: People) -> None:
    bea = person("bea", "Developer")
    bea.start_server()
    bea.session.cookies.clear()
    answers: list[requests.Response] = []
    bea.session.hooks["response"].append(lambda answer, **_: answers.append(answer))
    bea.sign_in(OWN)
    bea.get("users/me")
    bea.get("users/me", base=bea.own)
    given = [SimpleCookie(line) for answer in answers for line in answer.raw.headers.getlist("Set-Cookie")]
    cookies = [(name, morsel) for cookie in given for name, morsel in cookie.items() if morsel.value]
    names = {name for name, _ in cookies}
    assert {"jupyterhub-session-id", "jupyterhub-hub-login", "service-couture", "jupyterhub-user-bea", "_xsrf"} <= names
    for name, morsel in cookies:
        assert morsel["secure"], name
        assert morsel["samesite"].lower() == "lax", name
        assert morsel["httponly"] or name == "_xsrf", name


def test_a_token_ends_when_it_was_said_and_none_lives_too_long(hub: HubProcess, person: People) -> None:
    cat = person("cat", "Developer")

    def make(**more: object) -> requests.Response:
        return cat.hub_api("POST", "users/cat/tokens", json={"scopes": READ_ONLY, **more})

    refused = make(expires_in=TOKEN_DAYS * DAY + 1)
    assert (refused.status_code, "must not exceed" in refused.json()["message"]) == (400, True)
    assert make().json()["expires_at"]  # who says nothing gets the longest life
    short = {"Authorization": f"token {make(expires_in=30).json()['token']}"}

    def ask() -> int:
        return requests.get(hub.url + SERVICE + API + "pools", headers=short, timeout=60).status_code

    assert ask() == 200
    wait_for(lambda: ask() == 403)


def test_a_session_at_the_service_ends(hub: HubProcess, person: People) -> None:
    dan = person("dan", "Viewer")
    dan.get("users/me")
    tokens = dan.hub_api("GET", "users/dan/tokens").json()["api_tokens"]
    by_sign_in = [each for each in tokens if each["oauth_client"] != "JupyterHub"]
    assert by_sign_in
    for each in by_sign_in:
        lives = _moment(each["expires_at"]) - _moment(each["created"])
        assert SESSION_DAYS * DAY - 60 <= lives <= SESSION_DAYS * DAY + 60


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
