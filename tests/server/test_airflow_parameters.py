"""Nothing that Airflow's client can ask is passed over: we read it, or refuse it with a reason that is documented."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from airflow_client.client import api
from couture_server.dags.bodies import DagPatch
from couture_server.http import not_served, reading
from couture_server.http.errors import RequestProblem
from couture_server.http.routes import Route
from couture_server.routes import all_routes
from couture_server.runs.bodies import DagRunPatch
from couture_server.tasks.bodies import TaskInstancePatch

PAGE = Path(__file__).parents[2] / "docs" / "rest-api.md"
Place = tuple[str, str]  # method and path, its placeholders without names


def plain(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/v2/"))


def client_calls() -> Iterator[tuple[Place, str, set[str]]]:
    """Every endpoint of the generated client: where it is, how its path is written, what it may have in the query."""
    for module in pkgutil.iter_modules(api.__path__):
        found = importlib.import_module(f"airflow_client.client.api.{module.name}")
        for _, each in inspect.getmembers(found, inspect.isclass):
            for name, function in inspect.getmembers(each, inspect.isfunction):
                if each.__module__ != found.__name__ or not name.endswith("_serialize"):
                    continue
                source = inspect.getsource(function)
                method, path = re.search(r"method='(\w+)',\s+resource_path='([^']+)'", source).groups()  # type: ignore[union-attr]
                sent = set(re.findall(r"_query_params\.append\(\('(\w+)'", source))
                yield (method, plain(path)), path.removeprefix("/api/v2/"), sent


OURS: dict[Place, Route] = {(each.method, plain(each.path)): each for each in all_routes()}
CALLS = list(client_calls())


def test_every_parameter_is_read_or_refused_with_a_reason() -> None:
    passed_over, refused = [], set()
    for place, path, sent in CALLS:
        if place in OURS:
            unknown = sent - set(reading.known_parameters(OURS[place]))
            passed_over += [f"{place[0]} {path}: {name}" for name in unknown - set(not_served.PARAMETERS)]
            refused |= unknown
    assert passed_over == []
    assert set(not_served.PARAMETERS) == refused


def test_every_endpoint_is_served_or_left_out_with_a_reason() -> None:
    missing = {f"{place[0]} {path}" for place, path, _ in CALLS if place not in OURS}
    assert missing == set(not_served.ENDPOINTS)


def test_the_page_has_all_that_is_not_served() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in (*not_served.PARAMETERS, *not_served.ENDPOINTS):
        assert f"`{name}`" in text, f"docs/rest-api.md does not tell of {name}"
    for sentence in {*not_served.PARAMETERS.values(), *not_served.ENDPOINTS.values()}:
        assert sentence in text


def ask(place: Place, body: bytes = b"", **query: list[bytes]) -> dict[str, object]:
    route = OURS[place]
    return reading.read_arguments(route, dict.fromkeys(route.path_parameters, "1"), query, body)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cursor", "There is no parameter 'cursor' here. Lists are paged by limit and offset."),
        ("stat", "There is no parameter 'stat' here. Did you mean state?"),
    ],
)
def test_a_parameter_that_nobody_knows_is_refused_at_its_name(name: str, sentence: str) -> None:
    with pytest.raises(RequestProblem) as refused:
        ask(("GET", "dags/{}/dagRuns"), **{name: [b"x"]})
    assert [(problem.loc, problem.msg) for problem in refused.value.problems] == [(["query", name], sentence)]


def test_what_jupyter_adds_to_addresses_is_none_of_our_parameters() -> None:
    ask(("GET", "dags"), token=[b"t"], _xsrf=[b"x"], **{"1700000000000": [b""]})


def test_several_words_to_order_by_are_kept() -> None:
    query = ask(("GET", "dags/{}/dagRuns"), order_by=[b"-start_date", b"id"])["query"]
    assert query.order_by == "-start_date,id"  # type: ignore[attr-defined]


def test_of_a_masked_change_only_what_the_mask_names_counts() -> None:
    run = ask(("PATCH", "dags/{}/dagRuns/{}"), b'{"state": "failed", "note": "why"}', update_mask=[b"note"])["body"]
    assert isinstance(run, DagRunPatch)
    assert run.model_fields_set == {"note"}
    body = b'{"new_state": "failed", "note": "why", "include_downstream": true}'
    task = ask(("PATCH", "dags/{}/dagRuns/{}/taskInstances/{}"), body, update_mask=[b"new_state"])["body"]
    assert isinstance(task, TaskInstancePatch)
    assert (task.new_state, task.note, task.include_downstream) == ("failed", None, True)
    both = ask(("PATCH", "dags/{}"), b'{"is_paused": true}', update_mask=[b"is_paused"])["body"]
    assert both == DagPatch(is_paused=True)


def test_a_mask_that_names_nothing_is_refused() -> None:
    with pytest.raises(RequestProblem, match="There is nothing called colour to change"):
        ask(("PATCH", "dags/{}"), b'{"is_paused": true}', update_mask=[b"colour"])
