"""From a request to the arguments of a route's function; what does not fit becomes a ``RequestProblem``."""

from __future__ import annotations

import json
import math
import re
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from couture_server.http.errors import RequestProblem
from couture_server.http.models import Problem
from couture_server.http.routes import Route

MOST_BYTES = 8 * 1024 * 1024  # of a body
DEEPEST = 64  # lists and objects within each other

_NUMBER = re.compile(rb"-?\d{1,9}")
Model = TypeVar("Model", bound=BaseModel)


def read_arguments(route: Route, path: dict[str, str], query: dict[str, list[bytes]], body: bytes) -> dict[str, Any]:
    """The arguments that come from the request itself."""
    arguments: dict[str, Any] = {name: _path_part(route, name, text) for name, text in path.items()}
    arguments |= {name: _number(name, query.get(name), default) for name, default in route.beside_path.items()}
    if route.query is not None:
        arguments["query"] = _validate(route.query, _query_values(route.query, query), "query")
    if route.body is not None:
        arguments["body"] = _read_body(route, body)
    return arguments


def read_query(model: type[Model], query: dict[str, list[bytes]]) -> Model:
    """A query string as ``model``."""
    return _validate(model, _query_values(model, query), "query")


def read_body(model: type[Model], body: bytes) -> Model:
    """A body as ``model``; an empty one is one without fields."""
    return _validate(model, _parse(body) if body.strip() else {}, "body")


def _path_part(route: Route, name: str, text: str) -> Any:
    if "\x00" in text:
        raise RequestProblem(Problem(loc=["path", name], msg="must not contain a NUL character", type="value_error"))
    return route.path_parameters[name](text)


def _number(name: str, given: list[bytes] | None, default: int) -> int:
    if not given:
        return default
    if not _NUMBER.fullmatch(given[-1]):
        raise RequestProblem(Problem(loc=["query", name], msg="Input should be a whole number", type="int_parsing"))
    return int(given[-1])


def _query_values(model: type[BaseModel], query: dict[str, list[bytes]]) -> dict[str, Any]:
    """One value a name, or all of them where the model wants a list."""
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        given = query.get(field.alias or name)
        if given:
            texts = [_decode(each, name) for each in given]
            values[field.alias or name] = texts if get_origin(field.annotation) is list else texts[-1]
    return values


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(loc=["query", name], msg="is not valid UTF-8", type="unicode")
        raise RequestProblem(problem) from error


def _read_body(route: Route, body: bytes) -> BaseModel | None:
    assert route.body is not None
    if not body.strip():
        if route.body_is_optional:
            return None
        return _validate(route.body, {}, "body")
    return _validate(route.body, _parse(body), "body")


def _parse(body: bytes) -> Any:
    try:
        if len(body) > MOST_BYTES:
            raise ValueError(f"it has more than {MOST_BYTES // 1024**2} MB")
        document = json.loads(body, parse_constant=_refuse_constant)
        _refuse_unstorable(document, DEEPEST)
        return document
    except (ValueError, RecursionError) as error:
        problem = Problem(loc=["body"], msg=f"The body is not valid JSON: {error}", type="json_invalid")
        raise RequestProblem(problem) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _refuse_unstorable(document: Any, levels: int) -> None:
    """No database stores a NUL character, half a surrogate pair or infinity, wherever in the body it stands; what is
    nested too deeply could not be read again."""
    if isinstance(document, str):
        document.encode("utf-8")
        if "\x00" in document:
            raise ValueError("a text contains a NUL character")
    elif isinstance(document, float):
        if not math.isfinite(document):
            raise ValueError("a number is too large")
    elif isinstance(document, dict | list):
        if levels == 0:
            raise ValueError(f"it is nested more than {DEEPEST} levels deep")
        for value in document:
            _refuse_unstorable(value, levels - 1)
        for value in document.values() if isinstance(document, dict) else ():
            _refuse_unstorable(value, levels - 1)


def _validate(model: type[Model], values: Any, place: str) -> Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise RequestProblem(*(_problem(place, each) for each in error.errors(include_url=False))) from error


def _problem(place: str, error: Any) -> Problem:
    return Problem(loc=[place, *error["loc"]], msg=error["msg"].removeprefix("Value error, "), type=error["type"])
