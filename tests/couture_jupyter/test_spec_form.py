"""The form of a serialized DAG: any spec goes there and back, fits its JSON schema, and says its version."""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couture_jupyter.exceptions import DagError
from couture_jupyter.serialization import from_json, to_json
from couture_jupyter.serialization.schema import json_schema
from couture_jupyter.serialization.spec import SPEC_VERSION, DagSpec, GroupSpec, TaskSpec

TEXT = st.text(max_size=8)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(-(2**40), 2**40),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    Any: st.recursive(
        st.none() | st.booleans() | st.integers(-1000, 1000) | TEXT,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
        max_leaves=4,
    ),
}


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type: so that a field that is added is tested, too."""
    arguments = typing.get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{each.name: values_of(hints[each.name]) for each in dataclasses.fields(hint)})
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    if isinstance(hint, types.UnionType):
        return st.one_of(*(values_of(each) for each in arguments))
    if typing.get_origin(hint) is tuple:
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    return st.dictionaries(TEXT, values_of(arguments[1]), max_size=2)


@given(values_of(DagSpec))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_spec_goes_there_and_back_and_fits_the_schema(spec: DagSpec) -> None:
    """Through text, as the store keeps it."""
    document = json.loads(json.dumps(to_json(spec)))
    assert from_json(document) == spec
    jsonschema.validate(document, json_schema())


@pytest.mark.parametrize("version", [SPEC_VERSION + 1, 0, "two"])
def test_a_version_that_is_not_known_is_refused_with_a_sentence(version: Any) -> None:
    """An engine that is older than what is stored says so, and what to do."""
    document = {**to_json(DagSpec("demo", {"kind": "none"}, ())), "spec_version": version}
    with pytest.raises(DagError, match=rf"'demo' is stored in format .*reads 1 to {SPEC_VERSION}.*update this one"):
        from_json(document)


def test_the_first_version_is_read() -> None:
    """What issue 1 stored: fewer fields, no version where it was left out."""
    first = {"dag_id": "demo", "timetable": {"kind": "none"}, "tasks": [{"task_id": "a", "operator": "BashOperator"}]}
    assert from_json({**first, "spec_version": 1}) == from_json(first)
    assert from_json(first) == DagSpec("demo", {"kind": "none"}, (TaskSpec("a", "BashOperator"),))


def test_a_field_that_is_not_known_does_not_fit_the_schema() -> None:
    """Neither in the DAG, nor in a task or a group."""
    whole = DagSpec("demo", {"kind": "none"}, (TaskSpec("a", "B"),), task_groups=(GroupSpec("g"),))
    for place in (lambda made: made, lambda made: made["tasks"][0], lambda made: made["task_groups"][0]):
        document = json.loads(json.dumps(to_json(whole)))
        jsonschema.validate(document, json_schema())
        place(document)["surprise"] = 1
        with pytest.raises(jsonschema.ValidationError, match="surprise"):
            jsonschema.validate(document, json_schema())


def test_the_page_with_the_schema_is_up_to_date() -> None:
    """``python -m couture_jupyter.serialization.schema > docs/dag-spec.schema.json`` writes it."""
    page = Path(__file__).parents[2] / "docs" / "dag-spec.schema.json"
    assert json.loads(page.read_text(encoding="utf-8")) == json_schema()
