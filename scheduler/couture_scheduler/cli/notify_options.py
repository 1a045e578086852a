"""The option of ``couture notebooks schedule`` that says whom to tell what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from couture_jupyter.notebook_options import CHANNELS, EVENTS, NotifyRule

_SHAPE = "events=channel:recipients, e.g. 'failure,recovery=email:ada@example.org,bob@example.org'"


def rule(text: str) -> NotifyRule:
    """An option's type: ``failure,late=slack:team;late-after=600``."""
    whole, _, late = text.partition(";late-after=")
    events, sign, rest = whole.partition("=")
    channel, colon, to = rest.partition(":")
    if not sign or not colon:
        raise click.BadParameter(f"{text!r} is not of the form {_SHAPE}.")
    try:
        late_after = float(late) if late else None
    except ValueError as error:
        raise click.BadParameter(f"{late!r} is no number of seconds.") from error
    made = NotifyRule(_parts(events), channel.strip(), _parts(to), late_after)
    for _, sentence in made.problems():
        raise click.BadParameter(f"{text!r}: {sentence}")
    return made


def notify_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--notify``."""
    option = click.option(
        "--notify",
        type=rule,
        multiple=True,
        metavar="RULE",
        help=f"Whom to tell what: {_SHAPE}. Events: {', '.join(EVENTS)}; channels: {', '.join(CHANNELS)} (their "
        "recipients are ids of connections). For late add ';late-after=SECONDS'. May be given several times.",
    )
    return option(command)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())
