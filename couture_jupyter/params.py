"""Parameters of a DAG: a default value, a description, a JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from couture_jupyter.exceptions import DagError

_MISSING = object()


class Param:
    """One parameter. A default of ``None`` given on purpose is a value; without a default one must be given
    with the run. Keywords beyond ``description`` are JSON schema (``type``, ``minimum``, ``enum`` …)."""

    def __init__(self, default: Any = _MISSING, description: str | None = None, **schema: Any) -> None:
        given = schema.pop("schema", None)
        self.description = description
        self.schema: dict[str, Any] = {**(given or {}), **schema}
        self.value = default
        self.has_value = default is not _MISSING

    def dump(self) -> dict[str, Any]:
        """JSON: ``value`` (left out when there is no default), ``description``, ``schema``."""
        document: dict[str, Any] = {"description": self.description, "schema": self.schema}
        if self.has_value:
            document["value"] = self.value
        return document

    def resolve(self) -> Any:
        """The default; ``None`` when there is none."""
        return self.value if self.has_value else None


def take(owner: str, params: Any) -> dict[str, Param]:
    """The author's ``params`` as :class:`Param` objects."""
    if params is None:
        return {}
    if not isinstance(params, Mapping):
        raise DagError(f"{owner}: params is a dict of names and values, not {type(params).__name__}.")
    return {str(name): each if isinstance(each, Param) else Param(each) for name, each in params.items()}


def defaults(params: Mapping[str, Param]) -> dict[str, Any]:
    """Name and default value of each parameter."""
    return {name: each.resolve() for name, each in params.items()}
