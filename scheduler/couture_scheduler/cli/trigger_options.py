"""The options of ``couture notebooks schedule`` for runs that files or other DAGs start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from couture_scheduler.actions.schedule_form import When


def trigger_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--on-file``, ``--settle``, ``--after``."""
    for option in (
        click.option("--after", metavar="DAG_ID", help="Each time this DAG has succeeded."),
        click.option("--settle", type=click.FloatRange(0), default=5.0, help="Seconds a file keeps its size.  [5]"),
        click.option("--on-file", metavar="PATTERN", help="For each file that arrives, e.g. 'data/*.csv'."),
    ):
        command = option(command)
    return command


def take_trigger(options: dict[str, Any]) -> When | None:
    """The ``when`` that these options ask for, if they do; they are taken out of ``options``."""
    from couture_scheduler.actions.schedule_form import When

    pattern, settle, after = options.pop("on_file"), options.pop("settle"), options.pop("after")
    if pattern is not None and after is not None:
        raise click.UsageError("Give one of --on-file and --after.")
    if pattern is not None:
        return When("file", pattern=pattern, settle=settle)
    return When("after", after=after) if after is not None else None
