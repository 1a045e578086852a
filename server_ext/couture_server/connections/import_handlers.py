"""Routes of connections in files, and of the types that connections can have."""

from __future__ import annotations

from dataclasses import asdict

from couture_scheduler.actions import connection_imports, connection_types
from couture_scheduler.actions.context import ActionContext

from couture_server.connections.bodies import (
    ConnectionImport,
    ConnectionImportBody,
    ConnectionImportPreview,
    ConnectionType,
    ConnectionTypeCollection,
    ImportedConnections,
)
from couture_server.http.routes import Routes

routes = Routes("Connection")


@routes.get("connectionTypes", "connections:read")
def get_connection_types(ctx: ActionContext) -> ConnectionTypeCollection:
    """The types of connections that installed providers bring, and whether connections may be tried out."""
    found = [ConnectionType(**asdict(each)) for each in connection_types.list_types(ctx)]
    return ConnectionTypeCollection(
        connection_types=found, total_entries=len(found), may_test=ctx.settings.test_connection
    )


@routes.post("connectionImports/preview", "connections:edit")
def preview_connection_import(ctx: ActionContext, body: ConnectionImportBody) -> ConnectionImportPreview:
    """What importing a file of connections would do. Nothing is changed."""
    found = connection_imports.preview(ctx, body.connections)
    return ConnectionImportPreview(connections=[ImportedConnections(**asdict(each)) for each in found])


@routes.post("connectionImports", "connections:edit")
def import_connections(ctx: ActionContext, body: ConnectionImportBody) -> ConnectionImport:
    """Import a file of connections: all of it, or nothing when something is wrong with one."""
    outcome = connection_imports.import_all(ctx, body.connections, body.action_on_existing_key)
    return ConnectionImport(done=outcome.done, skipped=outcome.skipped)
