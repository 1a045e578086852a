"""Deleting task instances of runs that have ended, with all that they left. Their tasks stay in the DAG."""

from __future__ import annotations

import logging
import shutil

from couture_jupyter.states import FINISHED_RUN_STATES
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import ConflictError
from couture_scheduler.events import Change
from couture_scheduler.files import layout
from couture_scheduler.store import task_instances
from couture_scheduler.store.dag_runs import DagRunRecord

log = logging.getLogger(__name__)


@needs("runs:delete")
def delete(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> None:
    """Delete one task instance with its tries, logs, XComs and executed notebooks; outputs in the workspace stay.

    It comes back when the run gets the DAG's newest code. Raises ``ConflictError`` while the run is active: the engine
    would miss it.
    """
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        task = find.task(tx, run, task_id, map_index)
        if run.state not in FINISHED_RUN_STATES:
            raise ConflictError(f"The run {run_id!r} is active. Stop it first, or wait until it has ended.")
        task_instances.remove(tx, task.id)
        ctx.audit(tx, "delete_task_instance", dag_id=dag_id, run_id=run_id, task_id=task_id, map_index=map_index)
    _remove_files(ctx, run, task_id, map_index, task.try_number)
    ctx.tell(
        Change("dag_run", dag_id=dag_id, run_id=run_id, state=run.state, user=ctx.actor.name),
        Change("task_instance", "deleted", dag_id=dag_id, run_id=run_id, task_id=task_id, map_index=map_index),
    )


def _remove_files(ctx: ActionContext, run: DagRunRecord, task_id: str, map_index: int, tries: int) -> None:
    for number in range(1, tries + 1):
        folder = layout.try_folder(ctx.settings.runs_folder, run.dag_id, run.run_id, task_id, map_index, number)
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("The folder %s could not be removed: %s", folder, error)
