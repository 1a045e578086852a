"""``couture notebooks``: look into a notebook, run it now, schedule it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from couture_scheduler.cli.code_options import choose_side_files, code_fields, code_options
from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.environment_options import environment_fields, environment_options
from couture_scheduler.cli.hold_options import hold_options
from couture_scheduler.cli.notify_options import notify_option
from couture_scheduler.cli.parameters import aware, moment, name_value, typed
from couture_scheduler.cli.preflight import check, note_warnings, preflight_option
from couture_scheduler.cli.secret_options import secret_options, take_secrets
from couture_scheduler.cli.session import Session
from couture_scheduler.cli.sweeps import notebook_sweep
from couture_scheduler.cli.trigger_options import take_trigger, trigger_options
from couture_scheduler.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When

NOTEBOOK = click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(cls=Group)
def notebooks() -> None:
    """Look into a notebook, run it now, schedule it."""


notebooks.add_command(check)


def _execution_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How a notebook is executed: the options that `run` and `schedule` share."""
    for option in (
        click.option(
            "--retry-delay", type=click.FloatRange(0), default=60.0, show_default=True, help="Seconds before a retry."
        ),
        click.option("--retries", type=click.IntRange(0), default=0, show_default=True, help="How often to try again."),
        click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds after which it is ended."),
        click.option(
            "--output-path",
            help="Where the executed notebook goes, e.g. 'out/{notebook}-{date}.ipynb'.  [default: into the run]",
        ),
        click.option("--kernel", "kernel_name", help="A kernelspec's name.  [default: the notebook's own]"),
        click.option(
            "-p",
            "--parameter",
            "parameters",
            type=name_value,
            multiple=True,
            metavar="NAME=VALUE",
            help="A value for a parameter; may be given several times.",
        ),
    ):
        command = option(command)
    return preflight_option(secret_options(environment_options(hold_options(code_options(command)))))


@notebooks.command()
@NOTEBOOK
@click.pass_obj
def inspect(session: Session, notebook: Path) -> None:
    """Show the kernel and the parameters of a NOTEBOOK."""
    from couture_scheduler.actions import notebooks as actions

    found = actions.inspect(session.actions_anywhere, _in_workspace(session, notebook))
    fields = {
        "Notebook": found.path,
        "Kernel": found.kernel_name,
        "Language": found.language,
        "Code cells": found.code_cells,
        "Parameters cell": found.has_parameters_cell,
    }
    session.show.record(fields, found)
    if not session.show.is_json and found.parameters:
        rows = [[each.name, each.type, each.default, each.help] for each in found.parameters]
        session.show.table(["Parameter", "Type", "Default", "Help"], rows, None)


@notebooks.command()
@NOTEBOOK
@_execution_options
@click.option("--no-watch", is_flag=True, help="Return at once.")
@click.pass_context
def run(
    ctx: click.Context, /, notebook: Path, parameters: tuple[tuple[str, str], ...], no_watch: bool, **options: Any
) -> None:
    """Run a NOTEBOOK now and watch it. The exit status is 1 if it fails.

    It becomes a DAG called `<notebook>_now`, which keeps the history of such runs.
    """
    from couture_scheduler.actions import schedules
    from couture_scheduler.actions.schedules import When
    from couture_scheduler.cli.dags import follow

    session: Session = ctx.obj
    path = _in_workspace(session, notebook)
    values = {**_typed(session, path, parameters), **take_secrets(options)}
    choose_side_files(session, path, options)
    form = _form(f"{notebook.stem} now", path, When("manual"), options, parameters=values)
    dag_id = _save(session, form)
    note_warnings(session, form)
    session.start_engine()
    found = schedules.run_now(session.actions, dag_id, parameters=values or None)
    follow(ctx, found, watched=not no_watch)


def dag_for_runs_by_hand(session: Session, notebook: Path) -> str:
    """The DAG that keeps the history of this notebook's runs by hand; made when there is none."""
    from couture_scheduler.actions.schedules import NotebookScheduleForm, When

    path = _in_workspace(session, notebook)
    return _save(session, NotebookScheduleForm(f"{notebook.stem} now", path, When("manual")))


def _save(session: Session, form: NotebookScheduleForm) -> str:
    """The schedule for runs by hand: made, or brought up to date. It keeps no parameters: each run has its own."""
    from dataclasses import replace

    from couture_scheduler.actions import schedules
    from couture_scheduler.actions.schedule_form import slug

    ctx, dag_id = session.actions_anywhere, slug(form.name)
    try:
        known = schedules.get(ctx, dag_id).form
    except NotFoundError:
        schedules.validate(ctx, form)  # with the parameters, so that a wrong one is refused
        return schedules.create(ctx, replace(form, parameters={})).dag_id
    if known.notebook != form.notebook:
        raise InvalidInputError.at(
            "notebook", f"{dag_id} runs {known.notebook}. Schedule {form.notebook} under another name instead."
        )
    schedules.validate(ctx, form, dag_id)
    wanted = replace(form, parameters={}, paused=known.paused)
    if wanted != known:
        schedules.update(ctx, dag_id, wanted)
    return dag_id


