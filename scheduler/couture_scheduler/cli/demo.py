"""``couture demo``: the main job from beginning to end, in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from couture_scheduler.cli.commands import Command


@click.command(cls=Command)
@click.option("--lab", is_flag=True, help="Open JupyterLab in the demo's folder afterwards.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="couture-demo")
@click.pass_context
def demo(ctx: click.Context, folder: Path, lab: bool) -> None:
    """Make a workspace with examples in FOLDER, schedule and run them, and show what comes out."""
    # The server is a layer above this one: reached as a program, not by import.
    program = [sys.executable, "-m", "couture_server.demo", "--workspace", str(folder)]
    status = subprocess.run(program, check=False).returncode
    if status == 0 and lab:
        status = subprocess.run([*program, "--lab"], check=False).returncode
    ctx.exit(status)
