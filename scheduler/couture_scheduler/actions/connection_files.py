"""Connections in files, as Airflow's command line writes and reads them: fields or URIs, for one id or for many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from couture_jupyter.connections import Connection
from couture_scheduler.errors import InvalidInputError

_OTHER_NAMES = {"connection_id": "conn_id", "id": "conn_id", "type": "conn_type", "extra_dejson": "extra"}
_UNUSED = {"number", "is_encrypted", "is_extra_encrypted", "get_uri"}  # what Airflow's lists hold beside the fields


def connections_in(document: Mapping[str, Any]) -> list[Connection]:
    """The connections of a file. Raises ``InvalidInputError`` for all that are none; it shows nothing of them."""
    found = []
    for conn_id, given in document.items():
        several = given if isinstance(given, list) else [given]
        found += [connection_of(conn_id, each) for each in several]
    return found


def connection_of(conn_id: str, given: Any) -> Connection:
    """One connection: a URI, a JSON object as text, or a dict of fields."""
    try:
        return Connection.from_text(conn_id, given) if isinstance(given, str) else _of_fields(conn_id, given)
    except ValueError as error:
        raise _wrong(conn_id, f"is no connection: {error}") from None


def together(connections: list[Connection], serialization: str) -> dict[str, Any]:
    """Connections by their ids, for a file: each as ``uri`` or as ``json``, a dict of fields; several in a list."""
    found: dict[str, list[Any]] = {}
    for each in connections:
        found.setdefault(each.conn_id, []).append(_written(each, serialization))
    return {conn_id: each if len(each) > 1 else each[0] for conn_id, each in found.items()}


def _written(connection: Connection, serialization: str) -> Any:
    if serialization == "uri":
        return connection.get_uri()
    return {name: value for name, value in asdict(connection).items() if name not in ("conn_id", "number")}


def _of_fields(conn_id: str, given: Any) -> Connection:
    if not isinstance(given, Mapping):
        raise ValueError("it is neither a URI nor an object with conn_type, host, login …")
    named = {_OTHER_NAMES.get(str(name), str(name)): value for name, value in given.items()}
    if "uri" in named:
        return Connection.from_uri(conn_id, str(named["uri"]))
    known = {each.name for each in fields(Connection)} - {"number"}
    unknown = sorted(set(named) - known - _UNUSED)
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is no field; the fields are {', '.join(sorted(known))}")
    values = {name: _value(name, value) for name, value in named.items() if name in known}
    return Connection(**{**values, "conn_id": conn_id})


def _value(name: str, value: Any) -> Any:
    if value in (None, ""):
        return "" if name == "conn_type" else None
    if name == "port":
        return int(value)
    return value if isinstance(value, str) else json.dumps(value)


def _wrong(conn_id: str, what: str) -> InvalidInputError:
    sentence = what.rstrip(".")
    return InvalidInputError.at("file", f"{conn_id} {sentence}.")
