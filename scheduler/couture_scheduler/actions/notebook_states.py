"""What a person may ask about the newest runs of notebooks."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.notebooks import without_drive
from couture_scheduler.store import notebook_states as stored
from couture_scheduler.store.notebook_states import NotebookState


@needs("notebooks:read")
def in_folder(ctx: ActionContext, folder: str) -> list[NotebookState]:
    """The notebooks right in ``folder`` that have run, each with its newest run."""
    with ctx.store.reading() as tx:
        return stored.in_folder(tx, without_drive(folder).strip("/"))
