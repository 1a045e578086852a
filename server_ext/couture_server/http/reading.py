"""From a request to the arguments of a route's function; what does not fit becomes a ``RequestProblem``."""

from __future__ import annotations

import json
import math
import re
from difflib import get_close_matches
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from couture_server.http.errors import RequestProblem
from couture_server.http.models import Patch, Problem
from couture_server.http.not_served import PARAMETERS
from couture_server.http.routes import Route

MOST_BYTES = 8 * 1024 * 1024  # of a body
DEEPEST = 64  # lists and objects within each other
UPDATE_MASK = "update_mask"
_OF_JUPYTER = ("token", "_xsrf", "_")  # JupyterLab adds the time, too, as a name: what is cached is not meant

_NUMBER = re.compile(rb"-?\d{1,9}")
Model = TypeVar("Model", bound=BaseModel)


def read_arguments(route: Route, path: dict[str, str], query: dict[str, list[bytes]], body: bytes) -> dict[str, Any]:
    """The arguments that come from the request itself. A parameter that the route does not know is refused: a filter
    that is passed over would show what was not asked for, or change it."""
    _refuse_unknown(known_parameters(route), query)
    arguments: dict[str, Any] = {name: _path_part(route, name, text) for name, text in path.items()}
    arguments |= {name: _number(name, query.get(name), default) for name, default in route.beside_path.items()}
    if route.query is not None:
        arguments["query"] = _validate(route.query, _query_values(route.query, query), "query")
    if route.body is not None:
        arguments["body"] = _read_body(route, body, query.get(UPDATE_MASK, []))
    return arguments


def known_parameters(route: Route) -> list[str]:
    """The names that the route takes from the query string."""
    fields = route.query.model_fields.items() if route.query else ()
    masked = [UPDATE_MASK] if route.body is not None and issubclass(route.body, Patch) else []
    return [*route.beside_path, *(field.alias or name for name, field in fields), *masked]


def _refuse_unknown(known: list[str], query: dict[str, list[bytes]]) -> None:
    unknown = [name for name in query if name not in known and name not in _OF_JUPYTER and not name.isdigit()]
    if unknown:
        raise RequestProblem(*(_unknown(name, known) for name in unknown))


def _unknown(name: str, known: list[str]) -> Problem:
    why = PARAMETERS.get(name)
    near = get_close_matches(name, known, 1)
    hint = why or (f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}." if known else "")
    return Problem(
        loc=["query", name], msg=f"There is no parameter {name!r} here. {hint}".rstrip(), type="extra_forbidden"
    )


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
            last = ",".join(texts) if name == "order_by" else texts[-1]
            values[field.alias or name] = texts if get_origin(field.annotation) is list else last
    return values


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(loc=["query", name], msg="is not valid UTF-8", type="unicode")
        raise RequestProblem(problem) from error


def _read_body(route: Route, body: bytes, mask: list[bytes]) -> BaseModel | None:
    assert route.body is not None
    if not body.strip():
        if route.body_is_optional:
            return None
        return _validate(route.body, {}, "body")
    given = _parse(body)
    if mask and issubclass(route.body, Patch):
        given = _masked(route.body, given, {_decode(each, UPDATE_MASK) for each in mask})
    return _validate(route.body, given, "body")


def _masked(model: type[Patch], given: Any, mask: set[str]) -> Any:
    """Of the changes those that the mask names, by their names in Python or in JSON."""
    names = {field.alias or name: name for name, field in model.model_fields.items()}
    strange = sorted(mask - set(names) - set(names.values()))
    if strange:
        told = f"There is nothing called {', '.join(strange)} to change; there are: {', '.join(sorted(names))}."
        raise RequestProblem(Problem(loc=["query", UPDATE_MASK], msg=told, type="value_error"))
    if not isinstance(given, dict):
        return given
    left_out = {each for each, name in names.items() if not {each, name} & mask and name not in model.OPTIONS}
    return {name: value for name, value in given.items() if name not in left_out}


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
    told = _length(error) or error["msg"].removeprefix("Value error, ")
    return Problem(loc=[place, *error["loc"]], msg=told, type=error["type"])


def _length(error: Any) -> str | None:
    """What is wrong with the length of a text: pydantic counts "items" where a text was checked before."""
    if not isinstance(error["input"], str) or error["type"] not in ("too_long", "too_short"):
        return None
    if not error["input"]:
        return "This must not be empty."
    bound = "at most {max_length:,}" if error["type"] == "too_long" else "at least {min_length:,}"
    return f"There must be {bound.format(**error['ctx'])} characters, not {len(error['input']):,}."
