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
    ConnectionPatch,
    ConnectionQuery,
    ConnectionTest,
)
from couture_server.http.bulk import BulkAnswer, BulkBody, BulkDoor, carry_out
from couture_server.http.paging import is_descending
from couture_server.http.resources import like
from couture_server.http.routes import Routes

routes = Routes("Connection")


@routes.get("connections", "connections:read")
def get_connections(ctx: ActionContext, query: ConnectionQuery) -> ConnectionCollection:
    """List connections."""
    page = connections.list_connections(
        ctx,
        like(query.connection_id_pattern),
        limit=query.limit,
        offset=query.offset,
        descending=is_descending(query.order_by, "connection_id"),
    )
    return ConnectionCollection(connections=[_answer(each) for each in page.entries], total_entries=page.total)


@routes.post("connections", "connections:edit", status=201)
def post_connection(ctx: ActionContext, body: ConnectionBody) -> Connection:
    """Create a connection."""
    made = authoring.Connection(body.connection_id, **_fields(body.model_dump(exclude={"connection_id"})))
    return _answer(connections.create(ctx, made))


@routes.get("connections/{connection_id}", "connections:read")
def get_connection(ctx: ActionContext, connection_id: str) -> Connection:
    """One connection."""
    return _answer(connections.get(ctx, connection_id))


@routes.patch("connections/{connection_id}", "connections:edit")
def patch_connection(ctx: ActionContext, connection_id: str, body: ConnectionPatch) -> Connection:
    """Change a connection."""
    if (body.connection_id or connection_id) != connection_id:
        sentence = "A connection cannot be renamed: notebooks and tasks name it. Make another one."
        raise InvalidInputError.at("connection_id", sentence)
    changes = _fields(body.model_dump(exclude={"connection_id"}, exclude_unset=True))
    if "conn_type" in changes and changes["conn_type"] is None:
        raise InvalidInputError.at("conn_type", "A connection has a type.")
    return _answer(connections.update(ctx, connection_id, changes))


@routes.delete("connections/{connection_id}", "connections:edit")
def delete_connection(ctx: ActionContext, connection_id: str) -> None:
    """Delete a connection."""
    connections.delete(ctx, connection_id)


@routes.post("connections/test", "connections:edit")
def test_connection(ctx: ActionContext, body: ConnectionBody) -> ConnectionTest:
    """Try whether a connection works, stored or not; refused unless an administrator set `test_connection`."""
    given = authoring.Connection(body.connection_id, **_fields(body.model_dump(exclude={"connection_id"})))
    found = connections.try_out(ctx, given)
    return ConnectionTest(status=found.works, message=found.message)


@routes.patch("connections", "connections:edit")
def bulk_connections(ctx: ActionContext, body: BulkBody[ConnectionBody]) -> BulkAnswer:
    """Make, change or delete many connections."""
    door: BulkDoor[ConnectionBody] = BulkDoor(
        things="connections",
        key=lambda entity: entity if isinstance(entity, str) else entity.connection_id,
        exists=lambda conn_id: connections.exists(ctx, conn_id),
        create=lambda entity: post_connection(ctx, entity),
        replace=lambda entity: _change(ctx, entity, frozenset(ConnectionBody.model_fields)),
        update=lambda entity, fields: _change(ctx, entity, fields),
        delete=lambda conn_id: connections.delete(ctx, conn_id),
    )
    return carry_out(body, door)


def _change(ctx: ActionContext, entity: ConnectionBody, fields: frozenset[str]) -> None:
    names = {"schema_" if name == "schema" else name for name in fields} - {"connection_id"}
    connections.update(ctx, entity.connection_id, _fields(entity.model_dump(include=names)))


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    return {name.rstrip("_"): value for name, value in given.items()}


def _answer(found: authoring.Connection) -> Connection:
    return Connection(
        connection_id=found.conn_id,
        conn_type=found.conn_type,
        description=found.description,
        host=found.host,
        login=found.login,
        schema_=found.schema,
        port=found.port,
        password=found.password,
        extra=found.extra,
    )
