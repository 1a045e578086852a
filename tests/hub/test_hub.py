"""JupyterHub with Couture: signing in, who may do what at the service and in one's own server, where things run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gssapi
import pytest
import requests
import websocket
from couture_scheduler.actions.signing_in import BEGIN_AGAIN, NO_TICKET
from hub_process import API, DEADLINE, FIRST, GIVEN, OWN, SERVICE, HubProcess, Person, wait_for
from kerberos_server import kerberos_server
from people_notebooks import schedule, write_notebook
from provider_server import provider_server
from requests_gssapi import REQUIRED, HTTPSPNEGOAuth

People = Callable[..., Person]


@pytest.fixture
def login_settings(superadmin: Person) -> Iterator[Callable[..., None]]:
    """Says how people sign in, for one test."""
    registering = {"auth_user_registration": True, "auth_user_registration_role": "Viewer"}

    def change(settings: dict[str, Any], **more: Any) -> None:
        answer = superadmin.ask("PATCH", "loginSettings", json={**registering, **settings, **more})
        assert answer.status_code == 200, answer.text

    yield change
    change({"auth_type": "AUTH_DB"}, auth_roles_mapping={})


def sign_ins_of(name: str, admin: Person) -> int:
    """How often they signed in, as the audit log has it."""
    found = admin.get("eventLogs", params={"event": "sign_in", "owner": name, "limit": 0})
    return int(found["total_entries"])


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
    assert sign_ins_of("new", superadmin) == 1


def test_no_form_works_without_its_xsrf_token(hub: HubProcess, superadmin: Person) -> None:
    other = Person(hub, "superadmin")
    for page in ("hub/login", "hub/change-password", "hub/signup"):
        data = {"username": "superadmin", "password": OWN, "new": FIRST, "again": FIRST}
        assert other.session.post(hub.url + page, data=data, timeout=60).status_code == 403
    assert not other.is_signed_in()
    assert superadmin.is_signed_in()


def test_while_it_starts_a_page_says_so_and_looks_again(hub: HubProcess) -> None:
    """The proxy asks for it as long as it knows no way to anywhere."""
    page = requests.get(f"{hub.url}hub/error/404?url=%2F", timeout=DEADLINE).text
    assert "Couture is starting" in page
    assert 'http-equiv="refresh"' in page


def test_ones_own_server_asks_the_service(hub: HubProcess, person: People) -> None:
    ada = person("ada", "Developer")
    me = ada.get("users/me")
    assert (me["roles"], me["password_page"]) == (["Developer"], "/hub/change-password")
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
    told = vera.session.get(f"{hub.url}{vera.own}lab", timeout=DEADLINE).text
    assert "Server not running" in told
    assert '<a href="/services/couture/">go to the Couture service</a>' in told


LOOK = """
import glob, os
found = dict(os.environ)
assert not [name for name in found if name in ("COUTURE_DB_URL", "COUTURE_FERNET_KEY", "CONFIGPROXY_AUTH_TOKEN")], found
running = []
for each in glob.glob("/proc/[0-9]*/cmdline"):
    try:
        running.append(open(each, errors="replace").read())
    except FileNotFoundError:
        pass  # it has just ended
