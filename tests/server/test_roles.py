"""Every route, called as every role: allowed or refused as the table of permissions says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import websocket
from api_client import Api
from couture_scheduler.access import Actor, Role
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
    running = start(tmp_path_factory.mktemp("roles"), autostart_engine=False)
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
