"""People come in by a real OpenID provider; answers and tokens that are not good bring nobody in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from couture_scheduler.actions import event_logs, login_settings, passwords, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.signing_in import (
    BEGIN_AGAIN,
    NOT_ADMITTED,
    NOT_SET,
    PROVIDER_AWAY,
    REFUSED,
    leave_for_provider,
    sign_in,
    sign_in_from_provider,
)
from couture_scheduler.actions.users import UserForm
from couture_scheduler.directory.openid import proven
from couture_scheduler.directory.provider_visit import Arrival, Departure
from couture_scheduler.directory.settings import LoginSettings
from couture_scheduler.directory.steps import PersonRefusedError
from couture_scheduler.errors import InvalidInputError, SignInRefused
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from people import REGISTERING, ROOT_PASSWORD, because
from provider_server import SECRET, ProviderServer, parameters, provider_server

CALLBACK = "http://127.0.0.1:8000/hub/oauth_callback"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderServer]:
    with provider_server(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def come_in(root: ActionContext, server: ProviderServer, door: dict[str, Any]) -> Callable[..., str]:
    """Sign in as a browser does, with what is changed of the way back."""

    def come(username: str, *, denies: bool = False, **changed: Any) -> str:
        address, departure = leave_for_provider(root.store, root.settings, CALLBACK, "10.0.0.1", **door)
        back = server.answer(address, username, denies=denies)
        assert back.startswith(CALLBACK)
        found = parameters(back)
        arrival = Arrival(
            found.get("state", departure.state), found.get("code", ""), found.get("error", ""), departure, CALLBACK
        )
        arrival = replace(arrival, **changed)
        return sign_in_from_provider(root.store, root.settings, arrival, "10.0.0.1", **door).username

    return come


def test_people_come_in_with_names_and_roles_of_their_groups(
    root: ActionContext, server: ProviderServer, come_in: Callable[..., str], door: dict[str, Any]
) -> None:
    names = {"given_name": "Ada", "family_name": "Lovelace", "email": "ada@example.com"}
    server.enter("ada", groups=["makers", "ADMINS"], **names)
    shown = login_settings.update(
        root, {**server.settings, "auth_roles_mapping": {"makers": ["Op"], "admins": ["Admin"]}}
    )
    assert shown.settings.auth_oauth_client_secret == "***"
    assert SECRET not in str(event_logs.list_event_logs(root).entries)
    with pytest.raises(SignInRefused, match=NOT_ADMITTED):
        come_in("ada")
    assert "AUTH_USER_REGISTRATION is off" in because(root)
    login_settings.update(root, REGISTERING)
    assert come_in("ada") == "ada"
    ada = users.get(root, "ada")
    assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Lovelace", "ada@example.com")
    assert ada.roles == ("Op", "Viewer")  # ADMINS is another group than admins
    server.enter("ada", groups="admins")
    assert come_in("ada") == "ada"
    assert users.get(root, "ada").roles == ("Admin", "Viewer")
    events = [(each.actor, each.event) for each in event_logs.list_event_logs(root, limit=100).entries]
    assert events.count(("ada", "sign_in")) == 2
    users.update(root, "ada", UserForm(is_active=False))
    with pytest.raises(SignInRefused, match=NOT_ADMITTED):
        come_in("ada")
    server.enter("root")
    with pytest.raises(SignInRefused, match=NOT_ADMITTED):
        come_in("root")  # of that name at the provider, and not this Admin for that
    assert sign_in(root.store, root.settings, "root", ROOT_PASSWORD, "10.0.0.1", **door).username == "root"
    users.create(root, "old", UserForm())
    passwords.set_first(root, "old", "a password from before")
    with pytest.raises(SignInRefused, match=REFUSED):
        sign_in(root.store, root.settings, "old", "a password from before", "10.0.0.1", **door)


def test_only_the_answer_to_ones_own_sign_in_counts(
    root: ActionContext, server: ProviderServer, come_in: Callable[..., str], door: dict[str, Any]
) -> None:
    server.enter("eve")
    login_settings.update(root, {**server.settings, **REGISTERING})
    address, other = leave_for_provider(root.store, root.settings, CALLBACK, "10.0.0.1", **door)
    asked = parameters(address)
    assert (asked["code_challenge_method"], asked["state"]) == ("S256", other.state)
    assert other.verifier not in address
    for told, changed in (
        ("does not belong", {"state": "of somebody else"}),
        ("does not belong", {"departure": None}),
        ("does not belong", {"departure": other}),
        ("not good any more", {"code": "invented"}),
        ("access_denied", {"denies": True}),
    ):
        with pytest.raises(SignInRefused, match=BEGIN_AGAIN):
            come_in("eve", **changed)
        assert told in because(root)
    nameless = {"auth_oauth_username_claim": "nickname"}
    login_settings.update(root, nameless)
    with pytest.raises(SignInRefused, match=BEGIN_AGAIN):
        come_in("eve")
    assert "AUTH_OAUTH_USERNAME_CLAIM" in because(root)
    users_before = users.list_users(root).total
    login_settings.update(root, {"auth_oauth_issuer": "http://127.0.0.1:1"})
    with pytest.raises(SignInRefused, match=PROVIDER_AWAY):
        come_in("eve")
    assert "does not answer" in because(root)
    login_settings.update(root, {"auth_type": "AUTH_DB"})
    with pytest.raises(SignInRefused, match=NOT_SET):
        come_in("eve")
    assert users.list_users(root).total == users_before


def test_a_provider_is_tried_step_by_step(root: ActionContext, server: ProviderServer) -> None:
    trial = login_settings.try_out(root, server.settings, "", "")
    assert [(each.name, each.is_done) for each in trial.steps] == [
        ("connect", True),
        ("encrypt", False),
        ("issuer", True),
        ("keys", True),
    ]
    assert trial.works
    slash = login_settings.try_out(root, {**server.settings, "auth_oauth_issuer": f"{server.url}/"}, "", "")
    assert "make them the same" in slash.steps[-1].sentence
    away = login_settings.try_out(root, {**server.settings, "auth_oauth_issuer": "https://127.0.0.1:1"}, "", "")
    assert "does not answer" in away.steps[-1].sentence
    wrong = {"auth_oauth_issuer": "http://login.example.com", "auth_oauth_scope": "profile", **REGISTERING}
    with pytest.raises(InvalidInputError) as caught:
        login_settings.update(root, {**server.settings, **wrong, "auth_user_registration_role": ""})
    places = [str(problem.field[0]) for problem in caught.value.problems]
    assert places == ["auth_oauth_issuer", "auth_oauth_scope", "auth_user_registration_role"]


NOW = int(time.time())
GOOD = {"iss": "https://login", "aud": "couture", "sub": "1", "nonce": "n", "iat": NOW, "exp": NOW + 300}


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://another"},
        {"aud": "another"},
        {"aud": ["couture", "another"], "azp": "another"},
        {"exp": NOW - 100},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
        {"alg": "HS256"},
        {"alg": "none"},
        {"key": "another"},
    ],
)
def test_an_id_token_that_is_not_good_proves_nothing(changed: dict[str, Any]) -> None:
    settings = LoginSettings(auth_oauth_issuer="https://login", auth_oauth_client_id="couture")
    own, another = RSAKey.generate_key(2048, {"kid": "a"}), RSAKey.generate_key(2048, {"kid": "a"})
    public = KeySet.import_key_set({"keys": [own.as_dict(private=False)]})
    changes = dict(changed)
    key = another if changes.pop("key", "") else own
    algorithm = changes.pop("alg", "RS256")

    def token(claims: dict[str, Any]) -> dict[str, str]:
        kept = {name: value for name, value in claims.items() if value is not None}
        if algorithm == "RS256":
            return {"id_token": jwt.encode({"alg": "RS256", "kid": "a"}, kept, key)}
        good = jwt.encode({"alg": "RS256", "kid": "a"}, kept, key).split(".")
        header = {"HS256": "eyJhbGciOiJIUzI1NiIsImtpZCI6ImEifQ", "none": "eyJhbGciOiJub25lIn0"}[algorithm]
        return {"id_token": ".".join([header, good[1], ""])}

    assert proven(settings, {"id_token": jwt.encode({"alg": "RS256", "kid": "a"}, GOOD, own)}, public, "n", NOW)
    with pytest.raises(PersonRefusedError, match="The ID token is not good"):
        proven(settings, token({**GOOD, **changes}), public, "n", NOW)


def test_what_a_browser_keeps_comes_back_as_it_was() -> None:
    departure = Departure("state", "nonce", "verifier")
    assert Departure.from_text(departure.to_text()) == departure