@notebooks.command("run-all")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--at-once", type=click.IntRange(1), default=2, show_default=True, help="Notebooks at the same time.")
@click.option("--subfolders", is_flag=True, help="Also those in the folders below it.")
@click.option("--dry-run", is_flag=True, help="Only say what would run.")
@click.option("--no-watch", is_flag=True, help="Return at once.")
@click.pass_context
def run_all(ctx: click.Context, /, folder: Path, at_once: int, subfolders: bool, dry_run: bool, no_watch: bool) -> None:
    """Run all notebooks of a FOLDER as the tasks of one DAG, and watch it. Executed copies are left out."""
    from couture_scheduler.actions import folders
    from couture_scheduler.cli.dags import follow

    session: Session = ctx.obj
    place, actions = _in_workspace(session, folder), session.actions_anywhere
    if dry_run:
        listing = folders.list_notebooks(actions, place, subfolders=subfolders)
        lines = [*listing.notebooks, *(f"{path} (left out: an output)" for path in listing.outputs)]
        session.show.text("\n".join(lines) or "There are no notebooks.", listing)
        return
    session.start_engine()
    follow(ctx, folders.run_all(actions, place, subfolders=subfolders, at_once=at_once), watched=not no_watch)


@notebooks.command()
@NOTEBOOK
@click.option("--name", help="Its name; the DAG's id is made from it.  [default: the notebook's name]")
@click.option("--cron", help="When, as a cron expression, e.g. '0 9 * * MON-FRI'.")
@click.option("--at", type=moment, metavar="MOMENT", help="Once, at a date and time, e.g. 2026-12-31T09:00.")
@click.option("--now", is_flag=True, help="Once, now.")
@click.option("--manual", is_flag=True, help="Only when a person starts it.")
@trigger_options
@click.option("--timezone", help="IANA name, e.g. Europe/Helsinki.  [default: the workspace's]")
@click.option("--start-date", type=moment, metavar="MOMENT", help="No runs before.")
@click.option("--end-date", type=moment, metavar="MOMENT", help="No runs after.")
@_execution_options
@click.option("--retry-backoff", type=click.FloatRange(0), default=0.0, help="2: the delay doubles with each try.")
@click.option("--max-retry-delay", type=click.FloatRange(0), help="Seconds that a growing delay never exceeds.")
@click.option("--overlap", type=click.Choice(["parallel", "queue", "skip"]), default="queue", show_default=True)
@click.option(
    "--missed-runs", type=click.Choice(["skip", "run_last", "run_all"]), default="run_last", show_default=True
)
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--description", help="What it is for.")
@click.option("--paused", is_flag=True, help="Save it switched off.")
@notify_option
@click.pass_obj
def schedule(
    session: Session,
    /,
    notebook: Path,
    name: str | None,
    cron: str | None,
    at: datetime | None,
    now: bool,
    manual: bool,
    parameters: tuple[tuple[str, str], ...],
    **options: Any,
) -> None:
    """Schedule a NOTEBOOK. Give one of --cron, --at, --now, --manual, --on-file and --after."""
    from couture_scheduler.actions import schedules

    path = _in_workspace(session, notebook)
    timezone = options.get("timezone")
    when = _when(cron, aware(at, timezone), now, manual, take_trigger(options))
    for field in ("start_date", "end_date"):
        options[field] = aware(options[field], timezone)
    values = {**_typed(session, path, parameters), **take_secrets(options)}
    choose_side_files(session, path, options)
    form = _form(name or notebook.stem, path, when, options, parameters=values)
    found = schedules.create(session.actions_anywhere, form)
    note_warnings(session, form)
    session.show.text(f"Scheduled {path} as {found.dag_id}: {found.dag.schedule_summary}.", found)
    session.hint_engine()


def _when(cron: str | None, at: datetime | None, now: bool, manual: bool, trigger: When | None) -> When:
    from couture_scheduler.actions.schedules import When

    if sum((cron is not None, at is not None, now, manual, trigger is not None)) != 1:
        raise click.UsageError("Give exactly one of --cron, --at, --now, --manual, --on-file and --after.")
    if trigger is not None:
        return trigger
    if cron is not None:
        return When("cron", cron=cron)
    return When("once", at=at) if at is not None else When("now" if now else "manual")


def _form(
    name: str, notebook: str, when: When, options: dict[str, Any], *, parameters: dict[str, Any]
) -> NotebookScheduleForm:
    from couture_scheduler.actions.schedules import NotebookScheduleForm

    fields = {"parameters": parameters, **code_fields(options), **environment_fields(options), **options}
    return NotebookScheduleForm(name=name, notebook=notebook, when=when, **fields)


def _typed(session: Session, path: str, given: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    if not given:
        return {}
    from couture_scheduler.actions import notebooks as actions

    found = actions.inspect(session.actions_anywhere, path)
    return typed(given, {each.name: each.type for each in found.parameters})


def _in_workspace(session: Session, notebook: Path) -> str:
    """The notebook's path within the workspace."""
    workspace = session.settings.workspace.resolve()
    path = notebook.resolve()
    if not path.is_relative_to(workspace):
        raise InvalidInputError.at(
            "notebook", f"{path} is not in the workspace {workspace}. Name its workspace with --workspace."
        )
    return path.relative_to(workspace).as_posix()


notebooks.add_command(notebook_sweep)


@notebooks.command()
@click.argument("dag_id")
@click.argument("run_id", required=False)
@click.option("--task", "task_id", help="Which notebook, when the DAG has several.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many earlier runs.")
@click.pass_obj
def cells(session: Session, dag_id: str, run_id: str | None, task_id: str | None, limit: int) -> None:
    """Show what each cell of a scheduled notebook took, beside earlier runs."""
    from couture_scheduler.cli.cells import print_cells

    print_cells(session, dag_id, run_id, task_id, limit)
