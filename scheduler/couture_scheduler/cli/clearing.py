"""``couture tasks clear``: have tasks run again, over one run or many, after a look at what that means."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.finding_runs import find_run
from couture_scheduler.cli.output import state
from couture_scheduler.cli.parameters import utc_moment
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError

if TYPE_CHECKING:
    from couture_scheduler.actions.task_details import TaskDetails


@click.command(cls=Command)
@click.argument("dag_id")
@click.option("-t", "--task-regex", help="Tasks whose ids this regular expression finds.  [default: all]")
@click.option("--run", metavar="RUN_ID|LOGICAL_DATE", help="Of this run only.")
@click.option("-s", "--start-date", type=utc_moment, metavar="MOMENT", help="Of runs with a logical date from then on.")
@click.option("-e", "--end-date", type=utc_moment, metavar="MOMENT", help="Of runs with a logical date up to then.")
@click.option("-u", "--upstream", is_flag=True, help="With all that stands upstream of these.")
@click.option("-d", "--downstream", is_flag=True, help="With all that stands downstream of these.")
@click.option("-f", "--only-failed", is_flag=True, help="Of all these only what failed.")
@click.option("-r", "--only-running", is_flag=True, help="Of all these only what runs; it is ended first.")
@click.option(
    "--run-on-latest-version/--no-run-on-latest-version",
    "latest",
    default=None,
    help="Whether the runs get the DAG's newest code first.  [default: as the DAG says, else no]",
)
@click.option("--keep-task-state", is_flag=True, help="They find what they kept in their state store.")
@click.option("-n", "--dry-run", "is_dry", is_flag=True, help="Only list them.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def clear(
    session: Session,
    dag_id: str,
    task_regex: str | None,
    run: str | None,
    start_date: datetime | None,
    end_date: datetime | None,
    upstream: bool,
    downstream: bool,
    only_failed: bool,
    only_running: bool,
    latest: bool | None,
    keep_task_state: bool,
    is_dry: bool,
    yes: bool,
) -> None:
    """Have tasks of a DAG run again: of one run, of those between two dates, or of all its runs.

    What would run again is listed first, with setups and teardowns that belong to it.
    """
    from couture_scheduler.actions.clearing import Clearing, clear_selected
    from couture_scheduler.actions.selecting import Selection

    if run is not None and (start_date or end_date):
        raise click.UsageError("Give --run, or --start-date and --end-date, not both.")
    wanted = Selection(
        run_id=find_run(session, dag_id, run).run.run_id if run is not None else None,
        task_ids=_matching(session, dag_id, task_regex),
        upstream=upstream,
        downstream=downstream,
        only_failed=only_failed,
        only_running=only_running,
        start=start_date,
        end=end_date,
    )
    how = Clearing(on_latest_version=latest, keep_task_state=keep_task_state)
    concerned = clear_selected(session.actions, dag_id, wanted, how, dry_run=True)
    if is_dry or not concerned:
        _list(session, concerned)
        return
    if not yes:
        for each in concerned[:100]:
            click.echo(f"{each.run.run_id}  {_name(each)}  {state(each.task.state).plain()}", err=True)
        click.confirm(f"Clear these {len(concerned)} task instances?", abort=True, err=True)
    done = clear_selected(session.actions, dag_id, wanted, how)
    document = {"task_instances": [each.task for each in done], "total_entries": len(done)}
    session.show.text(f"{len(done)} task instances were cleared and run again.", document)
    session.hint_engine()


def _matching(session: Session, dag_id: str, task_regex: str | None) -> tuple[str, ...] | None:
    from couture_scheduler.actions import dags

    tasks = dags.get(session.actions, dag_id).version.spec.tasks
    if task_regex is None:
        return None
    try:
        found = tuple(task.task_id for task in tasks if re.search(task_regex, task.task_id))
    except re.error as error:
        raise InvalidInputError.at("task-regex", f"This is no regular expression: {error}.") from None
    if not found:
        names = ", ".join(task.task_id for task in tasks)
        raise InvalidInputError.at("task-regex", f"It finds no task. The DAG's tasks are: {names}.")
    return found


def _list(session: Session, concerned: list[TaskDetails]) -> None:
    rows = [[each.run.run_id, _name(each), state(each.task.state)] for each in concerned]
    document = {"task_instances": [each.task for each in concerned], "total_entries": len(concerned)}
    session.show.table(["Run", "Task", "State"], rows, document, "Nothing to clear.")


def _name(each: TaskDetails) -> str:
    task = each.task
    return task.task_id if task.map_index < 0 else f"{task.task_id}[{task.map_index}]"
