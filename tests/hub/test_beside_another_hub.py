"""The Couture service beside a Hub that is not ours, with the values and the manifest for Kubernetes."""

from __future__ import annotations

from collections.abc import Iterator

import database_servers
import pytest
from chart_hub import PASSWORD, Cluster, cluster
from hub_process import HubProcess, Person, wait_for
from people_notebooks import schedule, write_notebook


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Hub and the service, with PostgreSQL."""
    with database_servers.postgresql() as server:
        database = server.create_database()
        with cluster(tmp_path_factory.mktemp("cluster"), database) as running:
            running.carry_out("couture", "users", "create", "ada", "--role", "Admin")
            yield running


def sign_in(hub: HubProcess, name: str) -> Person:
    """Somebody whom that Hub lets in."""
    person = hub.person(name, PASSWORD)
    assert person.is_signed_in()
    return person


def test_the_hub_says_who_somebody_is_and_couture_what_they_may_do(team: Cluster) -> None:
    ada, bob = sign_in(team.hub, "ada"), sign_in(team.hub, "bob")
    me = ada.get("users/me")
    assert (me["username"], me["roles"], me["password_page"]) == ("ada", ["Admin"], None)
    assert bob.ask("GET", "dags").status_code == 403, "the Hub knows bob, and nobody has entered him here"
    made = ada.ask("POST", "users", json={"username": "bob", "roles": ["Viewer"]})
    assert made.status_code == 201, made.text
    assert bob.get("dags")["dags"] == []
    assert bob.ask("POST", "pools", json={"name": "bobs", "slots": 1}).status_code == 403
    session = next(each for each in bob.session.cookies if each.path == "/services/couture/")
    assert session.secure, "the manifest says https"


def test_a_notebook_of_ones_own_server_runs_in_the_service(team: Cluster) -> None:
    ada = sign_in(team.hub, "ada")
    ada.start_server()
    found = ada.get("workspace", base=ada.own)
    assert (found["workspace"], found["root_prefix"]) == (str(team.hub.workspace), "common_workspace")
    write_notebook(ada, "nightly.ipynb", "print(6 * 7)")
    dag_id = schedule(ada, "nightly.ipynb")
    assert ada.ask("POST", f"notebookSchedules/{dag_id}/run", base=ada.own, json={}).status_code == 200
    runs = f"dags/{dag_id}/dagRuns"
    wait_for(lambda: ada.get(runs)["dag_runs"][0]["state"] in ("success", "failed"))
    assert ada.get(runs)["dag_runs"][0]["state"] == "success"
    status = team.carry_out("couture", "db", "status")
    assert "postgresql" in status, status
