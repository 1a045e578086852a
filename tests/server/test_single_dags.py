"""Every route, called by people who may read or edit one DAG: of another one they learn and change nothing.

The other DAG, ``veiled``, has a row in every table, each with the DAG's id in its texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from api_client import Api, part
from couture_scheduler.access import PERMISSIONS, DagRight, Rights
from couture_scheduler.config import load
from couture_scheduler.store.session import Store
from couture_server.http.routes import Route
from couture_server.routes import all_routes
from jupyter_process import JupyterProcess, start
from path_parts import parts_about
from role_tokens import ON_ONE_DAG, PREFIX
from rows_of_dag import TASK, Rows, dump, fill

OURS, HIDDEN, NOWHERE = "ours", "veiled", "nowhere"
ROUTES = list(all_routes())
OF_DAGS = [route for route in ROUTES if "dag_id" in route.path_parameters]
RUN = {"dag_id": HIDDEN, "dag_run_id": f"run of {HIDDEN}"}
TASK_ENTITY = {**RUN, "task_id": TASK, "new_state": "failed"}
SPAN = {"from_date": "2026-01-01T00:00:00Z", "to_date": "2026-01-02T00:00:00Z"}
# Bodies with which a route gets as far as looking for its DAG: for all others ``{}`` is enough.
BODIES: dict[str, dict[str, Any]] = {
    "bulk_dags": {"action": "pause", "dag_ids": [HIDDEN]},
    "patch_dags": {"is_paused": True},
    "patch_dag": {"is_paused": True},
    "bulk_dag_runs": {"action": "delete", "runs": [RUN]},
    "bulk_patch_dag_runs": {"actions": [{"action": "delete", "entities": [RUN]}]},
    "clear_dag_runs": {"dag_runs": [RUN], "dry_run": False},
    "patch_dag_run": {"state": "failed"},
    "mark_dag_run_dry_run": {"state": "failed"},
    "bulk_task_instances": {"actions": [{"action": "update", "entities": [TASK_ENTITY]}]},
    "patch_task_instance": {"new_state": "failed"},
    "patch_task_instance_dry_run": {"new_state": "failed"},
    "patch_task_group_instances": {"new_state": "failed"},
    "patch_task_group_instances_dry_run": {"new_state": "failed"},
    "post_clear_task_instances": {"dry_run": False, "dag_run_id": f"run of {HIDDEN}"},
    "create_xcom_entry": {"key": "new", "value": 1},
    "update_xcom_entry": {"value": 1},
    "set_task_state_store": {"value": 1},
    "patch_task_state_store": {"value": 1},
    "create_backfill": {"dag_id": HIDDEN, **SPAN},
    "create_backfill_dry_run": {"dag_id": HIDDEN, **SPAN},
    "post_sweep": {"parameters": {"rows": [1]}},
    "update_hitl_detail": {"chosen_options": ["x"]},
    "describe_sla": {"description": "x"},
    "get_list_dag_runs_batch": {"dag_ids": [HIDDEN]},
    "get_task_instances_batch": {"dag_ids": [HIDDEN]},
}
DAYS = "?first=2026-01-01&last=2026-01-31"
QUERIES = {
    **{"patch_dags": "?dag_id_pattern=~", "get_calendar": DAYS, "get_planned_days": DAYS},
    **{"get_recorded_picture": "?name=picture", "wait_dag_run_until_finished": "?interval=1"},
}


@dataclass
class Workspace:
    """A server whose database holds both DAGs."""

    server: JupyterProcess
    store: Store
    hidden: Rows

    def person(self, kind: str) -> Api:
        """Somebody who may read or edit ``ours``."""
        return Api(self.server.api, f"{PREFIX}{kind}:{OURS}")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """No engine runs: what is there stays as it is."""
    folder = tmp_path_factory.mktemp("single")
    store = Store(load(folder / "root").db_url)
    store.upgrade()
    fill(store, OURS, 1)
    hidden = fill(store, HIDDEN, 2)
    running = start(folder, autostart_engine=False)
    yield Workspace(running, store, hidden)
    running.stop()
    store.close()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
@pytest.mark.parametrize("kind", sorted(ON_ONE_DAG))
def test_nothing_of_another_dag_is_told_or_changed(workspace: Workspace, route: Route, kind: str) -> None:
    before = dump(workspace.store, HIDDEN) if route.method != "GET" else None
    body = BODIES.get(route.function.__name__, {}) if route.body else None
    api = workspace.person(kind)
    for path in _paths(route, workspace.hidden):
        response = api.call(route.method, path, json=body)
        assert response.status_code != 500, response.text
        if not _held(route.permission, kind):
            assert response.status_code == 403, f"{path}: {response.text}"
        elif HIDDEN in f"{path} {body}":
            nowhere = api.call(route.method, path.replace(HIDDEN, NOWHERE), json=_renamed(body))
            assert response.status_code == nowhere.status_code, f"{path}: {response.text}"
            assert response.text.replace(HIDDEN, NOWHERE) == nowhere.text
        assert not _told(response.text, asked=f"{path} {body}"), f"{path}: {response.text}"
    assert before is None or dump(workspace.store, HIDDEN) == before


@pytest.mark.parametrize("route", OF_DAGS, ids=lambda route: f"{route.method} {route.path}")
@pytest.mark.parametrize("kind", sorted(ON_ONE_DAG))
def test_the_own_dag_is_open_as_far_as_the_right_goes(workspace: Workspace, route: Route, kind: str) -> None:
    body = {} if route.body else None
    path = _path(route, {"dag_id": OURS})
    response = workspace.person(kind).call(route.method, path, json=body)
    assert (response.status_code != 403) == _held(route.permission, kind), response.text
    assert f"There is no DAG '{OURS}'" not in response.text


@pytest.mark.parametrize("kind", sorted(ON_ONE_DAG))
def test_a_list_that_is_not_limited_holds_the_own_dag(workspace: Workspace, kind: str) -> None:
    api = workspace.person(kind)
    assert [each["dag_id"] for each in api.get("dags")["dags"]] == [OURS]
    assert api.get("dags")["total_entries"] == api.get("dagSummaries")["total_entries"] == 1
    assert {each["dag_id"] for each in api.get("dags/~/dagRuns")["dag_runs"]} == {OURS}
    assert api.get("assets")["total_entries"] == 1


def test_a_reader_is_told_why_not(workspace: Workspace) -> None:
    answer = workspace.person("reader").patch(f"dags/{OURS}", {"is_paused": True}, expect=403)
    assert answer["detail"] == f"You (reader:{OURS}, reader:{OURS}) lack the permission dags:pause."


def test_an_editor_pauses_and_starts_the_own_dag(workspace: Workspace) -> None:
    api = workspace.person("editor")
    assert api.patch(f"dags/{OURS}", {"is_paused": True})["is_paused"]
    assert api.post(f"dags/{OURS}/dagRuns", {})["triggering_user_name"] == f"editor:{OURS}"
    api.delete(f"dags/{OURS}", expect=403)


def test_a_dag_that_is_hidden_is_told_like_one_that_is_not_there(workspace: Workspace) -> None:
    api = workspace.person("editor")
    for path in ("dags/{}", "dags/{}/dagRuns/none", "dags/{}/structure"):
        told = [api.get(path.format(name), expect=404)["detail"].replace(name, "") for name in (HIDDEN, "nowhere")]
        assert told[0] == told[1]


def _held(permission: str, kind: str) -> bool:
    needed = PERMISSIONS[permission].of_dag
    return Rights().may(permission) or needed is DagRight.READ or (needed is DagRight.EDIT and kind == "editor")


def _renamed(body: Any) -> Any:
    """The same for a DAG that is not there."""
    return json.loads(json.dumps(body).replace(HIDDEN, NOWHERE))


def _paths(route: Route, rows: Rows) -> list[str]:
    """The path with the hidden DAG, and for all DAGs (``~``) where it names one."""
    names = parts_about(rows)
    found = [_path(route, names) + QUERIES.get(route.function.__name__, "")]
    if "dag_id" in route.path_parameters:
        found += [_path(route, {**names, "dag_id": OURS}), _path(route, {**names, "dag_id": "~", "dag_run_id": "~"})]
    return found


def _path(route: Route, names: dict[str, Any]) -> str:
    given = {
        name: part(str(names.get(name, 7 if kind is int else "nothing")))
        for name, kind in route.path_parameters.items()
    }
    query = "?path=nothing.ipynb" if route.path == "notebooks/inspect" else ""
    return route.path.format(**given) + query


def _told(answer: str, *, asked: str) -> bool:
    """Whether an answer has something of the hidden DAG that was not in the question."""
    words = re.findall(rf"(?:\w+ of )?{HIDDEN}(?:\.py)?", answer)
    return any(word not in asked.replace("%20", " ") for word in words)
