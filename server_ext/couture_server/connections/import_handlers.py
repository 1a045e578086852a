"""Routes of connections in files, of the types that connections can have, and of the DAGs that use one."""

from __future__ import annotations

from dataclasses import asdict

from couture_scheduler.actions import connection_imports, connection_types, secret_uses
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
from couture_server.http.uses import SecretUseCollection, answer_of

routes = Routes("Connection")


@routes.get("connectionTypes", "connections:read")
def get_connection_types(ctx: ActionContext) -> ConnectionTypeCollection:
    """The types of connections that installed providers bring, and whether connections may be tried out."""
    found = [ConnectionType(**asdict(each)) for each in connection_types.list_types(ctx)]
    return ConnectionTypeCollection(
        connection_types=found, total_entries=len(found), may_test=ctx.settings.test_connection
    )


@routes.get("connectionUses/{connection_id}", "connections:read")
def get_connection_uses(ctx: ActionContext, connection_id: str) -> SecretUseCollection:
    """The DAGs that use a connection, found by reading their files and their tasks' arguments."""
    return answer_of(secret_uses.of_connection(ctx, connection_id))


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
