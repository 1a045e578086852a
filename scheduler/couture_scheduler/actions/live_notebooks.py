"""Looking on while a notebook runs: where its live journal is, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.tasks import is_over
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.live_journals import LivePlace, LiveWindow, read_live


@dataclass(frozen=True, slots=True)
class LiveTry:
    """A try of a notebook task and the folder of its files; ``over``: nothing more comes from it."""

    try_number: int
    folder: Path
    over: bool


@needs("runs:read")
def find_try(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int | None = None, *, map_index: int = -1
) -> LiveTry:
    """The try, by default the newest one. ``NotFoundError`` when there is none yet."""
    with ctx.store.reading() as tx:
        task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
    number = task.try_number if try_number is None else try_number
    if not 0 < number <= task.try_number:
        raise NotFoundError(f"The task {task_id!r} has no try {number}.")
    folder = layout.try_folder(ctx.settings.runs_folder, dag_id, run_id, task_id, map_index, number)
    return LiveTry(number, folder, is_over(task, number))


@needs("runs:read")
def read(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    place: LivePlace,
    try_number: int | None = None,
    *,
    map_index: int = -1,
) -> tuple[LiveTry, LiveWindow]:
    """What the journal says from ``place`` on."""
    found = find_try(ctx, dag_id, run_id, task_id, try_number, map_index=map_index)
    return found, read_live(found.folder, place)
