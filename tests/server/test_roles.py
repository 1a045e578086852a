"""Every route, called as every role: allowed or refused as the table of permissions says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import websocket
from api_client import Api
from couture_scheduler.access import Actor, Role
from couture_scheduler.config import load
from couture_scheduler.store import audit_seals, event_logs
from couture_scheduler.store.session import Store
from couture_scheduler.store.tables import event_log
from couture_server.http.routes import Route
from couture_server.live.socket import PERMISSION as SOCKET_PERMISSION
from couture_server.routes import all_routes
from jupyter_process import JupyterProcess, start
from role_tokens import PREFIX

ROUTES = list(all_routes())
NO_BODY_NEEDED = {"start_engine", "stop_engine"}


@pytest.fixture(scope="module")
def quiet_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterProcess]:
    """A server with an empty workspace and no engine."""
    running = start(tmp_path_factory.mktemp("roles"), autostart_engine=False, COUTURE_ANSWERING_PROCESSES="1")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def people(quiet_server: JupyterProcess) -> dict[Role, Api]:
    """One client a role."""
    return {role: Api(quiet_server.api, PREFIX + role.value.lower()) for role in Role}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_is_open_to_the_roles_that_have_its_permission(people: dict[Role, Api], route: Route) -> None:
    for role, api in people.items():
        response = api.call(route.method, _path(route), json={} if route.body else None)
        allowed = Actor(role.value, role.rights).may(route.permission)
        assert (response.status_code != 403) == allowed, f"{role}: {response.status_code} {response.text}"
        assert response.status_code != 500, response.text


def test_the_socket_of_a_live_notebook_is_open_to_those_who_may_see_runs(quiet_server: JupyterProcess) -> None:
    path = "dags/none/dagRuns/none/taskInstances/none/live/socket"
    url = quiet_server.api.replace("http", "ws", 1) + path
    for role in Role:
        status = "404" if Actor(role.value, role.rights).may(SOCKET_PERMISSION) else "403"
        header = {"Authorization": f"Bearer {PREFIX}{role.value.lower()}"}
        with pytest.raises(websocket.WebSocketBadStatusException, match=status):
            websocket.create_connection(url, header=header, timeout=120)


def test_whoever_is_not_signed_in_gets_nothing(quiet_server: JupyterProcess) -> None:
    stranger = Api(quiet_server.api, "no-token-of-ours")
    for route in ROUTES:
        assert stranger.call(route.method, _path(route), json={}).status_code == 403


def test_the_audit_log_knows_who_did_it(people: dict[Role, Api]) -> None:
    people[Role.OP].post("pools", {"name": "made by op", "slots": 1}, expect=201)
    entry = people[Role.ADMIN].get("eventLogs", event="create_pool")["event_logs"][0]
    assert (entry["owner"], entry["source"]) == ("op", "127.0.0.1")


def test_an_admin_sees_whether_the_audit_log_is_as_it_was_sealed(
    people: dict[Role, Api], quiet_server: JupyterProcess
) -> None:
    def last_line(**asked: str) -> Any:
        answer = people[Role.ADMIN].call("GET", "eventLogs/verification", 200, params=asked)
        assert answer.headers["content-type"] == "application/x-ndjson"
        verdict = json.loads(answer.text.splitlines()[-1])
        assert verdict["is_over"]
        return verdict

    people[Role.OP].post("pools", {"name": "sealed", "slots": 1}, expect=201)
    store = Store(load(quiet_server.root).db_url)
    with store.transaction() as tx:
        audit_seals.seal(tx, datetime.now(UTC) + timedelta(days=1))
    whole = last_line()
    assert (whole["faults"], whole["is_noted_there"]) == (0, None)
    assert last_line(noted=whole["last_seal"])["is_noted_there"] is True
    with store.transaction() as tx:
        tx.execute(event_log.update().where(event_log.c.event == "create_pool").values(actor="eve"))
    store.close()
    changed = last_line(noted="0" * 64)
    assert {each["fault"] for each in changed["findings"]} == {"changed"}
    assert changed["is_noted_there"] is False
    people[Role.ADMIN].get("eventLogs/verification", expect=422, noted="no seal")


def test_statistics_tell_what_each_person_did(people: dict[Role, Api], quiet_server: JupyterProcess) -> None:
    op = Actor("counted", Role.OP.rights, "127.0.0.1")
    done = [("sign_in", 0), ("sign_in", 1), ("sign_in_refused", 2), ("trigger_dag_run", 3), ("pause_dag", 4), ("x", 20)]
    now = datetime.now(UTC)
    store = Store(load(quiet_server.root).db_url)
    with store.transaction() as tx:
        for event, days in done:
            event_logs.write(tx, op, event, None, None, None, None, now - timedelta(days=days))
    store.close()
    told = people[Role.ADMIN].get("userStatistics", days=7)
    (counted,) = [each for each in told["users"] if each["username"] == "counted"]
    assert datetime.fromisoformat(counted.pop("last_seen")) == now
    assert counted == {"username": "counted", "sign_ins": 2, "refused_sign_ins": 1, "runs_started": 1, "changes": 1}
    assert told["total_entries"] == len(told["users"])


def test_the_workspace_says_what_one_may_do(people: dict[Role, Api], quiet_server: JupyterProcess) -> None:
    told = people[Role.USER].get("workspace")
    assert told["user"] == "user"
    assert told["role"] == "User"
    assert "runs:trigger" in told["permissions"]
    assert "notebooks:schedule" not in told["permissions"]
    assert Path(told["workspace"]) == quiet_server.root


def _path(route: Route) -> str:
    names = {name: "7" if kind is int else "nothing" for name, kind in route.path_parameters.items()}
    query = "?path=nothing.ipynb" if route.path == "notebooks/inspect" else ""
    return route.path.format(**names) + query
