"""``couture tasks run``: one task of a run, though what usually comes first may not be done."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.finding_runs import find_run
from couture_scheduler.cli.session import Session


@click.command(cls=Command)
@click.argument("dag_id")
@click.argument("task_id")
@click.argument("run_name", metavar="RUN_ID|LOGICAL_DATE")
@click.option("--map-index", type=int, default=-1, help="Which one of a mapped task.")
@click.option("-A", "--ignore-all-dependencies", is_flag=True, help="Whatever stands against it, as far as can be.")
@click.option("-i", "--ignore-dependencies", is_flag=True, help="Tasks upstream, the run before, the retry delay.")
@click.option("-f", "--force", is_flag=True, help="Ignore its state: run it though it has ended.")
@click.option("-n", "--dry-run", is_flag=True, help="Only list the conditions.")
@click.pass_obj
def run(
    session: Session,
    dag_id: str,
    task_id: str,
    run_name: str,
    map_index: int,
    ignore_all_dependencies: bool,
    ignore_dependencies: bool,
    force: bool,
    dry_run: bool,
) -> None:
    """Run one task of a run, and no other.

    It is refused with the reasons when a condition is not met that no option lifts. The engine runs it; to try a task
    in this process there is `couture tasks test`.
    """
    from couture_scheduler.actions.running_alone import run_alone
    from couture_scheduler.engine.run_alone import Lift

    given = {Lift.ALL: ignore_all_dependencies, Lift.DEPENDENCIES: ignore_dependencies, Lift.STATE: force}
    ignoring = {lift for lift, is_given in given.items() if is_given}
    run_id = find_run(session, dag_id, run_name).run.run_id
    found = run_alone(session.actions, dag_id, run_id, task_id, map_index, ignoring=ignoring, dry_run=dry_run)
    task = found.task.task
    if dry_run:
        rows = [[_answer(each.holds(frozenset(ignoring))), each.verdict.sentence] for each in found.conditions]
        document = {"may_run": found.may_run, "conditions": found.conditions, "task_instance": task}
        session.show.table(["", "Condition"], rows, document, "")
        return
    session.show.text(f"{task_id} of {run_id} runs as soon as there is room.", task)
    session.hint_engine()


def _answer(holds: bool) -> str:
    return "yes" if holds else "no"
