"""``couture tasks delete``: a task instance of a run that has ended goes with all that it left."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.finding_runs import find_run
from couture_scheduler.cli.session import Session


@click.command(cls=Command)
@click.argument("dag_id")
@click.argument("task_id")
@click.argument("run", metavar="RUN_ID|LOGICAL_DATE")
@click.option("--map-index", type=int, default=-1, help="Which one of a mapped task.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete(session: Session, dag_id: str, task_id: str, run: str, map_index: int, yes: bool) -> None:
    """Delete a task instance of a run that has ended, with its tries, logs, XComs and executed notebooks.

    The task stays in the DAG, outputs stay in the workspace.
    """
    from couture_scheduler.actions import task_deleting, tasks

    run_id = find_run(session, dag_id, run).run.run_id
    tasks.get(session.actions, dag_id, run_id, task_id, map_index)
    name = task_id if map_index < 0 else f"{task_id}[{map_index}]"
    if not yes:
        click.confirm(f"Delete {name} of {run_id} with its logs and executed notebooks?", abort=True, err=True)
    task_deleting.delete(session.actions, dag_id, run_id, task_id, map_index)
    document = {"dag_id": dag_id, "run_id": run_id, "task_id": task_id, "map_index": map_index, "deleted": True}
    session.show.text(f"{name} of {run_id} is deleted.", document)
