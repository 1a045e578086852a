"""How the newest run of each scheduled notebook is: for the marks in the file browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from couture_jupyter.states import DagRunState
from couture_scheduler.store.dag_listing import recent_runs
from couture_scheduler.store.tables import notebook_schedule

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class NotebookState:
    """The newest run of any schedule of a notebook."""

    notebook: str
    dag_id: str
    run_id: str
    state: DagRunState
    at: datetime


def in_folder(tx: Connection, folder: str) -> list[NotebookState]:
    """The notebooks right in ``folder`` (a path in the workspace, empty for its root) that have run, by path."""
    begin = f"{folder}/" if folder else ""
    named = select(notebook_schedule.c.dag_id, notebook_schedule.c.notebook)
    if begin:
        named = named.where(notebook_schedule.c.notebook.startswith(begin, autoescape=True))
    found = {row.dag_id: row.notebook for row in tx.execute(named) if "/" not in row.notebook[len(begin) :]}
    dag_ids = list(found)
    newest: dict[str, NotebookState] = {}
    for first in range(0, len(dag_ids), _CHUNK):
        for dag_id, marks in recent_runs(tx, dag_ids[first : first + _CHUNK], 1).items():
            mark, notebook = marks[0], found[dag_id]
            state = NotebookState(notebook, dag_id, mark.run_id, mark.state, mark.started_at or mark.queued_at)
            if notebook not in newest or newest[notebook].at < state.at:
                newest[notebook] = state
    return [newest[notebook] for notebook in sorted(newest)]
