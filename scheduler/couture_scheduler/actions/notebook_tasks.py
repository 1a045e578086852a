"""Which task of a run shows a notebook: for lists, which offer to look at it."""

from __future__ import annotations

from collections.abc import Mapping

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.task_files import is_script
from couture_scheduler.store import run_listing, versions
from couture_scheduler.store.session import Transaction


def notebook_tasks(ctx: ActionContext, tx: Transaction, runs: Mapping[int, int]) -> dict[int, str]:
    """For each run with notebooks (the run's id → that of its version) the notebook task to look at first.

    Versions tell it alone where they have one notebook; only the others need their runs' task instances, all at once.
    """
    specs = versions.specs(tx, list(set(runs.values())))
    notebooks = {
        version: [task.task_id for task in spec.tasks if task.is_notebook and not is_script(ctx, task)]
        for version, spec in specs.items()
    }
    found: dict[int, str] = {}
    several: dict[int, list[int]] = {}
    for run, version in runs.items():
        match notebooks.get(version, []):
            case [only]:
                found[run] = only
            case [_, *_]:
                several.setdefault(version, []).append(run)
    groups = [(ids, notebooks[version]) for version, ids in several.items()]
    return found | run_listing.first_to_look_at(tx, groups)
