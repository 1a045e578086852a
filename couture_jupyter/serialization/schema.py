"""The JSON schema of a serialized DAG, made from its classes: ``python -m couture_jupyter.serialization.schema``."""

from __future__ import annotations

import dataclasses
import enum
import json
import sys
import types
import typing
from datetime import datetime
from typing import Any

from couture_jupyter.serialization.spec import SPEC_VERSION, DagSpec, GroupSpec, TaskSpec

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_CLASSES = (TaskSpec, GroupSpec)


def json_schema() -> dict[str, Any]:
    """What ``to_json`` writes and ``from_json`` reads, as a JSON schema (2020-12)."""
    document = _of_class(DagSpec)
    document["properties"]["spec_version"] = {"type": "integer", "minimum": 1, "maximum": SPEC_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A serialized DAG of Couture Jupyter, version {SPEC_VERSION}",
        **document,
        "$defs": {each.__name__: _of_class(each) for each in _CLASSES},
    }


def _of_class(cls: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    fields = dataclasses.fields(cls)
    required = [
        each.name
        for each in fields
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    ]
    properties = {each.name: _of_type(hints[each.name]) for each in fields}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _of_type(hint: Any) -> dict[str, Any]:
    arguments = typing.get_args(hint)
    if hint is Any:
        return {}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if hint is datetime:
        return {"type": "string", "format": "date-time"}
    if hint in _CLASSES:
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"enum": [each.value for each in hint]}
    if isinstance(hint, types.UnionType):
        return {"anyOf": [_of_type(each) for each in arguments]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _of_type(arguments[0])}
    return {"type": "object", "additionalProperties": _of_type(arguments[1])}


if __name__ == "__main__":
    json.dump(json_schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")
