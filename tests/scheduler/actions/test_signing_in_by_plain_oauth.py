"""People come in by a provider that has OAuth 2.0 and no OpenID Connect, as GitHub has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
from couture_scheduler.actions import login_settings, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.signing_in import (
    BEGIN_AGAIN,
    PROVIDER_AWAY,
    leave_for_provider,
    sign_in_from_provider,
)
from couture_scheduler.directory.provider_visit import Arrival, Departure
from couture_scheduler.directory.settings import ADDRESSES
from couture_scheduler.errors import InvalidInputError, SignInRefused
from people import REGISTERING, because
from plain_provider import PlainProvider, plain_provider
from provider_server import parameters

CALLBACK = "http://127.0.0.1:8000/hub/oauth_callback"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlainProvider]:
    with plain_provider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def root(root: ActionContext, server: PlainProvider) -> ActionContext:
    """Where people come in by it, and there is an Admin with a password."""
    login_settings.update(root, {**server.settings, **REGISTERING, "auth_roles_mapping": {"makers": ["Op"]}})
    return root


@pytest.fixture
def come_in(root: ActionContext, door: dict[str, Any]) -> Callable[..., str]:
    """Sign in as a browser does, with what is changed of the way back."""

    def come(**changed: Any) -> str:
        address, departure = leave_for_provider(root.store, root.settings, CALLBACK, "10.0.0.1", **door)
        sent = requests.get(address, allow_redirects=False, timeout=60)
        found = parameters(sent.headers["Location"])
        arrival = replace(Arrival(found["state"], found["code"], "", departure, CALLBACK), **changed)
        return sign_in_from_provider(root.store, root.settings, arrival, "10.0.0.1", **door).username

    return come


def test_who_it_is_comes_from_what_the_provider_tells_of_the_token(
    root: ActionContext, come_in: Callable[..., str]
) -> None:
    assert login_settings.offer(root.store).provider == "Plain"
    assert come_in() == "olga"
    olga = users.get(root, "olga")
    assert (olga.first_name, olga.email, olga.roles) == ("Olga", "", ("Op", "Viewer"))
    login_settings.update(root, {"auth_oauth_username_claim": "id"})
    assert come_in() == "7"
    login_settings.update(root, {"auth_oauth_username_claim": "nickname"})
    with pytest.raises(SignInRefused, match=BEGIN_AGAIN):
        come_in()
    assert "AUTH_OAUTH_USERNAME_CLAIM" in because(root)


def test_only_the_answer_to_ones_own_sign_in_counts(root: ActionContext, come_in: Callable[..., str]) -> None:
    for told, changed in (
        ("does not belong", {"state": "of somebody else"}),
        ("does not belong", {"departure": None}),
        ("not good any more", {"code": "invented"}),
    ):
        with pytest.raises(SignInRefused, match=BEGIN_AGAIN):
            come_in(**changed)
        assert told in because(root)
    another = Departure("state", "nonce", "another verifier, as who stole the code has")
    with pytest.raises(SignInRefused, match=BEGIN_AGAIN):
        come_in(state="state", departure=another)
    assert "not good any more" in because(root)
    login_settings.update(root, {"auth_oauth_client_secret": "wrong"})
    with pytest.raises(SignInRefused, match=PROVIDER_AWAY):
        come_in()
    assert "incorrect_client_credentials" in because(root)


def test_its_addresses_are_tried_without_signing_anybody_in(root: ActionContext, server: PlainProvider) -> None:
    trial = login_settings.try_out(root, {}, "", "")
    assert [(each.name, each.is_done) for each in trial.steps] == [
        ("connect", True),
        ("encrypt", False),
        ("token", True),
        ("person", True),
    ]
    assert trial.works
    for told, wrong in (
        ("/nowhere answers with 404", {"auth_oauth_authorize_url": f"{server.url}/nowhere"}),
        ("incorrect_client_credentials", {"auth_oauth_client_secret": "wrong"}),
        ("/nowhere answers with 404", {"auth_oauth_userinfo_url": f"{server.url}/nowhere"}),
        ("does not answer", {"auth_oauth_token_url": "https://127.0.0.1:1"}),
    ):
        trial = login_settings.try_out(root, wrong, "", "")
        assert not trial.works
        assert told in trial.steps[-1].sentence
    assert users.list_users(root).total == 1


@pytest.mark.parametrize(
    ("wrong", "places"),
    [
        ({"auth_oauth_token_url": ""}, ["auth_oauth_token_url"]),
        (dict.fromkeys(ADDRESSES, ""), ["auth_oauth_issuer"]),
        ({"auth_oauth_issuer": "https://login", "auth_oauth_scope": "openid"}, list(ADDRESSES)),
        ({"auth_oauth_userinfo_url": "http://api.example.com/user"}, ["auth_oauth_userinfo_url"]),
    ],
)
def test_an_issuer_or_all_three_addresses_are_given(
    root: ActionContext, wrong: dict[str, str], places: list[str]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        login_settings.update(root, wrong)
    assert [str(problem.field[0]) for problem in caught.value.problems] == places
