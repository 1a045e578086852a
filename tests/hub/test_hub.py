"""JupyterHub with Couture: signing in, who may do what at the service and in one's own server, where things run."""

from __future__ import annotations

from collections.abc import Callable

from hub_process import FIRST, GIVEN, OWN, HubProcess, Person

People = Callable[..., Person]


def test_the_first_password_opens_nothing_but_the_form_for_another_one(hub: HubProcess, superadmin: Person) -> None:
    made = superadmin.ask("POST", "users", json={"username": "new", "roles": ["Viewer"]})
    assert made.status_code == 201
    assert superadmin.ask("PUT", "users/new/password", json={"password": GIVEN}).status_code == 204
    new = Person(hub, "new")
    shown = new.sign_in(GIVEN)
    assert "choose your own before you go on" in shown.text
    assert not new.is_signed_in()
    assert new.session.get(hub.url + "services/couture/lab", timeout=60).url.startswith(hub.url + "hub/login")
    token = new.session.post(
        hub.url + "hub/api/users/new/tokens", json={"auth": {"username": "new", "password": GIVEN}}
    )
    assert token.status_code == 403
    for field, told in (({"again": "another one"}, "not the same"), ({"password": "wrong"}, "is wrong")):
        form = {"username": "new", "password": GIVEN, "new": OWN, "again": OWN, **field}
        assert told in new.fill("hub/change-password", **form).text
        assert not new.is_signed_in()
    new.fill("hub/change-password", username="new", password=GIVEN, new=OWN, again=OWN)
    assert new.is_signed_in()
    assert "The name or the password is wrong" in Person(hub, "new").sign_in(GIVEN).text


def test_no_form_works_without_its_xsrf_token(hub: HubProcess, superadmin: Person) -> None:
    other = Person(hub, "superadmin")
    for page in ("hub/login", "hub/change-password", "hub/signup"):
        data = {"username": "superadmin", "password": OWN, "new": FIRST, "again": FIRST}
        assert other.session.post(hub.url + page, data=data, timeout=60).status_code == 403
    assert not other.is_signed_in()
    assert superadmin.is_signed_in()


def test_ones_own_server_asks_the_service(hub: HubProcess, person: People) -> None:
    ada = person("ada", "Developer")
    assert ada.get("users/me")["roles"] == ["Developer"]
    ada.start_server()
    assert ada.get("users/me", base=ada.own) == ada.get("users/me")
    found = ada.get("workspace", base=ada.own)
    assert (found["workspace"], found["root_prefix"]) == (str(hub.workspace), "common_workspace")
    assert ada.get("workspace")["root_prefix"] is None


def test_who_writes_no_code_arrives_at_the_service_and_roles_are_groups(hub: HubProcess, person: People) -> None:
    vera = person("vera", "Viewer")
    arrived = vera.sign_in(OWN)
    assert arrived.url.startswith(hub.url + "services/couture/")
    assert vera.hub_api("GET", "user").json()["groups"] == ["Viewer"]
    assert "vera" in vera.session.get(hub.url + "services/couture/api/me", timeout=60).text
    assert vera.hub_api("GET", "user").json()["servers"] == {}
