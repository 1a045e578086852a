"""openapi.yaml describes the routes, all of them, as they are."""

from __future__ import annotations

from collections import Counter

import pytest
from api_client import DOCUMENT
from couture_scheduler.access import PERMISSIONS
from couture_server import openapi
from couture_server.http.routes import Routes
from couture_server.routes import all_routes, paths
from openapi_schema_validator import OAS31Validator


def test_the_committed_file_is_what_the_routes_say() -> None:
    assert openapi.FILE.read_text(encoding="utf-8") == openapi.text(), "run: python -m couture_server.openapi"


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_schema_is_a_valid_one(name: str) -> None:
    OAS31Validator.check_schema(DOCUMENT["components"]["schemas"][name])


def test_every_reference_leads_somewhere() -> None:
    def references(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*(references(value) for value in node.values()))
        return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()

    for reference in references(DOCUMENT):
        _, _, kind, name = reference.split("/")
        assert name in DOCUMENT["components"][kind]


def test_operation_ids_are_unique() -> None:
    counted = Counter(route.operation_id for route in all_routes())
    assert [name for name, number in counted.items() if number > 1] == []


def test_every_route_says_what_it_does_and_names_a_permission() -> None:
    for route in all_routes():
        assert route.summary.endswith("."), route.path
        assert route.permission in PERMISSIONS


def test_a_route_with_an_unknown_permission_is_refused_at_import() -> None:
    with pytest.raises(ValueError, match="no permission 'runs:dance'"):
        Routes("Test").get("dance", "runs:dance")


def test_a_signature_that_does_not_fit_its_path_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="dag_id"):

        @Routes("Test").get("dags/{dag_id}", "dags:read")
        def wrong(run_id: str) -> None:
            """Take something else than the path gives."""


def test_fixed_words_come_before_placeholders() -> None:
    patterns = [pattern for pattern, _ in paths()]
    assert patterns.index("notebookSchedules/validate") < patterns.index("notebookSchedules/(?P<dag_id>[^/]+)")
