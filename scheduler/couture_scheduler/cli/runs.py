"""``couture runs``: look at runs, watch them, stop them, start them again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.live import live
from couture_scheduler.cli.output import duration, state
from couture_scheduler.cli.rerunning import rerun
from couture_scheduler.cli.resuming import resume
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import NotFoundError

WAITING = (None, "scheduled", "up_for_retry", "up_for_reschedule", "deferred")
MOST_REASONS = 50


@click.group(cls=Group)
def runs() -> None:
    """Look at runs, watch them, stop them, start them again.

    Where a RUN_ID may be given it may be left out: the DAG's newest run is meant.
    """


def run_arguments(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments ``DAG_ID [RUN_ID]``."""
    return click.argument("dag_id")(click.argument("run_id", required=False)(command))


def find_run_id(session: Session, dag_id: str, run_id: str | None) -> str:
    """``run_id``, or that of the DAG's newest run."""
    if run_id:
        return run_id
    from couture_scheduler.actions import dags
    from couture_scheduler.actions import runs as actions

    found = actions.list_runs(session.actions, actions.RunFilter(dag_ids=(dag_id,)), limit=1).entries
    if not found:
        dags.get(session.actions, dag_id)  # raises when there is no such DAG at all
        raise NotFoundError(f"The DAG {dag_id!r} has no runs yet. Start one with: couture dags trigger {dag_id}")
    return found[0].run.run_id


