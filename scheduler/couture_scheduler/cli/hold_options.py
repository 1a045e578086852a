"""``--hold-on-failure`` and ``--resume-on-retry``: what becomes of the kernel of a failed notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from couture_jupyter.notebook_options import HOLD_SECONDS


def hold_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options; their names are those of the form's fields."""
    hold = click.option(
        "--hold-on-failure",
        type=click.FloatRange(0, 86_400),
        default=HOLD_SECONDS,
        show_default=True,
        metavar="SECONDS",
        help="How long the kernel of a failed run is kept to look into; 0: not at all.",
    )
    resume = click.option(
        "--resume-on-retry", is_flag=True, help="A retry goes on at the cell that failed, in the kept kernel."
    )
    return hold(resume(command))
