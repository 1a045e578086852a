"""What all commands share: ``--workspace`` and ``--output``, before or after the subcommand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from couture_scheduler.cli.session import Session

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130  # exit statuses


def common_options() -> list[click.Parameter]:
    """The two options; their values go into the ``Session``, not to the command's function."""
    return [
        click.Option(
            ["--workspace"],
            type=click.Path(file_okay=False, path_type=Path),
            expose_value=False,
            callback=_remember,
            help="The folder with the notebooks (default: the nearest one upwards that has a .couture folder).",
        ),
        click.Option(
            ["-o", "--output"],
            type=click.Choice(["table", "json", "yaml", "plain"]),
            expose_value=False,
            callback=_remember,
            help="For people or for programs; plain is a table without lines.  [default: table]",
        ),
    ]


def _remember(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    session = ctx.ensure_object(Session)
    if value is not None and parameter.name is not None:
        setattr(session, parameter.name, value)


class Command(click.Command):
    """A command that takes the common options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += common_options()


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
