"""What a code brick is.

*brick*        a snippet of Python with a title, the imports that it needs and placeholders
*placeholder*  ``${name}`` in the snippet, where ``name`` is one of the brick's parameters; any other ``${…}`` is text
*parameter*    what a person fills in: its type says how the value is written into the code
*place*        where the snippet belongs: in a DAG, above the DAGs, at the top level of a file, or just at the cursor
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class ParameterType(StrEnum):
    """How a value is written into the code."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LIST = "list"
    JSON = "json"
    IDENTIFIER = "identifier"


class Place(StrEnum):
    """Where a snippet belongs."""

    DAG = "dag"
    ABOVE = "above"
    FILE = "file"
    CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class BrickParameter:
    """One value that a person fills in. ``default`` is JSON; ``None`` means that there is none."""

    name: str
    type: ParameterType = ParameterType.TEXT
    title: str = ""
    description: str = ""
    default: Any = None
    choices: tuple[str, ...] = ()
    required: bool = True

    @property
    def label(self) -> str:
        """What a person calls it."""
        return self.title or self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class BrickContent:
    """A brick without its owner and history."""

    title: str
    body: str
    description: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    place: Place = Place.CURSOR
    imports: tuple[str, ...] = ()
    parameters: tuple[BrickParameter, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The content as JSON: what is stored, and what an exported file holds."""
        return asdict(self)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> BrickContent:
        """The content that ``to_json`` wrote, or that a file brings; a word that is not known is a ``TypeError``,
        a type or place that is not known a ``ValueError``."""
        given = {name: value for name, value in document.items() if name in _TEXTS}
        _only(given, str)
        strange = set(document) - {each.name for each in fields(cls)}
        if strange:
            raise TypeError(f"A brick has no {', '.join(sorted(strange))}.")
        return cls(
            **given,
            place=Place(document.get("place", Place.CURSOR)),
            tags=_words(document.get("tags", ())),
            imports=_words(document.get("imports", ())),
            parameters=tuple(parameter_from_json(each) for each in document.get("parameters", ())),
        )


_TEXTS = ("title", "body", "description", "category")


def parameter_from_json(document: Mapping[str, Any]) -> BrickParameter:
    """One parameter as ``to_json`` wrote it."""
    known = {each.name for each in fields(BrickParameter)}
    strange = set(document) - known
    if strange:
        raise TypeError(f"A parameter has no {', '.join(sorted(strange))}.")
    _only({name: document[name] for name in ("name", "title", "description") if name in document}, str)
    _only({"required": document.get("required", True)}, bool)
    kind = ParameterType(document.get("type", ParameterType.TEXT))
    return BrickParameter(**{**document, "type": kind, "choices": _words(document.get("choices", ()))})


def _words(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list | tuple) or not all(isinstance(each, str) for each in values):
        raise TypeError("Tags, imports and choices are lists of texts.")
    return tuple(values)


def _only(values: Mapping[str, Any], kind: type) -> None:
    for name, value in values.items():
        if not isinstance(value, kind):
            raise TypeError(f"{name} is no {'text' if kind is str else 'truth value'}.")
