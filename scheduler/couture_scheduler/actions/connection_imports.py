"""Connections from a file: a look first, then all of them or none. Secrets that the file holds as ``***`` stay what
they are; of a connection that is not there yet they are left empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from couture_jupyter.connections import Connection
from couture_jupyter.sensitive import HIDDEN
from couture_scheduler.actions import connections
from couture_scheduler.actions.connection_files import connections_in
from couture_scheduler.actions.connection_secrets import hidden
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.variable_imports import Existing, Found, ImportOutcome
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError

_WITHOUT = "Its secrets are not in the file: type them in afterwards."
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class ImportedConnections:
    """What a file holds under one id: ``count`` connections, of the types ``conn_types``. ``note`` says what is to be
    done afterwards, ``problem`` what is wrong."""

    connection_id: str
    found: Found
    count: int
    conn_types: str
    note: str | None = None
    problem: str | None = None


@needs("connections:edit")
def preview(ctx: ActionContext, document: Mapping[str, Any]) -> list[ImportedConnections]:
    """What importing these would do, in the file's order. Nothing is changed."""
    known = _known(ctx, document)
    return [_looked_at(conn_id, each, known.get(conn_id, [])) for conn_id, each in document.items()]


@needs("connections:edit")
def import_all(ctx: ActionContext, document: Mapping[str, Any], existing: Existing) -> ImportOutcome:
    """Make and replace the connections of a file: for each id these are all that it has afterwards.

    Raises ``InvalidInputError`` for all that cannot be imported, and ``ConflictError`` when there are some already and
    ``existing`` is ``fail``; then nothing was changed.
    """
    known = _known(ctx, document)
    looked = [_looked_at(conn_id, each, known.get(conn_id, [])) for conn_id, each in document.items()]
    wrong = [
        FieldProblem((each.connection_id,), f"{each.connection_id}: {each.problem}") for each in looked if each.problem
    ]
    if wrong:
        raise InvalidInputError(*wrong)
    there = [each.connection_id for each in looked if each.found is not Found.NEW]
    if there and existing is Existing.FAIL:
        more = f" and {len(there) - _MOST_TOLD} more" if len(there) > _MOST_TOLD else ""
        raise ConflictError(f"Nothing was imported: {', '.join(there[:_MOST_TOLD])}{more} exist already.")
    skipped = there if existing is Existing.SKIP else []
    done = [each.connection_id for each in looked if each.connection_id not in skipped]
    given = connections_in({conn_id: document[conn_id] for conn_id in done})
    connections.put_all(ctx, [each if each.conn_id in known else _without_secrets(each) for each in given])
    return ImportOutcome(done, skipped)


def _known(ctx: ActionContext, document: Mapping[str, Any]) -> dict[str, list[Connection]]:
    """What is stored under the ids of the file, with secrets hidden."""
    found: dict[str, list[Connection]] = {}
    for each in connections.list_connections(ctx, limit=10**9).entries:
        if each.conn_id in document:
            found.setdefault(each.conn_id, []).append(each)
    return found


def _looked_at(conn_id: str, given: Any, known: list[Connection]) -> ImportedConnections:
    try:
        new = connections_in({conn_id: given})
        for each in new:
            connections.check(each)
    except InvalidInputError as error:
        return ImportedConnections(conn_id, Found.WRONG, 0, "", None, str(error))
    types = ", ".join(dict.fromkeys(each.conn_type for each in new))
    is_without = not known and any(_is_hidden(each) for each in new)
    return ImportedConnections(conn_id, _found(new, known), len(new), types, _WITHOUT if is_without else None)


def _found(new: list[Connection], known: list[Connection]) -> Found:
    if not known:
        return Found.NEW
    if [_open_part(each) for each in new] != [_open_part(each) for each in known]:
        return Found.CHANGED
    if any(_has_secret(each) and not _is_hidden(each) for each in new):
        return Found.HIDDEN  # nobody is told whether it is the same secret
    return Found.SAME if [_has_secret(each) for each in new] == [_has_secret(each) for each in known] else Found.CHANGED


def _open_part(connection: Connection) -> tuple[Any, ...]:
    """What everybody may see of it who may see connections."""
    shown = hidden(connection)
    extra = json.dumps(shown.extra_dejson, sort_keys=True)
    fields = (shown.conn_type, shown.host, shown.schema, shown.login, shown.port, shown.description)
    return (*(each or None for each in fields), extra)


def _has_secret(connection: Connection) -> bool:
    shown = hidden(connection)
    return HIDDEN in json.dumps([shown.password, shown.host, shown.extra])


def _is_hidden(connection: Connection) -> bool:
    """Whether the file itself holds ``***`` in a secret's place."""
    return connection.password == HIDDEN or HIDDEN in f"{connection.host} {connection.extra}"


def _without_secrets(connection: Connection) -> Connection:
    extra = {name: value for name, value in connection.extra_dejson.items() if value != HIDDEN}
    return replace(
        connection,
        host=connection.host and connection.host.replace(f":{HIDDEN}@", "@"),
        password=None if connection.password == HIDDEN else connection.password,
        extra=json.dumps(extra, ensure_ascii=False) if f'"{HIDDEN}"' in (connection.extra or "") else connection.extra,
    )
