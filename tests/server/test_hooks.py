"""Running a DAG from outside: the one address without a Jupyter login, opened by a token made for one DAG."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from api_client import Api
from change_listener import ChangeListener
from couture_scheduler.actions.rate import Rate
from jupyter_process import TOKEN, JupyterProcess


@pytest.fixture
def schedule(api: Api, changes: ChangeListener, request: pytest.FixtureRequest) -> str:
    """A notebook schedule for runs by hand, switched on."""
    body = {"name": request.node.name[:200], "notebook": "reports/daily.ipynb", "when": {"kind": "manual"}}
    return str(api.post("notebookSchedules", body, expect=201)["dag_id"])


def hook(server: JupyterProcess, dag_id: str, token: str | None, **request: Any) -> httpx.Response:
    """One call from outside: no cookie, no Jupyter token."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{server.url}couture/hooks/{dag_id}", headers=headers, timeout=60, **request)


def make_token(api: Api, dag_id: str, name: str = "ci") -> str:
    return str(api.post(f"dags/{dag_id}/triggerTokens", {"name": name}, expect=201)["token"])


def test_a_token_runs_its_dag_with_parameters(server: JupyterProcess, api: Api, schedule: str) -> None:
    token = make_token(api, schedule)
    answer = hook(server, schedule, token, json={"parameters": {"country": "SE"}, "note": "from ci"})
    assert answer.status_code == 202, answer.text
    run = api.get(f"dags/{schedule}/dagRuns/{answer.json()['dag_run_id']}")
    assert run["conf"] == {"parameters": {"country": "SE"}}
    assert (run["note"], run["origin"], run["triggering_user_name"]) == ("from ci", "token", "token ci")
    assert run["triggered_by"] == "rest_api"  # Airflow has no word for tokens
    listed = api.get(f"dags/{schedule}/triggerTokens")["trigger_tokens"]
    assert listed[0]["used_at"] is not None
    assert token not in str(listed)


def test_everything_but_the_right_token_gets_the_same_answer(server: JupyterProcess, api: Api, schedule: str) -> None:
    token = make_token(api, schedule)
    refused = [
        hook(server, schedule, None, json={}),
        hook(server, schedule, "couture_wrong", json={}),
        hook(server, schedule, TOKEN, json={}),  # Jupyter's own token opens nothing here
        hook(server, schedule, "couture_wrong", content=b"no json"),
        hook(server, "pipeline", token, json={}),  # of another DAG
        hook(server, "no_such_dag", token, json={}),
    ]
    assert {each.status_code for each in refused} == {401}
    assert len({each.text for each in refused}) == 1
    assert refused[0].headers["www-authenticate"] == "Bearer"


def test_a_token_opens_nothing_else(server: JupyterProcess, api: Api, schedule: str) -> None:
    token = make_token(api, schedule)
    for path in ("couture/api/v2/workspace", "api/contents", f"couture/api/v2/dags/{schedule}"):
        answer = httpx.get(server.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=60)
        assert answer.status_code == 403
    assert httpx.get(f"{server.url}couture/hooks/{schedule}", timeout=60).status_code in (403, 405)


def test_a_revoked_token_is_refused(server: JupyterProcess, api: Api, schedule: str) -> None:
    token = make_token(api, schedule)
    listed = api.get(f"dags/{schedule}/triggerTokens")["trigger_tokens"]
    api.delete(f"dags/{schedule}/triggerTokens/{listed[0]['id']}")
    assert hook(server, schedule, token, json={}).status_code == 401
    api.call("DELETE", f"dags/{schedule}/triggerTokens/{listed[0]['id']}", 404)


def test_wrong_parameters_and_a_paused_dag_are_said(server: JupyterProcess, api: Api, schedule: str) -> None:
    token = make_token(api, schedule)
    wrong = hook(server, schedule, token, json={"parameters": {"a b": 1}})
    assert wrong.status_code == 422
    assert wrong.json()["detail"][0]["loc"] == ["body", "conf", "parameters", "a b"]
    assert hook(server, schedule, token, content=b"[").status_code == 422
    assert hook(server, schedule, token, json={"strange": 1}).status_code == 422
    api.patch(f"notebookSchedules/{schedule}", {"paused": True})
    paused = hook(server, schedule, token)
    assert paused.status_code == 409
    assert "is paused" in paused.json()["detail"]


def test_a_token_needs_a_name_of_its_own_and_a_time_to_come(api: Api, schedule: str) -> None:
    make_token(api, schedule)
    path = f"dags/{schedule}/triggerTokens"
    for body in ({"name": " "}, {"name": "ci"}, {"name": "old", "expires_at": "2020-01-01T00:00:00Z"}):
        api.post(path, body, expect=422)


def test_the_sixty_first_call_of_a_minute_must_wait(server: JupyterProcess, api: Api, schedule: str) -> None:
    token = make_token(api, schedule)
    with httpx.Client(headers={"Authorization": "Bearer couture_guess"}, timeout=60) as client:
        address = f"{server.url}couture/hooks/{schedule}"
        statuses = [client.post(address, json={}).status_code for _ in range(60)]
        refused = client.post(address, json={})
    assert set(statuses) == {401}
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert hook(server, schedule, token, json={}).status_code == 202  # whoever has the token does not wait for guessers


def test_too_many_calls_must_wait() -> None:
    now = [0.0]
    rate = Rate(2, 60.0, lambda: now[0])
    assert [rate.wait("a"), rate.wait("a"), rate.wait("b")] == [0, 0, 0]
    now[0] = 15.0
    assert rate.wait("a") == 45.0
    now[0] = 60.0
    assert rate.wait("a") == 0
