"""Routes of connections."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions import connections
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_jupyter import connections as authoring
from couture_server.connections.bodies import (
    Connection,
    ConnectionBody,
    ConnectionCollection,
    ConnectionDeletion,
    ConnectionNumber,
    ConnectionPatch,
    ConnectionQuery,
    ConnectionTest,
    ConnectionTestBody,
)
from couture_server.http.bulk import BulkAnswer, BulkBody, BulkDoor, carry_out
from couture_server.http.filters import matches_of
from couture_server.http.paging import is_descending
from couture_server.http.routes import Routes

routes = Routes("Connection")


@routes.get("connections", "connections:read")
def get_connections(ctx: ActionContext, query: ConnectionQuery) -> ConnectionCollection:
    """List connections."""
    page = connections.list_connections(
        ctx,
        matches=matches_of(query),
        limit=query.limit,
        offset=query.offset,
        descending=is_descending(query.order_by, "connection_id"),
    )
    return ConnectionCollection(connections=[_answer(each) for each in page.entries], total_entries=page.total)


@routes.post("connections", "connections:edit", status=201)
def post_connection(ctx: ActionContext, body: ConnectionBody) -> Connection:
    """Create a connection."""
    made = authoring.Connection(**_given(body))
    return _answer(connections.create(ctx, made, another=body.another))


@routes.get("connections/{connection_id}", "connections:read")
def get_connection(ctx: ActionContext, connection_id: str, query: ConnectionNumber) -> Connection:
    """One connection."""
    return _answer(connections.get(ctx, connection_id, query.number))


@routes.patch("connections/{connection_id}", "connections:edit")
def patch_connection(
    ctx: ActionContext, connection_id: str, query: ConnectionNumber, body: ConnectionPatch
) -> Connection:
    """Change a connection."""
    if (body.connection_id or connection_id) != connection_id:
        sentence = "A connection cannot be renamed: notebooks and tasks name it. Make another one."
        raise InvalidInputError.at("connection_id", sentence)
    changes = _fields(body.model_dump(exclude={"connection_id", "unchanged_since"}, exclude_unset=True))
    if "conn_type" in changes and changes["conn_type"] is None:
        raise InvalidInputError.at("conn_type", "A connection has a type.")
    since = body.unchanged_since
    return _answer(connections.update(ctx, connection_id, changes, query.number, unchanged_since=since))


@routes.delete("connections/{connection_id}", "connections:edit")
def delete_connection(ctx: ActionContext, connection_id: str, query: ConnectionDeletion) -> None:
    """Delete a connection. Of several with one id `number` says which, or `all`."""
    connections.delete(ctx, connection_id, query.number, every=query.all)


@routes.post("connections/test", "connections:edit")
def test_connection(ctx: ActionContext, body: ConnectionTestBody) -> ConnectionTest:
    """Try whether a connection works, stored or not; refused unless an administrator set `test_connection`."""
    found = connections.try_out(ctx, authoring.Connection(**_given(body)))
    return ConnectionTest(status=found.works, message=found.message)


@routes.patch("connections", "connections:edit")
def bulk_connections(ctx: ActionContext, body: BulkBody[ConnectionBody]) -> BulkAnswer:
    """Make, change or delete many connections."""
    door: BulkDoor[ConnectionBody] = BulkDoor(
        things="connections",
        key=_key,
        exists=lambda key: not key[1] and connections.exists(ctx, key[0]),
        create=lambda entity: post_connection(ctx, entity),
        replace=lambda entity: _change(ctx, entity, frozenset(ConnectionBody.model_fields)),
        update=lambda entity, fields: _change(ctx, entity, fields),
        delete=lambda key: connections.delete(ctx, key[0]),
        told=lambda key: str(key[0]),
    )
    return carry_out(body, door)


def _change(ctx: ActionContext, entity: ConnectionBody, fields: frozenset[str]) -> None:
    names = {"schema_" if name == "schema" else name for name in fields} - {"connection_id", "another"}
    connections.update(ctx, entity.connection_id, _fields(entity.model_dump(include=names)))


def _key(entity: ConnectionBody | str) -> tuple[str, bool]:
    """The id, and whether none of those that are there is meant but one more."""
    return (entity, False) if isinstance(entity, str) else (entity.connection_id, entity.another)


def _given(body: ConnectionBody) -> dict[str, Any]:
    fields = body.model_dump(exclude={"connection_id", "another"})
    return {"conn_id": body.connection_id, **_fields(fields)}


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    return {name.rstrip("_"): value for name, value in given.items()}


def _answer(found: connections.ConnectionDetails) -> Connection:
    return Connection(
        connection_id=found.conn_id,
        number=found.number,
        conn_type=found.conn_type,
        description=found.description,
        host=found.host,
        login=found.login,
        schema_=found.schema,
        port=found.port,
        password=found.password,
        extra=found.extra,
        updated_at=found.updated_at,
        updated_by=found.updated_by,
    )
