"""``couture engine``: the process that starts runs when they are due."""

from __future__ import annotations

import os

import click

from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import EngineUnavailableError


@click.group(cls=Group)
def engine() -> None:
    """Start, stop and look at the engine, the process that starts runs when they are due."""


@engine.command()
@click.option("--idle-exit", type=float, help="Seconds without work after which it ends itself; 0: never (default).")
@click.pass_obj
def start(session: Session, idle_exit: float | None) -> None:
    """Start the engine in the background, if none runs."""
    from couture_scheduler.loop.launcher import start_engine

    info = start_engine(session.settings, idle_exit=idle_exit or 0.0)
    word = "runs now" if info.started else "was running already"
    session.show.text(f"The engine {word} (process {info.pid}).", info)


@engine.command()
@click.pass_obj
def stop(session: Session) -> None:
    """Stop the engine. Tasks that are running go on; their results are picked up by the next engine."""
    session.client.stop()
    session.show.text("The engine ends.", {"state": "stopped"})


@engine.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Say whether the engine runs, and what it does. The exit status is 1 when it does not run."""
    session: Session = ctx.obj
    try:
        found = session.client.status()
    except EngineUnavailableError as error:
        session.show.text(str(error), {"state": "stopped"})
        ctx.exit(FAILED)
    fields = {name.replace("_", " ").capitalize(): value for name, value in found.items()}
    session.show.record(fields, found)


@engine.command()
@click.pass_obj
def run(session: Session) -> None:
    """Run the engine in the foreground, until Ctrl-C."""
    from couture_scheduler.files.environment import safe_path
    from couture_scheduler.loop.main import run_engine

    os.environ |= safe_path()
    run_engine(session.settings)
