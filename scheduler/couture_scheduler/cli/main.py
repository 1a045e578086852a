"""The ``couture`` command: finds the subcommand, and turns errors into one sentence and an exit status.

Exit status: 0 done, 1 failed (also: the run that was watched failed), 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

import click

from couture_jupyter.version import __version__
from couture_scheduler.cli.commands import FAILED, INTERRUPTED, WRONG_USAGE, Command, Group, common_options
from couture_scheduler.errors import InvalidInputError, SchedulerError

# Modules of this package, each with a command of the same name; imported when they are needed.
NAMES = (
    "dags",
    "runs",
    "tasks",
    "notebooks",
    "variables",
    "connections",
    "pools",
    "assets",
    "state-store",
    "schedules",
    "tokens",
    "backfills",
    "bricks",
    "sweeps",
    "import",
    "notifications",
    "slas",
    "kernels",
    "held-kernels",
    "failures",
    "users",
    "roles",
    "audit",
    "engine",
    "worker",
    "db",
    "doctor",
    "demo",
    "hub",
)


# commands that no module of Python can be called
_MODULES = {"import": "imports", "state-store": "state_store", "held-kernels": "held_kernels"}


class LazyGroup(Group):
    """A group whose commands are imported when they are needed: ``couture --version`` must be quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help page."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in NAMES:
            return None
        name = _MODULES.get(cmd_name, cmd_name)
        command: Command | Group = getattr(import_module(f"couture_scheduler.cli.{name}"), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="couture-jupyter", prog_name="couture")
def couture() -> None:
    """Couture Jupyter: write, schedule, run and watch workflows of notebooks and tasks."""


couture.params += common_options()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    return status_of(lambda: couture.main(arguments, prog_name="couture", standalone_mode=False))


def status_of(command: Callable[[], object]) -> int:
    """Call ``command``; say what went wrong, and return the exit status."""
    try:
        status = command()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; without this, closing stdout at exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except InvalidInputError as error:
        for problem in error.problems:
            where = ".".join(map(str, problem.field))
            click.echo(f"{where}: {problem.message}" if where else problem.message, err=True)
        return WRONG_USAGE
    except SchedulerError as error:
        click.echo(str(error), err=True)
        return FAILED
    return status if isinstance(status, int) else 0
