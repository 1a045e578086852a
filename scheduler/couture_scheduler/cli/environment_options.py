"""``--requirements``, ``--memory`` and ``--cpus``: what a notebook's kernel runs in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from couture_jupyter.notebook_options import JobEnvironment


def environment_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options."""
    for option in (
        click.option("--cpus", type=click.FloatRange(0, min_open=True), help="How many processors the kernel may use."),
        click.option("--memory", type=click.IntRange(1), metavar="MB", help="How much memory the kernel may use."),
        click.option(
            "--requirements",
            metavar="FILE",
            help="A requirements or lock file of the workspace; the kernel runs in an environment made from it.",
        ),
    ):
        command = option(command)
    return command


def environment_fields(options: dict[str, Any]) -> dict[str, Any]:
    """The form's fields; takes the options out of ``options``."""
    found = JobEnvironment(
        requirements=options.pop("requirements", None),
        memory_megabytes=options.pop("memory", None),
        cpus=options.pop("cpus", None),
    )
    return {"environment": found}
