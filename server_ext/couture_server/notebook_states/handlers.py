"""Routes of the newest runs of notebooks."""

from __future__ import annotations

from couture_scheduler.actions import notebook_states
from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.notebook_states.bodies import FolderQuery, NotebookState, NotebookStateCollection

routes = Routes("Notebook")


@routes.get("notebookStates", "notebooks:read")
def get_notebook_states(ctx: ActionContext, query: FolderQuery) -> NotebookStateCollection:
    """The notebooks right in a folder that have run, each with its newest run."""
    found = [
        NotebookState(path=each.notebook, dag_id=each.dag_id, dag_run_id=each.run_id, state=each.state, at=each.at)
        for each in notebook_states.in_folder(ctx, query.folder)
    ]
    return NotebookStateCollection(notebook_states=found, total_entries=len(found))
