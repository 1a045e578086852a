"""``couture runs rerun``: start a new run like an earlier one, on its code or on the newest."""

from __future__ import annotations

from typing import Any

import click

from couture_scheduler.cli.commands import FAILED, Command
from couture_scheduler.cli.parameters import json_object, name_value, typed
from couture_scheduler.cli.session import Session


@click.command(cls=Command)
@click.argument("dag_id")
@click.argument("run_id", required=False)
@click.option(
    "--run-on-latest-version/--no-run-on-latest-version",
    "latest",
    default=None,
    help="On the DAG's newest code, or on that of the earlier run.  [default: as the DAG says, else the newest]",
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    type=name_value,
    multiple=True,
    metavar="NAME=VALUE",
    help="Another value for a param of the DAG, or for a parameter of its notebook; may be given several times.",
)
@click.option("-c", "--conf", type=json_object, metavar="JSON", help="What the tasks find as dag_run.conf.")
@click.option("--note", help="A remark that stays with the new run.")
@click.option("--watch", "watched", is_flag=True, help="Watch the run; the exit status is then 1 if it fails.")
@click.pass_context
def rerun(
    ctx: click.Context,
    dag_id: str,
    run_id: str | None,
    latest: bool | None,
    parameters: tuple[tuple[str, str], ...],
    conf: dict[str, Any] | None,
    note: str | None,
    watched: bool,
) -> None:
    """Start a new run like an earlier one; what is not given is taken over from it."""
    from couture_scheduler.actions import runs as actions
    from couture_scheduler.cli.runs import find_run_id
    from couture_scheduler.cli.watching import watch as follow

    session: Session = ctx.obj
    old = actions.get(session.actions, dag_id, find_run_id(session, dag_id, run_id))
    given = {**(old.run.conf or {} if conf is None else conf)}
    values = typed(parameters)
    if old.kind == "notebook_schedule" and values:
        values = {"parameters": {**given.get("parameters", {}), **values}}
    found = actions.rerun(
        session.actions, dag_id, old.run.run_id, conf={**given, **values}, note=note, on_latest_version=latest
    )
    if watched:
        ctx.exit(0 if follow(session, dag_id, found.run.run_id) else FAILED)
    told = f" on version {found.version.number} of its code" if found.version else ""
    session.show.text(f"Started {found.run.run_id} of {dag_id}{told}.", found)
    session.hint_engine()
