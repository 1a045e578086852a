"""``--secret`` and ``--secret-parameter``: what a notebook gets to know when it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from couture_scheduler.cli.parameters import name_value


def secret_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options."""
    reference = "REF is variable:KEY, connection:ID or connection:ID.password; may be given several times."
    for option in (
        click.option(
            "--secret-parameter",
            "secret_parameters",
            type=name_value,
            multiple=True,
            metavar="NAME=REF",
            help=f"A parameter that is set in the kernel and written nowhere. {reference}",
        ),
        click.option(
            "--secret",
            "secrets",
            type=name_value,
            multiple=True,
            metavar="ENV=REF",
            help=f"An environment variable of the kernel. {reference}",
        ),
    ):
        command = option(command)
    return command


def take_secrets(options: dict[str, Any]) -> dict[str, str]:
    """Turn the options into the form's fields; the references of the parameters."""
    options["secrets"] = dict(options["secrets"])
    parameters = dict(options["secret_parameters"])
    options["secret_parameters"] = tuple(parameters)
    return parameters
