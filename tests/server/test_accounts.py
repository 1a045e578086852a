"""Users and roles over HTTP, and a server whose people have the roles that an Admin gave them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from api_client import Api
from couture_scheduler.access import DagRight, given_by
from couture_scheduler.config import load
from couture_scheduler.store.session import Store
from jupyter_process import JupyterProcess, start
from role_tokens import PREFIX
from rows_of_dag import fill


@dataclass
class Team:
    """A server that knows nobody but the Admin ``root``."""

    server: JupyterProcess

    def person(self, name: str) -> Api:
        """Somebody whom Jupyter has let in."""
        return Api(self.server.api, PREFIX + name)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    root = folder / "root"
    root.mkdir()
    command = [sys.executable, "-m", "couture_scheduler", "--workspace", str(root)]
    subprocess.run([*command, "users", "create", "root", "--role", "Admin"], check=True, timeout=300)
    store = Store(load(root).db_url)
    fill(store, "sales", 1)
    fill(store, "wages", 2)
    store.close()
    running = start(folder, autostart_engine=False, roles="couture_server.access.roles.AccountRoles")
    yield Team(running)
    running.stop()


def test_who_is_not_entered_may_see_who_they_are_and_nothing_else(team: Team) -> None:
    stranger = team.person("stranger")
    assert stranger.get("users/me") == {
        "username": "stranger",
        "roles": ["Public"],
        "permissions": ["self:read"],
        "dags": {},
        "dag_permissions": {right: list(given_by(right)) for right in DagRight},
        "password_page": None,
    }
    refused = stranger.get("dags", expect=403)["detail"]
    assert refused == "You (stranger, Public) lack the permission dags:read."


def test_a_person_has_what_their_roles_allow_from_the_next_request_on(team: Team) -> None:
    root, ada = team.person("root"), team.person("ada")
    root.post("roles", {"name": "night", "dags": {"sales": "read"}}, expect=201)
    root.post("users", {"username": "ada", "roles": ["night"]}, expect=201)
    assert [each["dag_id"] for each in ada.get("dags")["dags"]] == ["sales"]
    ada.get("dags/wages", expect=404)
    ada.patch("dags/sales", {"is_paused": True}, expect=403)
    root.patch("roles/night", {"dags": {"sales": "edit", "wages": "read"}})
    assert ada.patch("dags/sales", {"is_paused": True})["is_paused"]
    assert ada.get("dags/wages")["dag_id"] == "wages"
    root.patch("users/ada", {"is_active": False})
    ada.get("dags", expect=403)
    root.patch("users/ada", {"is_active": True, "roles": ["Viewer"]})
    assert ada.get("dags")["total_entries"] == 2
    ada.post("users", {"username": "eve", "roles": ["Admin"]}, expect=403)
    ada.patch("users/ada", {"roles": ["Admin"]}, expect=403)


def test_users_and_roles_are_listed_changed_and_deleted(team: Team) -> None:
    root = team.person("root")
    root.post("users", {"username": "bob", "first_name": "Bob", "roles": ["Op"]}, expect=201)
    assert [each["username"] for each in root.get("users", text="bob")["users"]] == ["bob"]
    assert root.get("users", role="Op")["total_entries"] == 1
    assert root.patch("users/bob", {"email": "bob@example.org"})["first_name"] == "Bob"
    root.post("users", {"username": "bob"}, expect=409)
    root.post("users", {"username": "b/b", "roles": ["Boss"]}, expect=422)
    long, none = (root.post("users", {"username": name}, expect=422)["detail"][0]["msg"] for name in ("n" * 251, ""))
    assert (long, none) == (
        "There must be at most 250 characters, not 251.",
        "This must not be empty.",
    )
    root.delete("users/bob")
    root.get("users/bob", expect=404)
    root.post("roles", {"name": "lonely", "permissions": ["pools:read"]}, expect=201)
    assert root.get("roles/lonely")["permissions"] == ["pools:read"]
    assert [each["name"] for each in root.get("roles")["roles"]][:2] == ["Public", "Viewer"]
    root.delete("roles/lonely")
    root.delete("roles/Viewer", expect=409)
    root.call("DELETE", "users/root", 409)
    assert {each["name"] for each in root.get("permissions")["permissions"]} >= {"users:edit", "dags:read"}


def test_how_people_sign_in_is_set_and_tried_by_an_admin(team: Team) -> None:
    root = team.person("root")
    found = root.get("loginSettings")
    assert (found["auth_type"], found["auth_ldap_uid_field"], found["missing_parts"]) == ("AUTH_DB", "uid", {})
    asked = {"auth_ldap_bind_user": "cn=search", "auth_ldap_bind_password": "secret", "auth_ldap_search": "dc=x"}
    wrong = root.patch("loginSettings", {"auth_ldap_server": "directory"}, expect=422)
    assert [each["loc"] for each in wrong["detail"]] == [["body", "auth_ldap_server"]]
    assert root.patch("loginSettings", asked)["auth_ldap_bind_password"] == "***"
    provider = {"auth_type": "AUTH_OAUTH", "auth_oauth_issuer": "http://login.example.com"}
    wrong = root.patch("loginSettings", provider, expect=422)
    assert [each["loc"][1] for each in wrong["detail"]] == ["auth_oauth_issuer", "auth_oauth_client_id"]
    trial = {"username": "ada", "password": "hers", "settings": {"auth_ldap_server": "ldap://127.0.0.1:1"}}
    answer = root.post("loginSettings/test", trial)
    assert not answer["works"]
    assert [(each["name"], each["is_done"]) for each in answer["steps"]] == [("connect", False)]
    assert root.get("loginSettings")["auth_ldap_server"] == ""
    team.person("stranger").get("loginSettings", expect=403)
