"""``couture dags pause`` and ``unpause``: one DAG, or all whose ids a regular expression finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError, NotFoundError


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("-y", "--yes", is_flag=True, help="Do not ask."),
        click.option(
            "--treat-dag-id-as-regex",
            "as_regex",
            is_flag=True,
            help="All DAGs whose ids this regular expression finds.",
        ),
        click.argument("dag_id"),
    ):
        command = option(command)
    return command


@click.command(cls=Command)
@_options
@click.pass_obj
def pause(session: Session, dag_id: str, as_regex: bool, yes: bool) -> None:
    """Switch a DAG off: no new runs. Runs that are running go on."""
    from couture_scheduler.actions import dags as actions

    _switch(session, dag_id, as_regex, yes, "paused", lambda name: actions.pause(session.actions, name))


@click.command(cls=Command)
@_options
@click.pass_obj
def unpause(session: Session, dag_id: str, as_regex: bool, yes: bool) -> None:
    """Switch a DAG on. What was due meanwhile follows its missed-run policy."""
    from couture_scheduler.actions import dags as actions

    _switch(session, dag_id, as_regex, yes, "on", lambda name: actions.resume(session.actions, name))
    session.hint_engine()


def _switch(
    session: Session, dag_id: str, as_regex: bool, yes: bool, word: str, switch: Callable[[str], object]
) -> None:
    if not as_regex:
        session.show.text(f"{dag_id} is {word}.", switch(dag_id))
        return
    names = _matching(session, dag_id)
    if not yes:
        click.confirm(f"{', '.join(names)}: shall {len(names)} DAGs be {word}?", abort=True, err=True)
    done = [switch(name) for name in names]
    session.show.text("\n".join(f"{name} is {word}." for name in names), {"dags": done})


def _matching(session: Session, pattern: str) -> list[str]:
    from couture_scheduler.actions import dags as actions

    try:
        found = re.compile(pattern)
    except re.error as error:
        raise InvalidInputError.at("dag_id", f"This is no regular expression: {error}.") from None
    page = actions.list_dags(session.actions, limit=10**6)
    names = [each.dag.dag_id for each in page.entries if found.search(each.dag.dag_id)]
    if not names:
        raise NotFoundError(f"{pattern!r} finds no DAG.")
    return names
