"""Check what a run is started with against the DAG's parameters."""

from __future__ import annotations

import json
from typing import Any

from couture_jupyter.serialization import DagSpec
from couture_scheduler.errors import FieldProblem, InvalidInputError

MAX_CONF = 1024 * 1024  # bytes of JSON


def check_conf(spec: DagSpec, conf: dict[str, Any]) -> None:
    """Raise ``InvalidInputError`` that names each wrong or missing parameter."""
    try:
        size = len(json.dumps(conf, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise InvalidInputError.at("conf", f"The configuration is not JSON: {error}.") from error
    if size > MAX_CONF:
        raise InvalidInputError.at("conf", f"The configuration has {size:,} bytes; {MAX_CONF:,} are allowed.")
    problems = [problem for name, given in spec.params.items() for problem in _check(name, given, conf)]
    if problems:
        raise InvalidInputError(*problems)


def _check(name: str, given: Any, conf: dict[str, Any]) -> list[FieldProblem]:
    if not (isinstance(given, dict) and "schema" in given):
        return []
    if name not in conf and "value" not in given:
        return [FieldProblem(("conf", name), f"The parameter {name!r} has no default: give a value.")]
    if not given["schema"]:
        return []
    # Slow to import, and few DAGs need it.
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    value = conf.get(name, given.get("value"))
    errors = Draft202012Validator(given["schema"]).iter_errors(value)
    return [
        FieldProblem(("conf", name, *error.absolute_path), f"The parameter {name!r}: {error.message}.")
        for error in errors
    ]
