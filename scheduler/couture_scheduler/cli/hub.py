"""``couture hub``: JupyterHub with Couture, for several people."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.session import Session

FILE = click.Path(exists=True, dir_okay=False, resolve_path=True)


@click.command(cls=Command)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="couture-hub")
@click.option("--ip", default="127.0.0.1", show_default=True, help="Where it listens.")
@click.option("--port", type=click.IntRange(1, 65000), default=8000, show_default=True, help="And at which port.")
@click.option(
    "--signup",
    type=click.Choice(["closed", "approval"]),
    default="closed",
    show_default=True,
    help="Whether people may ask for an account, which an Admin then makes active.",
)
@click.option("--one-account", is_flag=True, help="A trial: everybody's server runs with your own account.")
@click.option("--service-user", default="", help="As root: the user of the system that the service runs as.")
@click.option("--make-accounts", is_flag=True, help="As root: make the system's user of a person who has none.")
@click.option("--tls-cert", type=FILE, help="A certificate (PEM), with those that signed it: https.")
@click.option("--tls-key", type=FILE, help="Its key.")
@click.option(
    "--behind-tls", is_flag=True, help="A proxy in front of the Hub's speaks https: cookies go by https alone."
)
@click.pass_obj
def hub(session: Session, /, folder: Path, **options: Any) -> None:
    """Start JupyterHub with the Couture service; FOLDER is its own, which nobody else can open.

    The common workspace is in it, if --workspace names no other. Until the database has users, the first start makes
    the user superadmin and prints its password (or takes it from COUTURE_SUPERADMIN_PASSWORD).
    """
    given = {
        "COUTURE_HUB_FOLDER": str(folder.resolve()),
        **{f"COUTURE_HUB_{name.upper()}": _as_text(value) for name, value in options.items()},
        **({"COUTURE_WORKSPACE": str(session.workspace)} if session.workspace else {}),
    }
    # The Hub is a layer above this one: reached as a program, not by import.
    command = [sys.executable, "-P", "-m", "couture_hub"]
    os.execve(sys.executable, command, {**os.environ, **given})  # noqa: S606


def _as_text(value: Any) -> str:
    """As the environment has it."""
    return "" if value is None else str(int(value)) if isinstance(value, bool) else str(value)
