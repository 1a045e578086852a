"""More of ``couture dags``, with Airflow's words: details, test, next-execution, list-runs, list-import-errors, state,
report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from couture_scheduler.cli.commands import FAILED, Command
from couture_scheduler.cli.finding_runs import find_run
from couture_scheduler.cli.local_runs import SUBDIR, airflow_is_here, prepare
from couture_scheduler.cli.output import plain, state
from couture_scheduler.cli.parameters import json_object, utc_moment
from couture_scheduler.cli.session import Session

DAG_ID = click.argument("dag_id")
LIMIT = click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most."
)


@click.command(cls=Command)
@DAG_ID
@click.pass_obj
def details(session: Session, dag_id: str) -> None:
    """Show everything that is known of a DAG, but its tasks."""
    from couture_scheduler.actions import dags as actions

    found = actions.get(session.actions, dag_id)
    spec: dict[str, Any] = {**plain(found.version.spec), **plain(found.dag)}
    shown = {name.replace("_", " "): _short(value) for name, value in sorted(spec.items()) if name != "tasks"}
    session.show.record(shown, {name: value for name, value in spec.items() if name != "tasks"})


def _short(value: Any) -> Any:
    return value if value not in ([], {}) else None


@click.command(cls=Command)
@DAG_ID
@click.argument("logical_date", type=utc_moment, required=False)
@SUBDIR
@click.option("-c", "--conf", type=json_object, metavar="JSON", help="The run's conf.")
@click.option("--mark-success-pattern", help="Tasks whose ids this regular expression finds are not run but succeed.")
@click.pass_context
def test(ctx: click.Context, /, dag_id: str, logical_date: datetime | None, **given: Any) -> None:
    """Run a whole DAG here and now, in this process, for LOGICAL_DATE.  [default: now]

    No engine is needed and nothing is stored. The exit status is 1 when the run failed.
    """
    from couture_jupyter.states import DagRunState

    session: Session = ctx.obj
    local_run = prepare(session, dag_id, logical_date=logical_date, **given)
    with airflow_is_here():
        local_run.run()
    if local_run.state is not DagRunState.SUCCESS:
        ctx.exit(FAILED)


@click.command("list-runs", cls=Command)
@click.argument("dag_id_given", metavar="[DAG_ID]", required=False)
@click.option("-d", "--dag-id", help="Of this DAG; the same as the argument.")
@click.option("--state", "states", multiple=True, help="In this state; may be given several times.")
@click.option("-s", "--start-date", type=utc_moment, help="With a logical date from then on.")
@click.option("-e", "--end-date", type=utc_moment, help="With a logical date up to then.")
@click.option("--no-backfill", is_flag=True, help="Without runs of backfills.")
@LIMIT
@click.pass_obj
def list_runs(
    session: Session,
    dag_id_given: str | None,
    dag_id: str | None,
    states: tuple[str, ...],
    start_date: datetime | None,
    end_date: datetime | None,
    no_backfill: bool,
    limit: int,
) -> None:
    """List the runs of a DAG, or of all, the newest first."""
    from couture_jupyter.states import DagRunState, DagRunType
    from couture_scheduler.actions import runs as actions

    name = dag_id or dag_id_given
    wanted = actions.RunFilter(
        dag_ids=(name,) if name else (),
        states=tuple(_known_state(DagRunState, each) for each in states),
        run_types=tuple(each for each in DagRunType if each.value != "backfill") if no_backfill else (),
        logical_date_from=start_date,
        logical_date_to=end_date,
    )
    page = actions.list_runs(session.actions, wanted, limit=limit)
    session.show.table(
        ["DAG", "Run", "State", "Logical date", "Started", "Ended"],
        [_run_row(entry.run) for entry in page.entries],
        {"dag_runs": page.entries, "total_entries": page.total},
        empty="No runs.",
    )


def _run_row(run: Any) -> list[object]:
    return [run.dag_id, run.run_id, state(run.state), run.logical_date, run.started_at, run.ended_at]


def _known_state(kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is none of: {', '.join(each.value for each in kind)}.") from None


@click.command("list-import-errors", cls=Command)
@LIMIT
@click.pass_context
def list_import_errors(ctx: click.Context, limit: int) -> None:
    """List the DAG files that cannot be read. The exit status is 1 when there are some."""
    from couture_scheduler.actions import dags as actions

    session: Session = ctx.obj
    page = actions.list_import_errors(session.actions, limit=limit)
    rows = [[each.file, each.line, each.message] for each in page.entries]
    document = {"import_errors": page.entries, "total_entries": page.total}
    session.show.table(["File", "Line", "Error"], rows, document, "Every DAG file can be read.")
    if page.entries:
        ctx.exit(FAILED)


@click.command("state", cls=Command)
@DAG_ID
@click.argument("run", metavar="RUN_ID|LOGICAL_DATE")
@click.pass_obj
def state_(session: Session, dag_id: str, run: str) -> None:
    """Print the state of a run."""
    found = find_run(session, dag_id, run).run
    conf = f", {found.conf}" if found.conf else ""
    session.show.text(f"{found.state.value}{conf}", found)


@click.command(cls=Command)
@click.pass_obj
def report(session: Session) -> None:
    """List the DAG files with the time that reading them took, the slowest first."""
    from couture_scheduler.actions import dags as actions

    found = actions.list_files(session.actions)
    rows = [[each.file, f"{each.parse_seconds:.2f} s", len(each.dag_ids), ", ".join(each.dag_ids)] for each in found]
    document = {"files": found, "total_entries": len(found)}
    session.show.table(["File", "Reading took", "DAGs", "Ids"], rows, document, "No DAG file was read yet.")


COMMANDS = (details, test, list_runs, list_import_errors, state_, report)
