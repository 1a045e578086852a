"""The types of connections that installed providers bring, as they describe themselves to Airflow's form.

Only what stands in a provider's ``get_provider_info`` is read: no hook is imported.
"""

from __future__ import annotations

import importlib.metadata
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

ENTRY_POINTS = "apache_airflow_provider"
_KINDS = {"integer": "number", "number": "number", "boolean": "switch"}


@dataclass(frozen=True, slots=True)
class ExtraField:
    """A value in a connection's extra that its form asks for. ``kind`` is ``text``, ``secret``, ``number`` or
    ``switch``."""

    name: str
    label: str
    kind: str
    description: str | None


@dataclass(frozen=True, slots=True)
class InstalledType:
    """A type of connections: how its form differs from the one that all have.

    Attributes:
        conn_type: its name.
        label: what people call it.
        package: where it comes from.
        hidden_fields: fields that it does not use.
        labels: what its fields are called here.
        placeholders: examples of their values.
        extra_fields: what it looks for in the extra.
    """

    conn_type: str
    label: str
    package: str
    hidden_fields: tuple[str, ...]
    labels: dict[str, str]
    placeholders: dict[str, str]
    extra_fields: tuple[ExtraField, ...]


def installed_types() -> list[InstalledType]:
    """All of them, by label. A provider that cannot be read is left out; the log says why."""
    found: dict[str, InstalledType] = {}
    for entry in importlib.metadata.entry_points(group=ENTRY_POINTS):
        try:
            info = entry.load()()
            types = [type_of(each, str(info.get("package-name", entry.name))) for each in info["connection-types"]]
        except KeyError:
            continue  # it brings none
        except (ImportError, AttributeError, TypeError, ValueError, RuntimeError):
            log.exception("The provider %s cannot be asked for its connections", entry.name)
            continue
        found |= {each.conn_type: each for each in types}
    return sorted(found.values(), key=lambda each: each.label.lower())


def type_of(described: Mapping[str, Any], package: str) -> InstalledType:
    """What a provider says of one type. ``KeyError`` when it has no name."""
    behaviour = described.get("ui-field-behaviour") or {}
    conn_type = str(described["connection-type"])
    fields = described.get("conn-fields") or {}
    return InstalledType(
        conn_type,
        str(described.get("hook-name") or conn_type),
        package,
        tuple(str(each) for each in behaviour.get("hidden-fields") or ()),
        _texts(behaviour.get("relabeling")),
        _texts(behaviour.get("placeholders")),
        tuple(_field(str(name), each or {}) for name, each in fields.items()),
    )


def _field(name: str, described: Mapping[str, Any]) -> ExtraField:
    schema = described.get("schema") or {}
    types = schema.get("type") or "string"
    first = next((each for each in ([types] if isinstance(types, str) else types) if each != "null"), "string")
    kind = "secret" if schema.get("format") == "password" else _KINDS.get(str(first), "text")
    description = described.get("description")
    return ExtraField(name, str(described.get("label") or name), kind, str(description) if description else None)


def _texts(given: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in (given or {}).items()}
