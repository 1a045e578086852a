"""From an answer to JSON, whatever the values hold that tasks and notebooks left."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

DEEPEST = 200  # the serializer gives up at 255
LEFT_OUT = "… (nested too deeply)"


def to_json(answer: Any) -> bytes:
    """The answer as JSON. Where the serializer refuses, half surrogate pairs (names of files that are no UTF-8 have
    them) become replacement characters, and what is nested too deeply is left out."""
    adapter = TypeAdapter(type(answer))
    try:
        return adapter.dump_json(answer, by_alias=True)
    except PydanticSerializationError:
        return TypeAdapter(Any).dump_json(_plain(adapter.dump_python(answer, by_alias=True), DEEPEST))


def _plain(value: Any, levels: int) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict() | list() if levels == 0:
            return LEFT_OUT
        case dict():
            return {_plain(name, levels): _plain(each, levels - 1) for name, each in value.items()}
        case list():
            return [_plain(each, levels - 1) for each in value]
    return value
