"""Connections in files, as Airflow's command line writes and reads them: fields or URIs, for one id or for many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from couture_jupyter.connections import Connection
from couture_scheduler.errors import InvalidInputError

_OTHER_NAMES = {"connection_id": "conn_id", "id": "conn_id", "type": "conn_type", "extra_dejson": "extra"}
_UNUSED = {"is_encrypted", "is_extra_encrypted", "get_uri"}  # what Airflow's lists hold beside the fields


def connections_in(document: Mapping[str, Any]) -> list[Connection]:
    """The connections of a file. Raises ``InvalidInputError`` for all that are none; it shows nothing of them."""
    return [connection_of(conn_id, given) for conn_id, given in document.items()]


def connection_of(conn_id: str, given: Any) -> Connection:
    """One connection: a URI, a JSON object as text, a dict of fields, or a list with one of these."""
    if isinstance(given, list):
        if len(given) != 1:
            raise _wrong(conn_id, f"has {len(given)} connections under one id; give each an id of its own")
        given = given[0]
    try:
        return Connection.from_text(conn_id, given) if isinstance(given, str) else _of_fields(conn_id, given)
    except ValueError as error:
        raise _wrong(conn_id, f"is no connection: {error}") from None


def written(connection: Connection, serialization: str) -> Any:
    """The connection for a file: as ``uri`` or as ``json``, a dict of fields."""
    if serialization == "uri":
        return connection.get_uri()
    return {name: value for name, value in asdict(connection).items() if name != "conn_id"}


def _of_fields(conn_id: str, given: Any) -> Connection:
    if not isinstance(given, Mapping):
        raise ValueError("it is neither a URI nor an object with conn_type, host, login …")
    named = {_OTHER_NAMES.get(str(name), str(name)): value for name, value in given.items()}
    if "uri" in named:
        return Connection.from_uri(conn_id, str(named["uri"]))
    known = {each.name for each in fields(Connection)}
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
    return InvalidInputError.at("file", f"{conn_id} {what}.")
