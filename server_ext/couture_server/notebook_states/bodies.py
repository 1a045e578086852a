"""The newest runs of notebooks at the HTTP edge."""

from __future__ import annotations

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, FilePath, Moment, Query


class FolderQuery(Query):
    """Which folder, as a path in the workspace; empty is its root."""

    folder: FilePath = ""


class NotebookState(Answer):
    """A notebook and its newest run."""

    path: str
    dag_id: str
    dag_run_id: str
    state: DagRunState
    at: Moment


class NotebookStateCollection(Answer):
    """The notebooks of one folder that have run."""

    notebook_states: list[NotebookState]
    total_entries: int
