"""Check what a run is started with against the DAG's parameters."""

from __future__ import annotations

import json
from typing import Any

from couture_jupyter.secret_references import HOW, is_reference
from couture_jupyter.serialization import DagSpec
from couture_scheduler.access import Actor
from couture_scheduler.errors import FieldProblem, InvalidInputError
from couture_scheduler.files.notebooks import is_parameter_name

MAX_CONF = 1024 * 1024  # bytes of JSON


def check_conf(spec: DagSpec, conf: dict[str, Any], actor: Actor) -> None:
    """Raise ``InvalidInputError`` that names each wrong or missing parameter. ``actor`` is who starts the run: which
    secret a parameter gets is up to those who may schedule notebooks."""
    try:
        size = len(json.dumps(conf, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise InvalidInputError.at("conf", f"The configuration is not JSON: {error}.") from error
    if size > MAX_CONF:
        raise InvalidInputError.at("conf", f"The configuration has {size:,} bytes; {MAX_CONF:,} are allowed.")
    problems = [problem for name, given in spec.params.items() for problem in _check(name, given, conf)]
    if any(task.is_notebook for task in spec.tasks):
        problems += _check_names(conf.get("parameters"))
        problems += _check_secrets(spec, conf.get("parameters"), actor)
    if problems:
        raise InvalidInputError(*problems)


def _check_names(parameters: Any) -> list[FieldProblem]:
    """Of parameters for notebooks, which the run puts in the place of the schedule's."""
    if parameters is None:
        return []
    if not isinstance(parameters, dict):
        return [FieldProblem(("conf", "parameters"), "Give the notebook's parameters as names and values.")]
    return [
        FieldProblem(("conf", "parameters", name), f"{name!r} cannot be the name of a parameter.")
        for name in parameters
        if not is_parameter_name(name)
    ]


def _check_secrets(spec: DagSpec, parameters: Any, actor: Actor) -> list[FieldProblem]:
    """A run's parameters are kept and shown: what is secret is only named."""
    given = parameters if isinstance(parameters, dict) else {}
    known = {
        (name, (task.arguments.get("parameters") or {}).get(name))
        for task in spec.tasks
        for name in task.arguments.get("secret_parameters") or ()
    }
    names = {name for name, _ in known}
    problems = []
    for name, value in given.items():
        if name in names and not is_reference(value):
            sentence = f"{name!r} is secret, and a run's parameters are kept. {HOW}"
            problems.append(FieldProblem(("conf", "parameters", name), sentence))
        elif name in names and (name, value) not in known and not actor.may("notebooks:schedule"):
            sentence = f"Which secret {name!r} gets is chosen in the schedule, by those who may schedule notebooks."
            problems.append(FieldProblem(("conf", "parameters", name), sentence))
    return problems


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