told = "\\n".join([*found.values(), *running])
assert "sqlite:///" not in told and "secret.key" not in told, told
"""


def test_a_schedule_outlives_the_server_it_was_made_in(hub: HubProcess, person: People) -> None:
    eve, viewer = person("eve", "Developer"), person("viewer", "Viewer")
    eve.start_server()
    write_notebook(eve, "nightly.ipynb", "print(6 * 7)")
    dag_id = schedule(eve, "nightly.ipynb")
    changes = websocket.create_connection(
        f"{hub.url}{eve.own}{API}changes".replace("http", "ws", 1), cookie=eve.cookies(f"/{eve.own}"), timeout=DEADLINE
    )
    assert eve.ask("PATCH", f"dags/{dag_id}", base=eve.own, json={"is_paused": True}).status_code == 200
    assert dag_id in changes.recv()
    changes.close()
    viewer.get("users/me")
    websocket.create_connection(  # that of JupyterLab itself
        f"{hub.url}{SERVICE}api/events/subscribe".replace("http", "ws", 1), cookie=viewer.cookies(f"/{SERVICE}")
    ).close()
    assert eve.hub_api("DELETE", "users/eve/server").status_code in (202, 204)
    assert eve.ask("PATCH", f"dags/{dag_id}", json={"is_paused": False}).status_code == 200
    assert eve.ask("POST", f"notebookSchedules/{dag_id}/run", json={}).status_code == 200
    runs = f"dags/{dag_id}/dagRuns"
    wait_for(lambda: viewer.get(runs)["dag_runs"][0]["state"] in ("success", "failed"))
    assert viewer.get(runs)["dag_runs"][0]["state"] == "success"
    for method, path, body in (
        ("PATCH", f"dags/{dag_id}", {"is_paused": True}),
        ("POST", runs, {}),
        ("DELETE", f"notebookSchedules/{dag_id}", None),
        ("GET", "users", None),
    ):
        assert viewer.ask(method, path, json=body).status_code == 403


def test_nobody_is_somebody_else(hub: HubProcess, superadmin: Person, person: People) -> None:
    ida, max_ = person("ida", "Developer"), person("max", "Viewer")
    ida.start_server()
    forged = {
        "X-Forwarded-User": "superadmin",
        "Remote-User": "superadmin",
        "X-Forwarded-For": "9.9.9.9",
        "X-Real-Ip": "9.9.9.9",
    }
    assert max_.get("users/me", headers=forged)["username"] == "max"
    stranger = requests.get(hub.url + SERVICE + API + "dags", headers={"Authorization": "token wrong"}, timeout=60)
    assert stranger.status_code == 403
    max_.session.headers.update(forged)
    max_.sign_in("a wrong password")
    refused = superadmin.get("eventLogs", params={"event": "sign_in_refused", "owner": "max"})["event_logs"]
    assert {each["source"] for each in refused} == {"127.0.0.1"}
    assert max_.session.get(hub.url + ida.own + API + "dags", timeout=60).status_code == 403  # another's server
    assert superadmin.ask("GET", "dags", base=ida.own).status_code == 403
    for path in ("..%2f..%2f..%2fhub/api/users", "dags/..%5c..%5cx", "%2e%2e/%2e%2e/%2e%2e/hub/api/users"):
        assert ida.session.get(hub.url + ida.own + API + path, timeout=60).status_code == 404
    without_xsrf_token = ida.session.post(hub.url + ida.own + API + "dags/x/dagRuns", json={}, timeout=60)
    assert without_xsrf_token.status_code == 403


def test_a_token_is_worth_its_scopes_until_it_is_revoked(hub: HubProcess, person: People) -> None:
    tom = person("tom", "Developer")
    scopes = ["custom:couture:read", "access:services!service=couture"]
    made = tom.hub_api("POST", "users/tom/tokens", json={"scopes": scopes, "expires_in": 3600}).json()
    shown = {"Authorization": f"token {made['token']}"}

    def ask(method: str) -> int:
        address = hub.url + SERVICE + API + ("pools" if method == "GET" else "dags/x")
        return requests.request(method, address, headers=shown, json={}, timeout=60).status_code

    assert (ask("GET"), ask("PATCH")) == (200, 403)
    assert tom.hub_api("DELETE", f"users/tom/tokens/{made['id']}").status_code == 204
    wait_for(lambda: ask("GET") == 403)


def test_the_service_shows_pages_and_keeps_nothing_of_people(hub: HubProcess, person: People) -> None:
    una = person("una", "Developer")
    assert una.get("users/me")["username"] == "una"
    base = hub.url + SERVICE
    for method, path, status in (
        ("GET", "lab", 200),
        ("GET", "api/contents", 200),
        ("PUT", "api/contents/x.txt", 403),
        ("POST", "api/kernels", 403),
        ("POST", "api/sessions", 403),
        ("POST", "api/terminals", 403),
        ("PUT", "lab/api/workspaces/default", 403),
        ("GET", "lsp/status", 403),
    ):
        headers = {"X-XSRFToken": una.xsrf(f"/{SERVICE}")}
        assert una.session.request(method, base + path, headers=headers, timeout=60).status_code == status, path


def test_a_kernel_of_ones_own_server_finds_no_secret(hub: HubProcess, person: People) -> None:
    kim = person("kim", "Developer")
    kim.start_server()
    headers = {"X-XSRFToken": kim.xsrf(f"/{kim.own}")}
    base = f"{hub.url}{kim.own}api/kernels"
    kernel = kim.session.post(base, json={"name": "python3"}, headers=headers, timeout=DEADLINE).json()["id"]
    address = f"{base}/{kernel}/channels".replace("http", "ws", 1)
    channel = websocket.create_connection(address, cookie=kim.cookies(f"/{kim.own}"), timeout=DEADLINE)
    header = {
        "msg_id": "1",
        "msg_type": "execute_request",
        "username": "kim",
        "session": "1",
        "version": "5.3",
        "date": "",
    }
    content = {"code": LOOK, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    asked = {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "buffers": [],
        "channel": "shell",
    }
    channel.send(json.dumps(asked))
    while (heard := json.loads(channel.recv()))["header"]["msg_type"] != "execute_reply":
        pass
    channel.close()
    assert heard["content"]["status"] == "ok", heard["content"]


def test_who_is_not_active_any_more_is_out(hub: HubProcess, superadmin: Person, person: People) -> None:
    zoe = person("zoe", "Developer")
    zoe.start_server()
    write_notebook(zoe, "zoes.ipynb", "print(1)")
    dag_id = schedule(zoe, "zoes.ipynb")
    assert superadmin.hub_api("GET", "users/zoe").json()["servers"].keys() == {""}
    assert superadmin.ask("PATCH", "users/zoe", json={"is_active": False}).status_code == 200
    wait_for(lambda: superadmin.hub_api("GET", "users/zoe").json()["servers"] == {})  # though she asks for nothing
    assert zoe.ask("GET", "dags").status_code == 403
    assert not zoe.is_signed_in()
    assert not zoe.is_in_own_server()
    found = superadmin.get(f"notebookSchedules/{dag_id}")
    assert found["paused"]
    assert found["paused_because"] == "zoe, whose schedule this is, is no active user any more."
    left_behind = superadmin.get("dagSummaries", params={"owner_left": "true"})["dags"]
    assert dag_id in [each["dag_id"] for each in left_behind]


def test_another_password_ends_all_other_sessions_and_tokens(
    hub: HubProcess, superadmin: Person, person: People
) -> None:
    lea, elsewhere = person("lea", "Developer"), hub.person("lea", OWN)
    assert elsewhere.is_signed_in()
    made = lea.hub_api("POST", "users/lea/tokens", json={"expires_in": 3600}).json()
    shown = {"Authorization": f"token {made['token']}"}
    address = f"{hub.url}hub/api/user"
    assert requests.get(address, headers=shown, timeout=DEADLINE).status_code == 200
    lea.fill("hub/change-password", username="lea", password=OWN, new=f"{OWN}, newer", again=f"{OWN}, newer")
    assert lea.is_signed_in()
    assert sign_ins_of("lea", superadmin) == 2  # hers and that elsewhere
    assert not elsewhere.is_signed_in()
    assert requests.get(address, headers=shown, timeout=DEADLINE).status_code == 403
    assert superadmin.ask("PUT", "users/lea/password", json={"password": GIVEN}).status_code == 204
    wait_for(lambda: not lea.is_signed_in())
    lea.fill("hub/change-password", username="lea", password=GIVEN, new=OWN, again=OWN)
    assert lea.is_signed_in()


def test_people_come_in_by_a_provider_and_only_those_who_left_for_it(
    hub: HubProcess, login_settings: Callable[..., None], tmp_path: Path
) -> None:
    with provider_server(tmp_path) as provider:
        provider.enter("olga", groups=["makers"])
        login_settings(provider.settings, auth_roles_mapping={"makers": ["Op"]})
        olga, stranger = Person(hub, "olga"), Person(hub, "stranger")
        assert "Sign in with Example" in olga.session.get(hub.url + "hub/login", timeout=DEADLINE).text
        sent = olga.session.get(hub.url + "hub/oauth_login", allow_redirects=False, timeout=DEADLINE)
        back = provider.answer(sent.headers["Location"], "olga")
        refused = stranger.session.get(back, timeout=DEADLINE)
        assert (refused.status_code, BEGIN_AGAIN in refused.text) == (403, True)
        assert 'name="password"' in refused.text
        assert not stranger.is_signed_in()
        assert olga.session.get(back, timeout=DEADLINE).url.startswith(hub.url + "services/couture/")
        assert olga.get("users/me")["roles"] == ["Op", "Viewer"]
        assert BEGIN_AGAIN in olga.session.get(back, timeout=DEADLINE).text
        forged = stranger.fill("hub/login", username="olga", password="", must_change="", state="x", code="y")
        assert forged.status_code == 403
        assert hub.person("superadmin", OWN).is_signed_in()
        again = olga.session.get(
            hub.url + "hub/oauth_login?next=%2Fhub%2Fhome", allow_redirects=False, timeout=DEADLINE
        )
        back = provider.answer(again.headers["Location"], "olga")
        assert olga.session.get(back, timeout=DEADLINE).url == hub.url + "hub/home"


def test_people_come_in_with_tickets_or_see_the_form(
    hub: HubProcess, login_settings: Callable[..., None], tmp_path: Path
) -> None:
    with kerberos_server(tmp_path / "kdc") as realm:
        login_settings(realm.settings)
        tickets = gssapi.Credentials(usage="initiate", store={"ccache": realm.ticket("ada")})
        target = gssapi.Name("HTTP@localhost", gssapi.NameType.hostbased_service)
        shows = HTTPSPNEGOAuth(creds=tickets, target_name=target, mutual_authentication=REQUIRED)
        page = hub.url + "hub/login"
        ada, other = Person(hub, "ada"), Person(hub, "superadmin")
        form = other.session.get(page, timeout=DEADLINE)
        assert (form.status_code, form.headers["WWW-Authenticate"]) == (401, "Negotiate")
        assert 'name="password"' in form.text
        other.sign_in(OWN)
        assert other.is_signed_in()
        wrong = {"Authorization": "Negotiate bm90aGluZw=="}
        refused = requests.get(page, headers=wrong, timeout=DEADLINE)
        assert (refused.status_code, NO_TICKET in refused.text) == (403, True)
        came = ada.session.get(page, auth=shows, allow_redirects=False, timeout=DEADLINE)
        assert came.status_code == 302, came.text[:500]
        assert ada.is_signed_in()
        left = ada.session.get(hub.url + "hub/logout", timeout=DEADLINE)
        assert (left.status_code, left.url) == (200, page + "?form=1")
