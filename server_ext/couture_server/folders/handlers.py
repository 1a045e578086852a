"""Routes of folders."""

from __future__ import annotations

import dataclasses

from couture_scheduler.actions import folders
from couture_scheduler.actions.context import ActionContext

from couture_server.folders.bodies import FolderNotebooks, FolderQuery, FolderRun, RunFolderBody
from couture_server.http.routes import Routes

routes = Routes("Folder")


@routes.get("folders/notebooks", "notebooks:read")
def get_folder_notebooks(ctx: ActionContext, query: FolderQuery) -> FolderNotebooks:
    """The notebooks of a folder of the workspace."""
    found = folders.list_notebooks(ctx, query.path, subfolders=query.subfolders)
    return FolderNotebooks(**dataclasses.asdict(found))


@routes.post("folders/run", "notebooks:schedule", status=201)
def run_folder(ctx: ActionContext, body: RunFolderBody) -> FolderRun:
    """Run notebooks of a folder as the tasks of one DAG."""
    run = folders.run_all(ctx, body.folder, body.notebooks, subfolders=body.subfolders, at_once=body.at_once).run
    return FolderRun(dag_id=run.dag_id, dag_run_id=run.run_id)
