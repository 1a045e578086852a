"""How a form, a DAG file or a notebook names a secret without knowing it.

``variable:KEY``, ``connection:ID`` (the whole connection as a URI), ``connection:ID.password`` (one of ``FIELDS``) or
``connection:ID.extra.KEY`` (one value of its extra).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from couture_jupyter.connections import Connection
from couture_jupyter.sensitive import is_sensitive, secrets_in_address, sensitive_texts

FIELDS = ("host", "schema", "login", "password", "port", "extra")
_CONNECTION = re.compile(rf"(?P<name>.+?)(?:\.(?P<field>{'|'.join(FIELDS)})(?:\.(?P<key>.+))?)?")
HOW = (
    "A secret is named as variable:KEY, connection:ID, connection:ID.password (or another field) or "
    "connection:ID.extra.KEY."
)


@dataclass(frozen=True, slots=True)
class SecretReference:
    """``kind`` is ``variable`` or ``connection``, ``name`` its key or id, ``field`` and ``key`` which part of it."""

    kind: str
    name: str
    field: str | None = None
    key: str | None = None


def parse(text: str) -> SecretReference:
    """The reference that ``text`` is. Raises ``ValueError`` with ``HOW``; what was given is not repeated, as it may be
    the secret itself."""
    kind, _, name = text.strip().partition(":")
    if kind == "variable" and name.strip():
        return SecretReference(kind, name.strip())
    found = _CONNECTION.fullmatch(name.strip()) if kind == "connection" else None
    if found is None or (found["key"] and found["field"] != "extra"):
        raise ValueError(HOW)
    return SecretReference(kind, found["name"], found["field"], found["key"])


def is_reference(value: object) -> bool:
    """Whether ``value`` names a secret."""
    try:
        return isinstance(value, str) and bool(parse(value))
    except ValueError:
        return False


def part(connection: Connection, reference: SecretReference) -> str:
    """What ``reference`` asks of the connection. Raises ``LookupError`` when that is empty."""
    if reference.field is None:
        return connection.get_uri()
    value = getattr(connection, reference.field)
    if reference.key is not None:
        value = connection.extra_dejson.get(reference.key)
    if value in (None, ""):
        which = f"extra.{reference.key}" if reference.key else reference.field
        raise LookupError(f"The connection {reference.name!r} has no {which}.")
    return str(value)


def secret_texts(connection: Connection) -> list[str]:
    """What of the connection must not be seen: its password, what stands under sensitive names of its extra, and
    passwords within addresses."""
    addresses = [connection.host or "", *_texts(connection.extra_dejson)]
    return [
        *([connection.password] if connection.password else []),
        *sensitive_texts(connection.extra_dejson),
        *(text for each in addresses for text in secrets_in_address(each)),
    ]


def _texts(value: Any) -> list[str]:
    """All texts in JSON-like data."""
    if isinstance(value, dict | list):
        values = value.values() if isinstance(value, dict) else value
        return [text for each in values for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def is_secret_part(reference: SecretReference) -> bool:
    """Whether this part as a whole must not be seen; a host or a login may be."""
    if reference.kind == "variable" or reference.field in (None, "password"):
        return True
    return reference.field == "extra" and (reference.key is None or is_sensitive(reference.key))