@runs.command("list")
@click.option("--dag", "dag_ids", multiple=True, help="Of this DAG; may be given several times.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["queued", "running", "success", "failed"]),
    help="In this state; may be given several times.",
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=25, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(session: Session, dag_ids: tuple[str, ...], states: tuple[str, ...], limit: int) -> None:
    """List runs, the newest first."""
    from couture_jupyter.states import DagRunState
    from couture_scheduler.actions import runs as actions

    wanted = actions.RunFilter(dag_ids=dag_ids, states=tuple(DagRunState(each) for each in states))
    page = actions.list_runs(session.actions, wanted, limit=limit)
    session.show.table(
        ["DAG", "Run", "State", "Started", "Took", "Started by"],
        [_row(entry.run) for entry in page.entries],
        {"dag_runs": page.entries, "total_entries": page.total},
        empty="No runs.",
    )


def _row(run: Any) -> list[object]:
    by = run.triggering_user or run.run_type
    return [run.dag_id, run.run_id, state(run.state), run.started_at, duration(run.started_at, run.ended_at), by]


@runs.command()
@run_arguments
@click.pass_obj
def show(session: Session, dag_id: str, run_id: str | None) -> None:
    """Show a run and its tasks."""
    from couture_scheduler.actions import runs as actions
    from couture_scheduler.actions import tasks
    from couture_scheduler.cli.code_views import code_line

    name = find_run_id(session, dag_id, run_id)
    found = actions.get(session.actions, dag_id, name)
    entries = [each.task for each in tasks.list_tasks(session.actions, dag_id, name).entries]
    run = found.run
    fields = {
        "DAG": run.dag_id,
        "Run": run.run_id,
        "State": state(run.state),
        "Because": run.because,
        "Logical date": run.logical_date,
        "Partition": run.partition_key,
        "Started": run.started_at,
        "Took": duration(run.started_at, run.ended_at),
        "Started by": run.triggering_user or run.run_type,
        "Code": code_line(session, dag_id, name, entries),
        "Conf": run.conf or None,
        "Note": run.note,
    }
    session.show.record(fields, {"dag_run": found, "task_instances": entries})
    if not session.show.is_json:
        columns = ["Task", "State", "Try", "Started", "Took", "Says"]
        reasons = _why_not_running(session, run, entries)
        session.show.table(columns, [_task_row(task, reasons.get(task.id)) for task in entries], None)


def _why_not_running(session: Session, run: Any, entries: list[Any]) -> dict[int, str]:
    """The first reason why each waiting task waits; of many tasks only for the first ones, since each takes a look."""
    from couture_scheduler.actions import tasks

    if run.ended_at is not None:
        return {}
    reasons = {}
    for task in [each for each in entries if each.state in WAITING][:MOST_REASONS]:
        verdicts = tasks.why_not_running(session.actions, run.dag_id, run.run_id, task.task_id, task.map_index)
        reasons[task.id] = next((verdict.sentence for verdict in verdicts if not verdict.met), "")
    return reasons


def _task_row(task: Any, reason: str | None) -> list[object]:
    took = duration(task.started_at, task.ended_at)
    says = task.error or reason or task.because or ""
    return [_name(task), state(task.state), task.try_number or "", task.started_at, took, says]


def _name(task: Any) -> str:
    return task.task_id if task.map_index < 0 else f"{task.task_id}[{task.map_index}]"


@runs.command()
@run_arguments
@click.option("--task", "task_id", help="Which task; needed when the run has several.")
@click.option("--map-index", type=int, default=-1, help="Which instance of a mapped task.")
@click.option("--try", "try_number", type=click.IntRange(1), help="Which try.  [default: the newest]")
@click.option("--diff", is_flag=True, help="Show how the file of today differs from it.")
@click.pass_obj
def code(
    session: Session,
    dag_id: str,
    run_id: str | None,
    task_id: str | None,
    map_index: int,
    try_number: int | None,
    diff: bool,
) -> None:
    """Show which code a run ran."""
    from couture_scheduler.cli.code_views import show_code

    show_code(session, dag_id, find_run_id(session, dag_id, run_id), task_id, map_index, try_number, diff=diff)


@runs.command()
@run_arguments
@click.option("--task", "task_id", help="Which task; needed when the run has several.")
@click.option("--map-index", type=int, default=-1, help="Which instance of a mapped task.")
@click.option("--try", "try_number", type=click.IntRange(1), help="Which try.  [default: the newest]")
@click.option("--freeze", is_flag=True, help="As a requirements file, to make the same environment again.")
@click.pass_obj
def environment(
    session: Session,
    dag_id: str,
    run_id: str | None,
    task_id: str | None,
    map_index: int,
    try_number: int | None,
    freeze: bool,
) -> None:
    """Show the packages and the limits that a run ran with."""
    from couture_scheduler.cli.environment_views import show_environment

    name = find_run_id(session, dag_id, run_id)
    show_environment(session, dag_id, name, task_id, map_index, try_number, freeze=freeze)


@runs.command()
@run_arguments
@click.pass_context
def watch(ctx: click.Context, dag_id: str, run_id: str | None) -> None:
    """Watch a run until it has ended. The exit status is 1 if it failed."""
    from couture_scheduler.cli.watching import watch as follow

    session: Session = ctx.obj
    succeeded = follow(session, dag_id, find_run_id(session, dag_id, run_id))
    ctx.exit(0 if succeeded else FAILED)


@runs.command()
@run_arguments
@click.pass_obj
def stop(session: Session, dag_id: str, run_id: str | None) -> None:
    """Stop a run: its processes are ended and it has failed."""
    from couture_scheduler.actions import runs as actions

    name = find_run_id(session, dag_id, run_id)
    session.show.text(f"Stopped {name} of {dag_id}.", actions.stop(session.actions, dag_id, name))


@runs.command()
@run_arguments
@click.option("--watch", "watched", is_flag=True, help="Watch the run; the exit status is then 1 if it fails.")
@click.pass_context
def retry(ctx: click.Context, dag_id: str, run_id: str | None, watched: bool) -> None:
    """Run the failed tasks of a run, and what is downstream of them, again."""
    from couture_scheduler.actions import runs as actions
    from couture_scheduler.cli.watching import watch as follow

    session: Session = ctx.obj
    name = find_run_id(session, dag_id, run_id)
    cleared = actions.retry(session.actions, dag_id, name)
    if watched:
        ctx.exit(0 if follow(session, dag_id, name) else FAILED)
    names = ", ".join(_name(task) for task in cleared)
    session.show.text(f"These run again: {names}.", {"task_instances": cleared})
    session.hint_engine()


@runs.command()
@click.argument("dag_id")
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@click.pass_obj
def prune(session: Session, dag_id: str, dry_run: bool) -> None:
    """Delete the runs of a DAG that are beyond its limits, as the engine does by itself.

    The newest run, the last good one and active ones always stay.
    """
    from couture_scheduler.actions import retention

    found = retention.prune(session.actions, dag_id, dry_run=dry_run)
    session.show.table(
        ["Run", "Ended", "Because"],
        [[each.run_id, each.ended_at, each.because] for each in found],
        {"dry_run": dry_run, "dag_runs": found, "total_entries": len(found)},
        empty=f"No run of {dag_id} is beyond a limit.",
    )


@runs.command()
@click.argument("dag_id")
@click.argument("run_id")
@click.option("--no-longer", is_flag=True, help="The limits hold for it again.")
@click.pass_obj
def keep(session: Session, dag_id: str, run_id: str, no_longer: bool) -> None:
    """Keep a run, whatever the limits for keeping runs are."""
    from couture_scheduler.actions import runs as actions

    found = actions.keep(session.actions, dag_id, run_id, is_kept=not no_longer)
    told = "may go when it is beyond a limit" if no_longer else "stays until somebody deletes it"
    session.show.text(f"{run_id} {told}.", found)


@runs.command()
@click.argument("dag_id")
@click.argument("run_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete(session: Session, dag_id: str, run_id: str, yes: bool) -> None:
    """Delete a run with its logs and executed notebooks. Outputs in the workspace stay."""
    from couture_scheduler.actions import runs as actions

    actions.get(session.actions, dag_id, run_id)
    if not yes:
        click.confirm(f"Delete {run_id} of {dag_id} with its logs and executed notebooks?", abort=True, err=True)
    actions.delete(session.actions, dag_id, run_id)
    session.show.text(f"{run_id} is deleted.", {"dag_id": dag_id, "run_id": run_id, "deleted": True})


@runs.command()
@run_arguments
@click.option("--task", "task_id", help="Which task; needed when the run has several.")
@click.option("--map-index", type=int, default=-1, help="Which instance of a mapped task.")
@click.option("--try", "try_number", type=click.IntRange(1), help="Which try.  [default: the newest]")
@click.option("--follow", "-f", is_flag=True, help="Go on printing until the try has ended.")
@click.pass_obj
def log(
    session: Session,
    dag_id: str,
    run_id: str | None,
    task_id: str | None,
    map_index: int,
    try_number: int | None,
    follow: bool,
) -> None:
    """Print the log of a task."""
    from couture_scheduler.cli.logs import print_log

    print_log(session, dag_id, find_run_id(session, dag_id, run_id), task_id, map_index, try_number, follow=follow)


@runs.command()
@run_arguments
@click.argument("other_run_id", required=False)
@click.option("--task", "task_id", help="Which notebook, when the DAG has several.")
@click.option("--outputs/--no-outputs", default=True, help="Whether to show outputs that differ.  [default: yes]")
@click.pass_obj
def diff(
    session: Session, dag_id: str, run_id: str | None, other_run_id: str | None, task_id: str | None, outputs: bool
) -> None:
    """Compare a run with OTHER_RUN_ID, or with the last good one before it."""
    from couture_scheduler.cli.comparing import print_difference

    name = find_run_id(session, dag_id, run_id)
    print_difference(session, dag_id, name, other_run_id, task_id, outputs=outputs)


runs.add_command(live)
runs.add_command(rerun)
runs.add_command(resume)
