"""Routes of the check before a run."""

from __future__ import annotations

from couture_scheduler.actions import preflight
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_server.http.routes import Routes
from couture_server.preflight.bodies import SideFile, SideFileCollection, SideFilesQuery

routes = Routes("Notebook")


@routes.get("notebooks/sideFiles", "notebooks:read")
def get_side_files(ctx: ActionContext, query: SideFilesQuery) -> SideFileCollection:
    """The files in the workspace that a notebook imports, runs or opens by name."""
    try:
        found = preflight.side_files(ctx, query.path)
    except InvalidInputError as error:
        raise InvalidInputError.at("path", str(error)) from error
    listed = [
        SideFile(path=each.path, kind=each.kind, cell=each.cell, size=each.size, exists=each.exists) for each in found
    ]
    return SideFileCollection(side_files=listed, total_entries=len(listed))
