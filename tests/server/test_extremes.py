"""Every query parameter and every field of every body, given extreme values: refused or taken, never a 500.

What the reading of a request refuses is the same refusal whatever the value: of each field's one is sent, and all of
those that are taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from api_client import Api
from change_listener import ChangeListener
from couture_server.http.errors import RequestProblem
from couture_server.http.reading import read_arguments
from couture_server.http.routes import Route
from couture_server.routes import all_routes

QUERIES = [route for route in all_routes() if route.query is not None or route.beside_path]
BODIES = [route for route in all_routes() if route.body is not None]
PARTS = {"dag_id": "pipeline", "task_id": "hello", "dag_run_id": "extreme", "xcom_key": "return_value"}
TEXTS = [
    "",
    "0",
    "-1",
    "999999999",
    "9" * 30,
    "1e400",
    "nan",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-03-29T03:30:00",
    "x" * 10_000,
    "%",
    "_",
    "\\",
    "'; --",
    "\x00",
    "\x1f",
    "🜁" * 300,
    "../../etc/passwd",
    "~",
]
VALUES: list[Any] = [
    *TEXTS,
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    -(10**30),
    [],
    {},
    [None],
    [[]],
    {"": None},
    [{"dag_id": "pipeline", "dag_run_id": "nothing"}] * 3,
    {"kind": "once", "at": "0001-01-01T00:00:00+14:00"},
    {"kind": "once", "at": "9999-12-31T23:59:59-14:00"},
    {"kind": "cron", "cron": "0 0 30 2 *"},
    {"kind": "cron", "cron": "* * * * * * * *"},
    {"kind": "cron", "cron": "@reboot"},
    {"kind": "once"},
]


@pytest.mark.parametrize("route", QUERIES, ids=lambda route: f"{route.method} {route.path}")
def test_extreme_query_parameters(api: Api, changes: ChangeListener, route: Route) -> None:
    names = [*(route.query.model_fields if route.query else ()), *route.beside_path]
    for name in names:
        queries = [{name: text} for text in TEXTS]
        for query in _worth_sending(queries, lambda query: _is_read(route, _encoded(query), b"")):
            response = api.call(route.method, _path(route), params=query)
            assert response.status_code < 500, f"{name}={query[name][:50]!r}: {response.text}"


@pytest.mark.parametrize("route", BODIES, ids=lambda route: f"{route.method} {route.path}")
def test_extreme_fields_of_bodies(api: Api, changes: ChangeListener, route: Route) -> None:
    assert route.body is not None
    for name in route.body.model_fields:
        bodies = [{**_usual(route), name: value} for value in VALUES]
        for body in _worth_sending(bodies, lambda body: _is_read(route, {}, json.dumps(body).encode())):
            response = api.call(route.method, _path(route), json=body)
            assert response.status_code < 500, f"{name}={str(body[name])[:80]}: {response.text}"


def _worth_sending(values: Sequence[Any], is_read: Callable[[Any], bool]) -> list[Any]:
    """Those that are read without a word, and the first of those that are not."""
    read, refused = [], []
    for value in values:
        (read if is_read(value) else refused).append(value)
    return [*read, *refused[:1]]


def _encoded(query: dict[str, str]) -> dict[str, list[bytes]]:
    return {name: [text.encode()] for name, text in query.items()}


def _is_read(route: Route, query: dict[str, list[bytes]], body: bytes) -> bool:
    try:
        read_arguments(route, dict.fromkeys(route.path_parameters, "1"), query, body)
    except RequestProblem:
        return False
    return True


def _path(route: Route) -> str:
    """Where nothing can be harmed: what is changed is not there."""
    harmless = route.method == "GET" or route.path in ("dagRuns/bulk", "dags/{dag_id}/dagRuns/list")
    names = {name: 1 if kind is int else PARTS.get(name, "nothing") for name, kind in route.path_parameters.items()}
    if not harmless and "dag_id" in names and route.path != "dags/{dag_id}/dagRuns":
        names["dag_id"] = "nothing"
    return route.path.format(**names)


def _usual(route: Route) -> dict[str, Any]:
    """The fields without which a body is refused before the others are looked at."""
    usual: dict[str, dict[str, Any]] = {
        "NotebookScheduleBody": {"name": "Extreme", "notebook": "reports/daily.ipynb", "when": {"kind": "manual"}},
        "BulkRunsBody": {"action": "stop", "runs": []},
        "ClearTasksBody": {"dag_run_id": "nothing"},
        "PoolBody": {"name": "extreme", "slots": 1},
        "TimetablePreviewBody": {"cron": "0 9 * * *", "timezone": "Europe/Helsinki"},
        "TriggerBody": {"note": "extreme"},
        "DagPatch": {"is_paused": True},
    }
    return usual.get(route.body.__name__ if route.body else "", {})
