"""``couture dags``: look at DAGs, check their files, start and pause them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from couture_scheduler.cli.backfills import dags_backfill
from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.dag_graph import save_graph, show_graph
from couture_scheduler.cli.dag_reports import COMMANDS
from couture_scheduler.cli.favorites import favorite, unfavorite
from couture_scheduler.cli.next_runs import next_execution
from couture_scheduler.cli.output import State, state
from couture_scheduler.cli.parameters import aware, json_object, moment, name_value, typed
from couture_scheduler.cli.session import Session
from couture_scheduler.cli.switching import pause, unpause


@click.group(cls=Group)
def dags() -> None:
    """Look at DAGs, check their files, try them, start and pause them."""


for _command in (*COMMANDS, next_execution, dags_backfill, pause, unpause, favorite, unfavorite):
    dags.add_command(_command)


@dags.command("list")
@click.option("--search", default="", help="Text in the id, the description or a tag.")
@click.option("--tag", "tags", multiple=True, help="With this tag; may be given several times.")
@click.option(
    "--paused/--active", "paused", default=None, help="Only those that are paused, or only those that are on."
)
@click.option("--favorites", is_flag=True, help="Only your favourites.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(
    session: Session, search: str, tags: tuple[str, ...], paused: bool | None, favorites: bool, limit: int
) -> None:
    """List DAGs with their newest runs."""
    from couture_scheduler.actions import dags as actions
    from couture_scheduler.store.dag_listing import DagFilter

    wanted = DagFilter(
        text=search,
        tags=tags,
        paused=paused,
        is_favorite=favorites or None,
        person=session.actions.actor.name,
    )
    page = actions.list_dags(session.actions, wanted, limit=limit)
    session.show.table(
        ["DAG", "On", "Schedule", "Next run", "Newest runs", "Tags"],
        [_row(entry) for entry in page.entries],
        {"dags": page.entries, "total_entries": page.total},
        empty="No DAGs. Put files into the workspace's dags folder, or schedule a notebook.",
    )


def _row(entry: Any) -> list[object]:
    dag = entry.dag
    marks = " ".join(state(run.state).plain().split()[0] for run in entry.recent_runs)
    broken = " (file broken)" if dag.has_import_error else ""
    next_run = "" if dag.is_paused else dag.next_run_after
    return [dag.dag_id + broken, not dag.is_paused, dag.schedule_summary, next_run, marks, ", ".join(dag.tags)]


@dags.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def check(ctx: click.Context, file: Path) -> None:
    """Read one DAG FILE without a database: list its DAGs, or say what is wrong and in which line.

    The exit status is 1 when the file cannot be read.
    """
    from couture_scheduler.worker.parse import parse_in_child

    session: Session = ctx.obj
    path, settings = file.resolve(), session.settings
    folder = settings.dags_folder if path.is_relative_to(settings.dags_folder) else path.parent
    result = parse_in_child(path, origin=path, dags_folder=folder, timeout=settings.parse_timeout)
    if result.error is not None:
        document = {"file": str(file), "dags": [], "error": result.error, "seconds": result.seconds}
        session.show.text(_problem(file, result.error), document)
        ctx.exit(FAILED)
    document = {"file": str(file), "dags": result.specs, "error": None, "seconds": result.seconds}
    rows = [[spec.dag_id, len(spec.tasks), spec.schedule_summary, spec.timezone, spec.line] for spec in result.specs]
    session.show.table(["DAG", "Tasks", "Schedule", "Time zone", "Line"], rows, document, f"{file} makes no DAG.")


def _problem(file: Path, error: Any) -> str:
    where = f"{file}:{error.line}" if error.line else str(file)
    return f"✗ {where}: {error.message}"


@dags.command()
@click.argument("dag_id")
@click.option(
    "-s",
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the graph into a file instead: .svg, .dot (Graphviz) or .mmd (Mermaid).",
)
@click.pass_obj
def show(session: Session, dag_id: str, save: Path | None) -> None:
    """Show a DAG: its schedule, its tasks, and its graph from top to bottom."""
    from couture_scheduler.actions import dags as actions

    found = actions.get(session.actions, dag_id)
    if save is not None:
        save_graph(session, found.version.spec, save)
        return
    dag, spec = found.dag, found.version.spec
    fields = {
        "DAG": dag.dag_id,
        "Description": dag.description,
        "File": dag.notebook or dag.file,
        "Version": found.version.number,
        "On": not dag.is_paused,
        "Schedule": dag.schedule_summary,
        "Time zone": dag.timezone,
        "Next run": dag.next_run_after,
        "Missed runs": spec.missed_runs,
        "Overlap": spec.overlap,
        "Active runs": found.active_runs,
        "Owner": dag.owner,
        "Tags": ", ".join(dag.tags),
    }
    session.show.record(fields, found)
    if not session.show.is_json:
        rows = [[task.task_id, task.operator, task.trigger_rule, ", ".join(task.upstream)] for task in spec.tasks]
        session.show.table(["Task", "Operator", "Trigger rule", "After"], rows, None)
    if session.output == "table":
        show_graph(session, spec)


@dags.command()
@click.argument("dag_id")
@click.option("--version-number", type=int, help="An older version of the DAG.")
@click.pass_obj
def source(session: Session, dag_id: str, version_number: int | None) -> None:
    """Print the Python source of a DAG."""
    from couture_scheduler.actions import dags as actions

    found = actions.source(session.actions, dag_id, version_number)
    session.show.text(found.source, {"dag_id": dag_id, "version_number": found.number, "content": found.source})


@dags.command()
@click.argument("dag_id")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    type=name_value,
    multiple=True,
    metavar="NAME=VALUE",
    help="A param of the DAG, or a parameter of its notebook; may be given several times.",
)
@click.option(
    "-c", "--conf", type=json_object, metavar="JSON", default="{}", help="What the tasks find as dag_run.conf."
)
@click.option(
    "-l",
    "--logical-date",
    "-e",
    "--exec-date",
    type=moment,
    metavar="MOMENT",
    help="Which moment the run stands for.  [default: now]",
)
@click.option("-r", "--run-id", help="Its id.  [default: manual__ and the logical date]")
@click.option("--note", help="A remark that stays with the run.")
@click.option("--partition-key", metavar="KEY", help="Which partition it works on, if the DAG has partitions.")
@click.option("--watch", "watched", is_flag=True, help="Watch the run; the exit status is then 1 if it fails.")
@click.pass_context
def trigger(
    ctx: click.Context,
    dag_id: str,
    parameters: tuple[tuple[str, str], ...],
    conf: dict[str, Any],
    logical_date: datetime | None,
    run_id: str | None,
    note: str | None,
    partition_key: str | None,
    watched: bool,
) -> None:
    """Start a run of a DAG now, also while the DAG is paused."""
    from couture_scheduler.actions import dags as dag_actions
    from couture_scheduler.actions import runs as actions

    session: Session = ctx.obj
    is_notebook = dag_actions.get(session.actions, dag_id).dag.kind == "notebook_schedule"
    values = typed(parameters)
    found = actions.trigger(
        session.actions,
        dag_id,
        conf=conf if is_notebook else {**conf, **values},
        parameters=values if is_notebook and values else None,
        logical_date=aware(logical_date),
        run_id=run_id,
        note=note,
        partition_key=partition_key,
    )
    follow(ctx, found, watched=watched)


def follow(ctx: click.Context, found: Any, *, watched: bool) -> None:
    """After starting a run: watch it, or say what it is called."""
    session: Session = ctx.obj
    run = found.run
    if watched:
        from couture_scheduler.cli.watching import watch

        ctx.exit(0 if watch(session, run.dag_id, run.run_id) else FAILED)
    session.show.text(f"Started {run.run_id} of {run.dag_id}. Watch it with: couture runs watch {run.dag_id}", found)
    session.hint_engine()


@dags.command()
@click.argument("dag_id")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete(session: Session, dag_id: str, yes: bool) -> None:
    """Delete a DAG with its versions, runs and logs. Its file, notebooks and outputs stay."""
    from couture_scheduler.actions import dags as actions

    entry = actions.get_summary(session.actions, dag_id)
    if not yes:
        newest = f", newest run {State(entry.recent_runs[0].state).plain()}" if entry.recent_runs else ""
        click.confirm(f"Delete {dag_id} with all its runs and logs{newest}?", abort=True, err=True)
    _delete(session, entry.dag)
    session.show.text(f"{dag_id} is deleted.", {"dag_id": dag_id, "deleted": True})


def _delete(session: Session, dag: Any) -> None:
    if dag.kind == "notebook_schedule":
        from couture_scheduler.actions import schedules

        schedules.delete(session.actions, dag.dag_id)
        return
    from couture_scheduler.actions import dags as actions

    actions.delete(session.actions, dag.dag_id)
